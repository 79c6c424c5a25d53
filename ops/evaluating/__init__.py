"""Judged dialogues and judged messages: what is expected, what happened, where they differ, and whether it may ship."""
