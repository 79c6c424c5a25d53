"""`python -m gateway.commands.reps`: one more rep may sign in (`add EMAIL NAME`), or one who has lost the password may
again (`password EMAIL`). The new password is printed once."""

import re
import secrets
import sys
from typing import Annotated

import typer

from actions.accounts import PasswordAccounts
from gateway.clock import utc_now
from gateway.settings import read_settings
from memory.engine import open_database
from memory.migrate import MEMORY, is_behind
from memory.sql.memory import SqlMemory
from qualification.errors import BotError, Misconfigured

# Nothing is sent there, and inner networks have addresses of their own; this is against slips of the hand.
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")

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
    _check_address(email)
    password = _new_password()
    _accounts().add_rep(email, name, password, is_admin=admin)
    typer.echo(f"{name} signs in as {email} with the password {password}")


@app.command("password")
def renew(email: Annotated[str, typer.Argument(help="The address that the rep signs in with.")]) -> None:
    """Give a rep a new password and end all their sessions."""
    password = _new_password()
    rep = _accounts().renew_password(email, password)
    typer.echo(f"{rep.name} signs in as {rep.email} with the password {password}")


def _check_address(email: str) -> None:
    if not ADDRESS.fullmatch(email):
        raise typer.BadParameter(f"{email!r} is no e-mail address, so nobody was added. Give one like dana@acme.com.")


def _new_password() -> str:
    return secrets.token_urlsafe(12)


def _accounts() -> PasswordAccounts:
    settings = read_settings()
    database = open_database(settings.database)
    if is_behind(database, (MEMORY,)):
        raise Misconfigured("The tables of the database are missing or old. Start Foyer once, then try again.")
    return PasswordAccounts(SqlMemory(database, workspace=settings.workspace), clock=utc_now)


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
