"""`make bench`: Foyer beside stock Rasa on the same language data, measured in one run.

Both are started as a person would start them and seen from outside only: their public addresses and /proc.
"""
