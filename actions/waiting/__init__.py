"""What visitors are told when nobody is there, and what is said into their silence."""
