"""Foyer's own parts of Rasa's pipeline (see `config.yml`): thin shells over `understanding/`.

None of them downloads anything.
"""
