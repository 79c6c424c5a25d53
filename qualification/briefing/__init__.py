"""The brief of a handoff and the running summary (M4): what they rest on, how they are written and checked."""
