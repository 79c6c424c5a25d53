"""The tables of memory, for SQLite and Postgres alike; every row names its workspace (L9).

Plain tables, not mapped classes: a turn's CPU counts, statements are built once and executed with parameters, and
nothing is ever loaded lazily. `memory/migrations/` builds exactly this; a test compares the two.
"""

from datetime import datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    and_,
    literal_column,
)
from sqlalchemy.schema import SchemaItem

from memory.columns import UtcTime, Words

metadata = MetaData()


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Words, nullable=null)


def _number(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=null)


def _fraction(name: str, *, null: bool = False) -> Column[float]:
    return Column(name, Float, nullable=null)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _time(name: str, *, null: bool = False) -> Column[datetime]:
    return Column(name, UtcTime, nullable=null)


def _json(name: str, *, null: bool = False) -> Column[object]:
    return Column(name, JSON(none_as_null=True), nullable=null)


def _running_number() -> Column[int]:
    return Column("id", Integer, autoincrement=True, nullable=False)


def _key(table: str, *columns: str) -> PrimaryKeyConstraint:
    return PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _belongs_to(parent: str, table: str) -> ForeignKeyConstraint:
    """By workspace and id together: a row under somebody else's conversation is refused by the database itself (L9)."""
    return ForeignKeyConstraint(
        ["workspace_id", f"{parent}_id"],
        [f"{parent}.workspace_id", f"{parent}.id"],
        name=f"fk_{table}_{parent}",
        ondelete="CASCADE",
    )


def _table(name: str, *items: SchemaItem, sqlite_autoincrement: bool = False) -> Table:
    return Table(name, metadata, _text("workspace_id"), *items, sqlite_autoincrement=sqlite_autoincrement)


def _of_conversation(name: str, *items: SchemaItem, sqlite_autoincrement: bool = False) -> Table:
    """A table whose rows live and die with their conversation."""
    columns = (_text("conversation_id"), *items, _belongs_to("conversation", name))
    return _table(name, *columns, sqlite_autoincrement=sqlite_autoincrement)


def _index(table: Table, name: str, *columns: str) -> None:
    Index(f"ix_{table.name}_{name}", *(table.c[column] for column in ("workspace_id", *columns)))


def _unique(table: Table, name: str, *columns: str, where: ColumnElement[bool] | None = None) -> None:
    chosen = (table.c[column] for column in ("workspace_id", *columns))
    Index(f"uq_{table.name}_{name}", *chosen, unique=True, sqlite_where=where, postgresql_where=where)


def _index_of_few(table: Table, name: str, *columns: str, where: ColumnElement[bool]) -> None:
    """An index over the few rows that a question is ever asked about."""
    chosen = (table.c[column] for column in ("workspace_id", *columns))
    Index(f"ix_{table.name}_{name}", *chosen, sqlite_where=where, postgresql_where=where)


# `last_visitor_number` above `settled_number` means: somebody waits for an answer.
conversation = _table(
    "conversation",
    _text("id"),
    _text("channel"),
    _text("locale"),
    _text("page_url", null=True),
    _text("token_hash"),
    _text("status"),
    _number("owner_number"),
    _text("owner_rep_id", null=True),
    _text("owner_rep_name", null=True),
    _text("handoff"),
    _number("last_number"),
    _number("last_visitor_number"),
    _time("last_visitor_at", null=True),
    _number("settled_number"),
    _json("dialogue"),
    _time("created_at"),
    _time("updated_at"),
    _time("closed_at", null=True),
    _time("awaiting_since", null=True),
    _time("nudged_at", null=True),
    _text("closed_by", null=True),
    _key("conversation", "workspace_id", "id"),
)
_index(conversation, "recent", "updated_at")
_index_of_few(
    conversation,
    "unanswered",
    "last_visitor_at",
    where=and_(
        conversation.c.last_visitor_number > conversation.c.settled_number, conversation.c.owner_rep_id.is_(None)
    ),
)
# Set while something is left open that the visitor has not answered, and then once that was said.
for _moment in ("awaiting_since", "nudged_at"):
    _index_of_few(conversation, _moment, _moment, where=conversation.c[_moment].is_not(None))

message = _of_conversation(
    "message",
    _number("number"),
    _text("author"),
    _text("name", null=True),
    _text("text"),
    _json("choices", null=True),
    _json("sources", null=True),
    _text("client_id", null=True),
    _flag("person_requested"),
    _flag("secret_masked"),
    _time("at"),
    _key("message", "workspace_id", "conversation_id", "number"),
)
# By author too: a visitor reads the client_id of a rep's message and must not be able to collide with one.
_unique(message, "client_id", "conversation_id", "author", "client_id", where=message.c.client_id.is_not(None))

