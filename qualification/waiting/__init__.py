"""What time does to a conversation: the hours of our own people, and the silence of a visitor."""
