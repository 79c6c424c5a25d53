"""The commands that a person types (through the Makefile): set up, run, simulate, bench.

They start the product as a stranger would and never reach into it: no import of the gateway, none of Rasa.
"""
