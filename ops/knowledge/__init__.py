"""Measures the search over the pages on judged questions, and fits its weights to them."""
