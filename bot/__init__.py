"""Rasa's side of Foyer: it understands a message and calls one action, nothing else.

Runs in its own environment (Python 3.10, `bot/uv.lock`) and speaks HTTP and YAML with the
rest of the project; it must not import any other folder, and no other folder imports it.
"""
