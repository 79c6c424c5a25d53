"""The local CRM's own tables. They stand beside memory's in the same database and know nothing of them."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypeDecorator,
)

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "crm_version"

metadata = MetaData()


class Moment(TypeDecorator[datetime]):
    """An aware moment, always UTC, also where the database keeps no zone (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - interface
        if value is not None and value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored; give an aware datetime.")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - interface
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text without what a database cannot hold (NUL, half a surrogate pair)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - interface
        return None if value is None else value.encode("utf-8", "replace").decode().replace("\x00", "")


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Words, nullable=null)


def _time(name: str) -> Column[datetime]:
    return Column(name, Moment, nullable=False)


def _json(name: str) -> Column[object]:
    return Column(name, JSON, nullable=False)


def _belongs_to(parent: str, table: str) -> ForeignKeyConstraint:
    """By workspace and id together, so that nothing can hang on another workspace's row (L9)."""
    return ForeignKeyConstraint(
        ["workspace_id", f"{parent}_id"],
        [f"crm_{parent}.workspace_id", f"crm_{parent}.id"],
        name=f"fk_{table}_{parent}",
        ondelete="CASCADE",
    )


# One contact per lead: an address that somebody typed joins nobody with anybody (M3).
contact = Table(
    "crm_contact",
    metadata,
    _text("workspace_id"),
    _text("id"),
    _text("email", null=True),
    _text("name", null=True),
    _text("company", null=True),
    PrimaryKeyConstraint("workspace_id", "id", name="pk_crm_contact"),
)

lead = Table(
    "crm_lead",
    metadata,
    _text("workspace_id"),
    _text("id"),
    _text("contact_id"),
    _text("conversation_id"),
    _text("source"),
    Column("source_priority", Integer, nullable=False),
    _text("status"),
    Column("score", Float, nullable=True),
    _json("facts"),
    _time("created_at"),
    _time("last_activity_at"),
    PrimaryKeyConstraint("workspace_id", "id", name="pk_crm_lead"),
    _belongs_to("contact", "crm_lead"),
)
Index("uq_crm_lead_conversation", lead.c.workspace_id, lead.c.conversation_id, unique=True)
Index("ix_crm_lead_queue", lead.c.workspace_id, lead.c.score, lead.c.last_activity_at)

activity = Table(
    "crm_activity",
    metadata,
    Column("id", Integer, autoincrement=True, nullable=False),
    _text("workspace_id"),
    _text("lead_id"),
    _text("kind"),
    _text("text"),
    _text("actor"),
    _time("at"),
    _json("data"),
    PrimaryKeyConstraint("id", name="pk_crm_activity"),
    _belongs_to("lead", "crm_activity"),
)
Index("ix_crm_activity_timeline", activity.c.workspace_id, activity.c.lead_id, activity.c.at)

# Which writes have happened, by their idempotency keys.
write = Table(
    "crm_write",
    metadata,
    _text("workspace_id"),
    _text("key"),
    _text("lead_id"),
    PrimaryKeyConstraint("workspace_id", "key", name="pk_crm_write"),
    _belongs_to("lead", "crm_write"),
)
