"""What a turn and a rep do about unsolved problems (D10)."""
