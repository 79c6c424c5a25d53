"""Trains the understanding on given examples and asks it about other texts; for `make bench-nlu`."""
