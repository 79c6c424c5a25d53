"""What the person who runs Foyer types: `python -m gateway.commands.…`."""
