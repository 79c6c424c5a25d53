"""What memory promises about tickets: unsolved problems of visitors (D10)."""
