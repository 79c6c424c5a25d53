"""Measures how the facts of a message are read, on judged phrases."""
