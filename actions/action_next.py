"""The one action that every intent leads to: reads Rasa's tracker into our types and has the turn answered.

Rasa decides nothing here and says nothing itself; it learns only how the turn ended.
"""

import base64
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Heard, TurnStatus
from memory.knowledge.contract import EncodedText
from qualification.facts import FactKey
from qualification.intake import unshielded
from qualification.signatures.blocks import split_signature
from qualification.understanding import Entity, Intent, Understanding

_INTENTS = {intent.value: intent for intent in Intent}
_FACTS = {key.value: key for key in FactKey}


def read_message(message: Mapping[str, Any]) -> Understanding:
    """Rasa's parse (`tracker.latest_message`) as an Understanding; names that we do not know are left out.

    The spans of its entities are those of `Understanding.text`: the visitor's words as Rasa had them, which lack the
    invisible signs of the words as stored, and here also the shield that was put before them."""
    ranking = message.get("intent_ranking") or [message.get("intent") or {}]
    sentences = message.get("sentence_intents") or ()
    heard = str(message.get("text") or "")
    text = unshielded(heard)
    # "If you are not the addressee, delete this" under a signature is nobody's demand.
    written, _ = split_signature(text)
    return Understanding(
        text=text,
        ranking=_readings(ranking),
        sentences=_readings(one for one in sentences if str(one.get("text", "")) in written),
        entities=tuple(
            _entity(found, text, shifted=len(heard) - len(text))
            for found in message.get("entities") or ()
            if found.get("entity") in _FACTS
        ),
    )


def _readings(entries: Iterable[Mapping[str, Any]]) -> tuple[tuple[Intent, float], ...]:
    return tuple(
        (_INTENTS[entry["name"]], float(entry["confidence"])) for entry in entries if entry.get("name") in _INTENTS
    )


def _entity(found: Mapping[str, Any], text: str, *, shifted: int) -> Entity:
    start, end = max(0, int(found["start"]) - shifted), max(0, int(found["end"]) - shifted)
    return Entity(_FACTS[found["entity"]], text[start:end], start, end, float(found.get("confidence_entity") or 1.0))


def _encoded(message: Mapping[str, Any]) -> EncodedText | None:
    """The words with their vector, which Rasa has made already; the search need not make it again."""
    vector = message.get("sentence_vector")
    return EncodedText(str(message.get("text") or ""), base64.b64decode(vector)) if vector else None


class ActionNext(Action):  # type: ignore[misc]  # rasa-sdk ships no types
    """Answers the turn named in the message's metadata."""

    def __init__(self, answer: Callable[[str, Heard], Awaitable[TurnStatus]]) -> None:
        self._answer = answer

    def name(self) -> str:
        return "action_next"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],  # noqa: ARG002 - the interface of rasa-sdk
    ) -> list[dict[str, Any]]:
        message = tracker.latest_message or {}
        metadata = message.get("metadata") or {}
        turn_id = str(metadata.get("turn", ""))
        model, last = metadata.get("model"), metadata.get("last_message")
        heard = Heard(
            read_message(message),
            str(model) if model else None,
            _encoded(message),
            last if isinstance(last, int) else None,
        )
        status = await self._answer(turn_id, heard)
        dispatcher.utter_message(json_message={"turn": turn_id, "status": status.value})
        return []
