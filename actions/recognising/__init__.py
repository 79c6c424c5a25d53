"""Proving an address by a code (M3): what a turn, an accepted message and a mail do about it."""
