"""The history of memory's schema."""
