"""How a message feels and how much it hurries, explained by the words that counted. Numbers are the rulebook's."""
