"""A code that a visitor types is tried the moment its message is accepted, and never stored: not in the transcript, not
in Rasa's tracker, not in a log."""

from datetime import datetime

from actions.recognising.secrets import is_code
from memory.contract import Records
from memory.recognising.contract import SentCode
from qualification.recognising.codes import code_in
from qualification.recognising.numbers import RecognitionNumbers
from qualification.state import Identity


def awaited_code(records: Records, conversation_id: str, text: str) -> SentCode | None:
    """The code that is waited for, if this text may hold one; anywhere else six digits are only digits."""
    if code_in(text) is None:
        return None
    conversation = records.conversations.get(conversation_id)
    if conversation is None or conversation.dialogue.identity is not Identity.CODE_SENT:
        return None
    return records.recognition.newest(conversation_id)


def try_code(records: Records, sent: SentCode, text: str, numbers: RecognitionNumbers, now: datetime) -> None:
    """One try, counted when it is wrong. After the last one or in the end of its time the right code proves nothing."""
    code = code_in(text)
    if code is None or sent.verified_at is not None or now >= sent.expires_at or sent.tries >= numbers.tries_at_most:
        return
    if is_code(code, sent.code_hash):
        records.recognition.prove(sent.id, now=now)
    else:
        records.recognition.count_try(sent.id)
