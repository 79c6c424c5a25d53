"""The public chat API: what the widget speaks, and anyone who writes a widget of their own."""
