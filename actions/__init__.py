"""One dialogue turn, from the engine's words to the committed reply, and what reps may do beside it."""
