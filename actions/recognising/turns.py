"""What a turn learns about who it is with, and the code that it sends (M3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from actions.recognising.secrets import hash_of, new_code
from actions.wording import Voice
from memory.contract import Memory, Records
from memory.recognising.contract import SentCode
from qualification.facts import Fact, FactKey, FactSource, current, known_text
from qualification.recognising.codes import check_of
from qualification.recognising.numbers import RecognitionNumbers
from qualification.state import CodeCheck, ConversationState, Identity, TurnSignals

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# An address is looked up when it is the first, and when it takes the place of the proven one. Whoever has given one
# that is not known may correct it, but learns nothing about the next: else one conversation could try any number.
OPEN = frozenset({Identity.UNKNOWN, Identity.VERIFIED})
ASKED_ABOUT = frozenset({Identity.CLAIMED, Identity.KNOWN, Identity.OFFERED, Identity.CODE_SENT})


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to one address. Its text holds a secret; whoever sends it writes it nowhere else."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was looked up for a turn: the code that is out, and whether the visitor's address is known elsewhere.

    `proven`: it was, in an earlier turn. `lapsed`: a code is waited for, but none is out for this address."""

    proven: bool = False
    lapsed: bool = False
    sent: SentCode | None = None
    known_address: bool | None = None
    codes_left: bool = True
    earlier: tuple[Fact, ...] = ()


def look_up(
    memory: Memory,
    conversation_id: str,
    state: ConversationState,
    learned: Sequence[Fact],
    numbers: RecognitionNumbers,
    now: datetime,
) -> Recognised:
    """A few quick questions, asked only in the few turns in which the answer can matter."""
    identity, facts = state.dialogue.identity, (*state.facts.values(), *learned)
    address = known_text(facts, FactKey.EMAIL)
    is_news = any(fact.key is FactKey.EMAIL for fact in learned)
    if identity is Identity.VERIFIED and address == known_text(state.facts.values(), FactKey.EMAIL):
        return Recognised(proven=True)
    if address is None or not (identity in ASKED_ABOUT or (identity in OPEN and is_news)):
        return Recognised()
    with memory.reading() as records:
        left = _codes_left(records, conversation_id, address, numbers, now)
        waits = identity is Identity.CODE_SENT
        sent = records.recognition.newest(conversation_id) if waits else None
        # A code proves the address that it went to, and no other.
        if sent is None or sent.address != address.lower():
            known = records.recognition.is_known(address, besides=conversation_id)
            return Recognised(lapsed=waits, known_address=known, codes_left=left)
        earlier = _taken_over(records, conversation_id, sent, facts, now) if sent.verified_at else ()
        return Recognised(sent=sent, codes_left=left, earlier=earlier)


def with_recognition(
    signals: TurnSignals, found: Recognised, text: str, numbers: RecognitionNumbers, now: datetime
) -> TurnSignals:
    """The signals with what is proven. What was told earlier comes in only now, and never against newer words."""
    sent = found.sent
    check = CodeCheck.LAPSED if found.lapsed else None
    check = check if sent is None else _check(sent, text, numbers, now)
    said = {fact.key for fact in signals.learned}
    earlier = tuple(fact for fact in found.earlier if fact.key not in said) if check is CodeCheck.RIGHT else ()
    return replace(
        signals,
        learned=(*signals.learned, *earlier),
        known_account=True if found.proven or check is CodeCheck.RIGHT else signals.known_account,
        known_address=found.known_address,
        code_check=check,
        codes_left=found.codes_left,
    )


def send_code(
    records: Records, conversation_id: str, address: str, voice: Voice, numbers: RecognitionNumbers, now: datetime
) -> Mail | None:
    """Keeps a new code and gives the mail with it, to be sent after the commit.

    An address that nobody has told before gets no mail, but its code is kept and tried all the same: from outside the
    two cannot be told apart.
    """
    # Several conversations may be about to send to it in this moment.
    records.recognition.hold(address)
    if not _codes_left(records, conversation_id, address, numbers, now):
        return None
    code = new_code()
    records.recognition.keep(conversation_id, address, hash_of(code), now=now, expires_at=now + numbers.code_lives)
    if not records.recognition.is_known(address, besides=conversation_id):
        return None
    text = voice.say("mail.code.text", code=code, minutes=str(numbers.code_minutes))
    return Mail(address, voice.say("mail.code.subject"), text)


def _check(sent: SentCode, text: str, numbers: RecognitionNumbers, now: datetime) -> CodeCheck | None:
    proven = sent.verified_at is not None
    return check_of(text, verified=proven, tries=sent.tries, expires_at=sent.expires_at, numbers=numbers, now=now)


def _codes_left(
    records: Records, conversation_id: str, address: str, numbers: RecognitionNumbers, now: datetime
) -> bool:
    if records.recognition.sent_in(conversation_id) >= numbers.codes_per_conversation:
        return False
    most_within = ((HOUR, numbers.codes_per_address_per_hour), (DAY, numbers.codes_per_address_per_day))
    return all(records.recognition.sent_to(address, since=now - span) < most for span, most in most_within)


def _taken_over(
    records: Records, conversation_id: str, sent: SentCode, facts: Iterable[Fact], now: datetime
) -> tuple[Fact, ...]:
    """The newest of each fact that this conversation does not know itself, marked with where it comes from."""
    here = current(facts)
    earlier = current(records.recognition.earlier_facts(sent.address, besides=conversation_id))
    return tuple(
        replace(fact, source=FactSource.EARLIER, message_number=None, at=now)
        for key, fact in earlier.items()
        if key not in here
    )
