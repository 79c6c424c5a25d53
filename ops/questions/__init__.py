"""Proves rule D6 on a generated population: fewer questions, the same outcome, and no stop that came too early."""
