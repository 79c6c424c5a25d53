"""What memory promises about people who were here before (M3)."""
