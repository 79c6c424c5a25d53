"""Searching the company's own pages. Nothing in here writes a sentence of its own: it only finds and quotes."""
