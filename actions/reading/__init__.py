"""Reads typed values out of what a visitor typed: numbers, people, money, times, ways to reach someone."""
