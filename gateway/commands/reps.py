"""`python -m gateway.commands.reps add EMAIL NAME`: one more rep may sign in; prints the password once."""

import secrets
import sys
from typing import Annotated

import typer

from actions.accounts import PasswordAccounts
from gateway.clock import utc_now
from gateway.settings import read_settings
from memory.engine import open_database
from memory.sql.memory import SqlMemory
from qualification.errors import BotError

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def commands() -> None:
    """The people who may sign in at the desk."""


@app.command()
def add(
    email: Annotated[str, typer.Argument(help="The address to sign in with.")],
    name: Annotated[str, typer.Argument(help="The name that visitors see.")],
    admin: Annotated[bool, typer.Option("--admin", help="May do what admins do.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Add a rep with a new password."""
    settings = read_settings()
    accounts = PasswordAccounts(
        SqlMemory(open_database(settings.database), workspace=settings.workspace), clock=utc_now
    )
    password = secrets.token_urlsafe(12)
    accounts.add_rep(email, name, password, is_admin=admin)
    typer.echo(f"{name} signs in as {email} with the password {password}")


def main() -> int:
    """0 when done; 2 with one line that says what to mend."""
    try:
        app(standalone_mode=False)
    except (BotError, typer.BadParameter) as error:
        print(f"foyer: {error}", file=sys.stderr)  # noqa: T201 - for the person at the terminal
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
