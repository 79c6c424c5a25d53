"""What is kept and known: conversations, facts, decisions, handoffs; hot things; knowledge pages."""
