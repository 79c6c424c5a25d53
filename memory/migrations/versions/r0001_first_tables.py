"""The first tables of memory. Frozen: later changes are later revisions, so no code of today is imported."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    _conversation()
    _rep()
    _fact()
    _handoff()
    _message()
    _note()
    _outbox()
    _rep_session()
    _summary()
    _turn()


def downgrade() -> None:
    op.drop_table("turn")
    op.drop_table("summary")
    op.drop_table("rep_session")
    op.drop_table("outbox")
    op.drop_table("note")
    op.drop_table("message")
    op.drop_table("handoff")
    op.drop_table("fact")
    op.drop_table("rep")
    op.drop_table("conversation")


def _conversation() -> None:
    op.create_table(
        "conversation",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("page_url", sa.Text(), nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("owner_number", sa.Integer(), nullable=False),
        sa.Column("owner_rep_id", sa.Text(), nullable=True),
        sa.Column("owner_rep_name", sa.Text(), nullable=True),
        sa.Column("handoff", sa.Text(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("last_visitor_number", sa.Integer(), nullable=False),
        sa.Column("last_visitor_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_number", sa.Integer(), nullable=False),
        sa.Column("dialogue", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_conversation"),
    )
    op.create_index("ix_conversation_recent", "conversation", ["workspace_id", "updated_at"])
    _index_of_few(
        "ix_conversation_unanswered",
        "conversation",
        ["workspace_id", "last_visitor_at"],
        "last_visitor_number > settled_number AND owner_rep_id IS NULL",
    )


def _rep() -> None:
    op.create_table(
        "rep",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_rep"),
    )
    op.create_index("uq_rep_email", "rep", ["workspace_id", "email"], unique=True)


def _fact() -> None:
    op.create_table(
        "fact",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_number", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        _belongs_to("conversation", "fact"),
        sa.PrimaryKeyConstraint("id", name="pk_fact"),
    )
    op.create_index("ix_fact_history", "fact", ["workspace_id", "conversation_id", "id"])
    _index_of_few(
        "uq_fact_current", "fact", ["workspace_id", "conversation_id", "key"], "superseded_at IS NULL", unique=True
    )


def _handoff() -> None:
    op.create_table(
        "handoff",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("source_priority", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("claimed_name", sa.Text(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        _belongs_to("conversation", "handoff"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_handoff"),
    )
    op.create_index("ix_handoff_status", "handoff", ["workspace_id", "status"])
    _index_of_few("uq_handoff_open", "handoff", ["workspace_id", "conversation_id"], "closed_at IS NULL", unique=True)


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=True),
        sa.Column("sources", sa.JSON(), nullable=True),
        sa.Column("client_id", sa.Text(), nullable=True),
        sa.Column("person_requested", sa.Boolean(), nullable=False),
        sa.Column("secret_masked", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _belongs_to("conversation", "message"),
        sa.PrimaryKeyConstraint("workspace_id", "conversation_id", "number", name="pk_message"),
    )
    _index_of_few(
        "uq_message_client_id",
        "message",
        ["workspace_id", "conversation_id", "author", "client_id"],
        "client_id IS NOT NULL",
        unique=True,
    )


def _note() -> None:
    op.create_table(
        "note",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("rep_id", sa.Text(), nullable=False),
        sa.Column("rep_name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _belongs_to("conversation", "note"),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
    )
    op.create_index("ix_note_conversation", "note", ["workspace_id", "conversation_id", "id"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        _belongs_to("conversation", "outbox"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    _index_of_few("ix_outbox_undone", "outbox", ["workspace_id", "conversation_id", "id"], "done_at IS NULL")
    op.create_index("uq_outbox_key", "outbox", ["key", "workspace_id"], unique=True)


def _rep_session() -> None:
    op.create_table(
        "rep_session",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("rep_id", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        _belongs_to("rep", "rep_session"),
        sa.PrimaryKeyConstraint("workspace_id", "token_hash", name="pk_rep_session"),
    )
    op.create_index("ix_rep_session_rep", "rep_session", ["workspace_id", "rep_id"])


def _summary() -> None:
    op.create_table(
        "summary",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("up_to", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        _belongs_to("conversation", "summary"),
        sa.PrimaryKeyConstraint("workspace_id", "conversation_id", name="pk_summary"),
    )


def _turn() -> None:
    op.create_table(
        "turn",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_number", sa.Integer(), nullable=False),
        sa.Column("person_requested", sa.Boolean(), nullable=False),
        sa.Column("secret_masked", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("state", sa.JSON(), nullable=True),
        sa.Column("signals", sa.JSON(), nullable=True),
        sa.Column("decision", sa.JSON(), nullable=True),
        sa.Column("versions", sa.JSON(), nullable=True),
        _belongs_to("conversation", "turn"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name="pk_turn"),
    )
    op.create_index("ix_turn_conversation", "turn", ["workspace_id", "conversation_id"])
    _index_of_few("uq_turn_open", "turn", ["workspace_id", "conversation_id"], "ended_at IS NULL", unique=True)


def _index_of_few(name: str, table: str, columns: list[str], condition: str, *, unique: bool = False) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _belongs_to(parent: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", f"{parent}_id"],
        [f"{parent}.workspace_id", f"{parent}.id"],
        name=f"fk_{table}_{parent}",
        ondelete="CASCADE",
    )
