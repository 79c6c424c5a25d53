"""What becomes of a problem that a visitor has (D10): which one is meant, whether help helped, when it is a ticket."""
