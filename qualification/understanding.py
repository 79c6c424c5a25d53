"""What is made of a turn's text: intent, entities, mood; by the model, or plainly without it. Typed, so that no string
from outside decides."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from qualification.facts import FactKey

_UP_TO_REQUEST = r"[^.,;!?]{0,40}\b"


class Intent(StrEnum):
    """The closed set of intents; names as in `data/nlu/` and `bot/domain/`."""

    ASK_PRODUCT = "ask_product"
    ASK_PRICING = "ask_pricing"
    ASK_TRIAL = "ask_trial"
    BOOK_DEMO = "book_demo"
    ASK_INTEGRATION = "ask_integration"
    ASK_SECURITY = "ask_security"
    ASK_PRIVACY = "ask_privacy"
    COMPARE_TOOLS = "compare_tools"
    ASK_LANGUAGES = "ask_languages"
    ASK_HOW_TO = "ask_how_to"
    REPORT_BUG = "report_bug"
    ASK_BILLING = "ask_billing"
    CANCEL_SUBSCRIPTION = "cancel_subscription"
    ACCOUNT_ACCESS = "account_access"
    SERVICE_STATUS = "service_status"
    PROBLEM_SOLVED = "problem_solved"
    INFORM = "inform"
    CORRECT = "correct"
    SKIP = "skip"
    WHY_ASK = "why_ask"
    ALREADY_TOLD = "already_told"
    STOP_QUESTIONS = "stop_questions"
    AFFIRM = "affirm"
    DENY = "deny"
    GREET = "greet"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    BOT_CHALLENGE = "bot_challenge"
    CHITCHAT = "chitchat"
    ASK_HUMAN = "ask_human"
    UNCLEAR_REPLY = "unclear_reply"
    ABUSE = "abuse"
    SELF_HARM = "self_harm"
    DELETE_MY_DATA = "delete_my_data"
    UNSUBSCRIBE = "unsubscribe"
    LEGAL_REQUEST = "legal_request"
    INSTRUCT_BOT = "instruct_bot"
    JOB_APPLICATION = "job_application"
    VENDOR_PITCH = "vendor_pitch"
    PRESS_OR_STUDENT = "press_or_student"


@dataclass(frozen=True, slots=True)
class Entity:
    """A span of the text that states a fact, as the visitor typed it."""

    key: FactKey
    text: str
    start: int
    end: int
    confidence: float


class Sentiment(StrEnum):
    """How a message feels; the borders are the rulebook's."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Urgency(StrEnum):
    """How much a message hurries; the borders are the rulebook's."""

    NONE = "none"
    SOME = "some"
    HIGH = "high"


class MoodSign(StrEnum):
    """What a word says something about."""

    SENTIMENT = "sentiment"
    URGENCY = "urgency"


@dataclass(frozen=True, slots=True)
class MoodWord:
    """A word, phrase or sign of the message that counted towards its sentiment or urgency, and for how much."""

    sign: MoodSign
    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Understanding:
    """One turn as understood. `ranking` is best first; `confidence` 0.5 is the border of what the model knows.

    `sentences` holds the best reading of each sentence of a text that has several. `sentiment` runs from -1 (angry) to
    1 (happy), `urgency` from 0 to 1; `mood` are the words that said so.
    """

    text: str
    ranking: tuple[tuple[Intent, float], ...]
    entities: tuple[Entity, ...] = ()
    sentiment: float = 0.0
    urgency: float = 0.0
    mood: tuple[MoodWord, ...] = ()
    language: str = "en"
    sentences: tuple[tuple[Intent, float], ...] = ()

    @property
    def intent(self) -> Intent | None:
        """The best intent, named even when out of scope; None when nothing was understood at all."""
        return self.ranking[0][0] if self.ranking else None

    @property
    def confidence(self) -> float:
        return self.ranking[0][1] if self.ranking else 0.0

    @property
    def margin(self) -> float:
        """Distance to the second intent; 0 when both are equally likely."""
        return self.confidence - (self.ranking[1][1] if len(self.ranking) > 1 else 0.0)


def plain_words(text: str) -> str:
    """The text as phrases are looked for in it: without capitals, typographic apostrophes and line ends."""
    return " ".join(text.casefold().replace("\u2019", "'").split())


def understood_plainly(
    text: str, requests: tuple[str, ...], refusals: tuple[str, ...], unwanted: tuple[str, ...]
) -> Understanding | None:
    """What is taken for certain while no model answers: one of the phrases for a person asks for one (D4).

    None when there is none, or when it is denied ("no person please", "i don't want a person").
    """
    plain = plain_words(text)
    asked, denied = _asking(requests, refusals, unwanted)
    if not asked.search(plain) or denied.search(plain):
        return None
    return Understanding(text, ((Intent.ASK_HUMAN, 1.0),))


# The phrases are the rulebook's, and looked for in every turn.
@cache
def _asking(
    requests: tuple[str, ...], refusals: tuple[str, ...], unwanted: tuple[str, ...]
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What asks for a person, and what denies that in the same words."""
    asked = rf"(?:{'|'.join(map(re.escape, requests))})\b"
    not_refused = "".join(rf"(?<!\b{re.escape(word)} )" for word in refusals)
    denied = rf"\b(?:{'|'.join(map(re.escape, unwanted))}){_UP_TO_REQUEST}{asked}"
    return re.compile(rf"{not_refused}\b{asked}"), re.compile(denied)


SALES_INTENTS = frozenset(
    {
        Intent.ASK_PRODUCT,
        Intent.ASK_PRICING,
        Intent.ASK_TRIAL,
        Intent.BOOK_DEMO,
        Intent.ASK_INTEGRATION,
        Intent.ASK_SECURITY,
        Intent.ASK_PRIVACY,
        Intent.COMPARE_TOOLS,
        Intent.ASK_LANGUAGES,
    }
)
SUPPORT_INTENTS = frozenset(
    {
        Intent.ASK_HOW_TO,
        Intent.REPORT_BUG,
        Intent.ASK_BILLING,
        Intent.CANCEL_SUBSCRIPTION,
        Intent.ACCOUNT_ACCESS,
        Intent.SERVICE_STATUS,
    }
)
STATEMENTS = frozenset({Intent.INFORM, Intent.CORRECT})
"""What tells facts, new or revised."""
QUESTION_INTENTS = (SALES_INTENTS - {Intent.BOOK_DEMO}) | SUPPORT_INTENTS
"""What a page may answer."""
