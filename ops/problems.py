"""What may keep a command from doing its work, told in one line that says what to do."""


class CannotRun(Exception):
    """The command cannot go on; the message is the whole explanation and is shown as it is."""
