"""Visitors made by machine: they use the public API like anyone, and a report says what became of them."""