turn = _of_conversation(
    "turn",
    _text("id"),
    _json("numbers"),
    _text("text"),
    _number("owner_number"),
    _flag("person_requested"),
    _flag("secret_masked"),
    _time("started_at"),
    _time("ended_at", null=True),
    _flag("answered"),
    _json("state", null=True),
    _json("signals", null=True),
    _json("decision", null=True),
    _json("versions", null=True),
    _key("turn", "workspace_id", "id"),
)
_index(turn, "conversation", "conversation_id")
_unique(turn, "open", "conversation_id", where=turn.c.ended_at.is_(None))

fact = _of_conversation(
    "fact",
    _running_number(),
    _text("key"),
    _json("value"),
    _text("said"),
    _text("source"),
    _fraction("confidence"),
    _time("at"),
    _number("message_number", null=True),
    _time("superseded_at", null=True),
    _key("fact", "id"),
)
_index(fact, "history", "conversation_id", "id")
_index_of_few(
    fact,
    "addresses",
    "conversation_id",
    where=and_(fact.c.key == literal_column("'email'"), fact.c.superseded_at.is_(None)),
)
_unique(fact, "current", "conversation_id", "key", where=fact.c.superseded_at.is_(None))

summary = _of_conversation(
    "summary",
    _json("sentences"),
    _number("up_to"),
    _number("version"),
    _time("updated_at"),
    _key("summary", "workspace_id", "conversation_id"),
)

handoff = _of_conversation(
    "handoff",
    _text("id"),
    _text("status"),
    _text("cause"),
    _text("reason"),
    _time("requested_at"),
    _fraction("score", null=True),
    _number("source_priority"),
    _text("claimed_by", null=True),
    _text("claimed_name", null=True),
    _time("claimed_at", null=True),
    _time("closed_at", null=True),
    _text("outcome", null=True),
    _key("handoff", "workspace_id", "id"),
)
_index(handoff, "status", "status")
# `closed_at` ends a handoff, whether the rep closed it or gave the conversation back.
_unique(handoff, "open", "conversation_id", where=handoff.c.closed_at.is_(None))

note = _of_conversation(
    "note",
    _running_number(),
    _text("rep_id"),
    _text("rep_name"),
    _text("text"),
    _time("at"),
    _key("note", "id"),
)
_index(note, "conversation", "conversation_id", "id")

# Without AUTOINCREMENT, SQLite would give the number of an erased ticket to the next one; people quote it.
ticket = _of_conversation(
    "ticket",
    _running_number(),
    _text("turn_id"),
    _text("status"),
    _text("what"),
    _text("contact", null=True),
    _time("created_at"),
    _time("ended_at", null=True),
    _text("ended_by", null=True),
    _key("ticket", "id"),
    _belongs_to("turn", "ticket"),
    sqlite_autoincrement=True,
)
_index(ticket, "conversation", "conversation_id", "id")
_unique(ticket, "turn", "turn_id")

# A code that proves an address (M3), kept as a slow hash only.
verification = _of_conversation(
    "verification",
    _running_number(),
    _text("address"),
    _text("code_hash"),
    _number("tries"),
    _time("sent_at"),
    _time("expires_at"),
    _time("verified_at", null=True),
    _key("verification", "id"),
)
_index(verification, "conversation", "conversation_id", "id")
_index(verification, "address", "address", "sent_at")

rep = _table(
    "rep",
    _text("id"),
    _text("email"),
    _text("name"),
    _text("password_hash"),
    _flag("is_admin"),
    _time("created_at"),
    _time("last_seen_at", null=True),
    _key("rep", "workspace_id", "id"),
)
_unique(rep, "email", "email")

rep_session = _table(
    "rep_session",
    _text("token_hash"),
    _text("rep_id"),
    _time("expires_at"),
    _key("rep_session", "workspace_id", "token_hash"),
    _belongs_to("rep", "rep_session"),
)
_index(rep_session, "rep", "rep_id")

outbox = _of_conversation(
    "outbox",
    _running_number(),
    _text("kind"),
    _json("payload"),
    _text("key"),
    _time("created_at"),
    _time("due_at"),
    _number("attempts"),
    _text("last_error", null=True),
    _time("done_at", null=True),
    _key("outbox", "id"),
)
# The key first: an index that begins with the workspace would tempt SQLite to read all that was ever owed.
Index("uq_outbox_key", outbox.c.key, outbox.c.workspace_id, unique=True)
_index_of_few(outbox, "undone", "conversation_id", "id", where=outbox.c.done_at.is_(None))
