"""The passage to a rep: the contract, and one folder for each place where reps work."""
