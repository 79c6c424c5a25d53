"""Hears which language a message is in, and keeps what a conversation is held in."""
