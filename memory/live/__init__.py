"""The live store: pushes, hot values and short locks, in this process or in Redis."""
