"""Defects put in on purpose, to see whether the golden gate notices them."""
