"""A code that a visitor types is tried the moment its message is accepted, and never stored: not in the transcript, not
in Rasa's tracker, not in a log."""

from dataclasses import dataclass
from datetime import datetime

from actions.recognising.secrets import is_code
from memory.contract import Records
from qualification.recognising.codes import codes_in, may_be_try
from qualification.recognising.numbers import RecognitionNumbers
from qualification.state import Identity


@dataclass(frozen=True, slots=True)
class Tried:
    """What a text came to while a code was waited for; `code_id` None: it was not tried. So many `tries` were looked
    at, `right` is the one that fits.

    `is_secret`: it holds the right code or is little more than a code, so it must not be stored as it is. Anything else
    is stored as it was written: "150000" in a sentence is the visitor's budget.
    """

    code_id: int | None
    tries: int
    right: str | None
    is_secret: bool


def tried_code(
    records: Records, conversation_id: str, text: str, numbers: RecognitionNumbers, now: datetime
) -> Tried | None:
    """Tries the codes that a text may hold; None where none is waited for: there, six digits are only digits.

    After the last try no code is looked at any more; in the end of its time nothing is a try."""
    codes = codes_in(text)
    # The row is locked before the tries are read, so that many at the same moment cannot pass the limit.
    conversation = records.conversations.lock(conversation_id) if codes else None
    if conversation is None or conversation.dialogue.identity is not Identity.CODE_SENT:
        return None
    sent = records.recognition.newest(conversation_id)
    if sent is None or now >= sent.expires_at:
        return None
    looked_at = codes[: max(0, numbers.tries_at_most - sent.tries)]
    right = next((code for code in looked_at if is_code(code, sent.code_hash)), None)
    open_code = None if sent.verified_at or not looked_at else sent.id
    return Tried(open_code, len(looked_at), right, is_secret=right is not None or may_be_try(text))


def keep_try(records: Records, tried: Tried, now: datetime) -> None:
    """Proves the address, or counts the tries.

    Wrong ones count in a long text too, though nothing is said about them: whoever could guess there without being
    counted would see the right code turn into dots."""
    if tried.code_id is None:
        return
    if tried.right is not None:
        records.recognition.prove(tried.code_id, now=now)
        return
    for _ in range(tried.tries):
        records.recognition.count_try(tried.code_id)
