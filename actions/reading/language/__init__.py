"""What one language writes differently, put into the plain words that the readers know."""
