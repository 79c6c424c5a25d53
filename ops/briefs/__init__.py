"""Measures the briefs of handoffs (M4) on judged conversations."""
