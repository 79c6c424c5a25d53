"""What differs by language, and which one a conversation is held in (D14): pure, and the same for every message."""
