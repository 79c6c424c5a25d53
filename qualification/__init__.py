"""The business, pure: what Foyer decides and why. Standard library only; no clock, no I/O, no logging."""
