"""Turns: every visitor message belongs to exactly one, each is answered once (D11), its decision kept whole (S6)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Row, and_, bindparam, insert, select, update

from memory.columns import UtcTime
from memory.contract import Conversation, Replay, Turn, TurnRecord
from memory.sql.scope import Scope
from memory.tables import conversation, message, turn
from qualification.conversation import Author, ConversationStatus
from qualification.decision import Decision
from qualification.intake import LONGEST_TURN
from qualification.serial import (
    decision_to_json,
    dialogue_to_json,
    signals_from_json,
    signals_to_json,
    state_from_json,
    state_to_json,
)
from qualification.state import ConversationState, TurnSignals
from qualification.waiting.silence import awaits_answer

_HERE = (conversation.c.workspace_id == bindparam("workspace"), conversation.c.id == bindparam("conversation"))
_TURN = (turn.c.workspace_id == bindparam("workspace"), turn.c.id == bindparam("turn"))
_TURNS = (turn.c.workspace_id == bindparam("workspace"), turn.c.conversation_id == bindparam("conversation"))

# The conversation is always locked before its turn, so that two transactions cannot wait for each other.
_LOCK_OF_TURN = (
    select(conversation.c.id)
    .where(
        conversation.c.workspace_id == bindparam("workspace"),
        conversation.c.id == select(turn.c.conversation_id).where(*_TURN).scalar_subquery(),
    )
    .with_for_update()
)
# Each message with the turn that was left open, which is the same for all.
_UNSETTLED = (
    select(
        message.c.number,
        message.c.text,
        message.c.person_requested,
        message.c.secret_masked,
        turn.c.id.label("left_open"),
    )
    .outerjoin_from(message, turn, and_(*_TURNS, turn.c.ended_at.is_(None)))
    .where(
        message.c.workspace_id == bindparam("workspace"),
        message.c.conversation_id == bindparam("conversation"),
        message.c.number > select(conversation.c.settled_number).where(*_HERE).scalar_subquery(),
        message.c.author == Author.VISITOR.value,
    )
    .order_by(message.c.number)
)
_BEGIN = insert(turn).values(workspace_id=bindparam("workspace"))
_WIDEN = (
    update(turn)
    .where(*_TURN)
    .values(
        numbers=bindparam("new_numbers", type_=JSON),
        text=bindparam("new_text"),
        owner_number=bindparam("new_owner_number"),
        person_requested=bindparam("new_person_requested"),
        secret_masked=bindparam("new_secret_masked"),
    )
)
_GET = select(turn).where(*_TURN)
_ANSWER = (
    update(turn)
    .where(*_TURN, turn.c.ended_at.is_(None))
    .values(
        ended_at=bindparam("now"),
        answered=True,
        numbers=bindparam("new_numbers", type_=JSON),
        state=bindparam("new_state", type_=JSON),
        signals=bindparam("new_signals", type_=JSON),
        decision=bindparam("new_decision", type_=JSON),
        versions=bindparam("new_versions", type_=JSON),
    )
    .returning(turn.c.conversation_id)
)
_SETTLE_ANSWERED = (
    update(conversation)
    .where(*_HERE)
    .values(
        settled_number=bindparam("settled"),
        dialogue=bindparam("new_dialogue", type_=JSON),
        awaiting_since=bindparam("left_open_at", type_=UtcTime),
        nudged_at=None,
    )
)
_DROP = (
    update(turn).where(*_TURN, turn.c.ended_at.is_(None)).values(ended_at=bindparam("now")).returning(turn.c.numbers)
)
_SETTLE = update(conversation).where(*_HERE).values(settled_number=bindparam("settled"))
_UNANSWERED = (
    select(conversation.c.id)
    .where(
        conversation.c.workspace_id == bindparam("workspace"),
        conversation.c.last_visitor_number > conversation.c.settled_number,
        conversation.c.owner_rep_id.is_(None),
        conversation.c.status == ConversationStatus.OPEN.value,
        conversation.c.last_visitor_at <= bindparam("older_than"),
    )
    .order_by(conversation.c.last_visitor_at)
)
_RECORDS = select(turn).where(*_TURNS)
_LAST_RECORDS = _RECORDS.order_by(turn.c.started_at.desc(), turn.c.id).limit(bindparam("limit"))


class SqlTurns:
    """Implements `memory.contract.Turns`."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def begin(self, locked: Conversation, *, now: datetime) -> Turn | None:
        if locked.status is ConversationStatus.CLOSED:
            return None
        messages = self._scope.run(_UNSETTLED, conversation=locked.id).all()
        if not messages:
            return None
        left_open = None if messages[0].left_open is None else self.get(messages[0].left_open)
        begun = Turn(
            id=self._scope.new_id() if left_open is None else left_open.id,
            conversation_id=locked.id,
            numbers=tuple(row.number for row in messages),
            # The button is a wish, not words: they would be taken for the answer to an open question.
            text=_joined([row.text for row in messages if row.text and not row.person_requested]),
            owner_number=locked.owner.number,
            person_requested=any(row.person_requested for row in messages),
            started_at=now if left_open is None else left_open.started_at,
            secret_masked=any(row.secret_masked for row in messages),
        )
        if left_open is None:
            self._insert(begun)
        elif left_open != begun:
            self._widen(begun)
        return begun

    def get(self, turn_id: str) -> Turn | None:
        row = self._scope.run(_GET, turn=turn_id).one_or_none()
        return None if row is None else turn_of(row)

    def answer(
        self,
        turn_id: str,
        *,
        state: ConversationState,
        signals: TurnSignals,
        decision: Decision,
        versions: Mapping[str, str],
        now: datetime,
    ) -> bool:
        conversation_id = self._scope.run(
            _ANSWER,
            turn=turn_id,
            now=now,
            # What was answered, not what the turn holds by now: a message that came since belongs to the next turn.
            new_numbers=list(signals.message_numbers),
            new_state=state_to_json(state),
            new_signals=signals_to_json(signals),
            new_decision=decision_to_json(decision),
            new_versions=dict(versions),
        ).scalar_one_or_none()
        if conversation_id is None:
            return False
        self._scope.run(
            _SETTLE_ANSWERED,
            conversation=conversation_id,
            settled=max(signals.message_numbers),
            new_dialogue=dialogue_to_json(decision.next_dialogue),
            left_open_at=now if awaits_answer(decision.next_dialogue) else None,
        )
        return True

    def drop(self, turn_id: str, *, now: datetime) -> None:
        place = self._scope.run(_LOCK_OF_TURN, turn=turn_id).one_or_none()
        dropped = self._scope.run(_DROP, turn=turn_id, now=now).one_or_none()
        if place is not None and dropped is not None:
            self._scope.run(_SETTLE, conversation=place.id, settled=max(dropped.numbers))

    def unanswered(self, older_than: datetime) -> Sequence[str]:
        return [row.id for row in self._scope.run(_UNANSWERED, older_than=older_than)]

    def records(self, conversation_id: str, *, last: int | None = None) -> Sequence[TurnRecord]:
        rows = (
            self._scope.run(_RECORDS, conversation=conversation_id)
            if last is None
            else self._scope.run(_LAST_RECORDS, conversation=conversation_id, limit=last)
        )
        return sorted(map(record_of, rows), key=lambda record: record.numbers)

    def replay(self, turn_id: str) -> Replay | None:
        row = self._scope.run(_GET, turn=turn_id).one_or_none()
        if row is None or not row.answered:
            return None
        return Replay(
            state=state_from_json(row.state),
            signals=signals_from_json(row.signals),
            decision=row.decision,
            versions=row.versions,
            at=row.ended_at,
        )

    def _insert(self, begun: Turn) -> None:
        self._scope.run(
            _BEGIN,
            id=begun.id,
            conversation_id=begun.conversation_id,
            numbers=list(begun.numbers),
            text=begun.text,
            owner_number=begun.owner_number,
            person_requested=begun.person_requested,
            secret_masked=begun.secret_masked,
            started_at=begun.started_at,
            answered=False,
        )

    def _widen(self, begun: Turn) -> None:
        self._scope.run(
            _WIDEN,
            turn=begun.id,
            new_numbers=list(begun.numbers),
            new_text=begun.text,
            new_owner_number=begun.owner_number,
            new_person_requested=begun.person_requested,
            new_secret_masked=begun.secret_masked,
        )


def turn_of(row: Row[Any]) -> Turn:
    return Turn(
        id=row.id,
        conversation_id=row.conversation_id,
        numbers=tuple(row.numbers),
        text=row.text,
        owner_number=row.owner_number,
        person_requested=row.person_requested,
        started_at=row.started_at,
        secret_masked=row.secret_masked,
        ended=row.ended_at is not None,
    )


def record_of(row: Row[Any]) -> TurnRecord:
    return TurnRecord(
        id=row.id,
        numbers=tuple(row.numbers),
        started_at=row.started_at,
        answered_at=row.ended_at if row.answered else None,
        understanding=None if row.signals is None else row.signals["understanding"],
        decision=row.decision,
        versions=row.versions or {},
    )


def _joined(texts: Sequence[str]) -> str:
    """One text of all messages. Where that is too long, of each the beginning: people say first what they want."""
    whole = "\n".join(texts)
    if len(whole) <= LONGEST_TURN:
        return whole
    share = LONGEST_TURN // len(texts) - 1
    return "\n".join(text[:share] for text in texts)
