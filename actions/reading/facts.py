"""From entities to typed facts. What cannot be read becomes a Misread and is asked back; nothing is guessed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from actions.reading.answers import is_misplaced, looks_like_try, whole_answer
from actions.reading.emails import find_emails, read_email
from actions.reading.language.language import Language, language_of
from actions.reading.language.plain import LATIN
from actions.reading.money import read_money
from actions.reading.names import MAX_CHARACTERS, find_own_site, read_company, read_person, read_proper, tidy
from actions.reading.people import read_headcount
from actions.reading.phones import read_phone
from actions.reading.places import find_country, read_country
from actions.reading.second_look import second_look
from actions.reading.times import read_timeframe
from qualification.facts import Fact, FactKey, FactSource, FactValue, JobTitle, Text
from qualification.language.reading import ENGLISH, ReadingNumbers
from qualification.state import Misread
from qualification.understanding import Entity

MAX_WORDS = 12
# No value is longer; whatever a visitor pastes is read in bounded time.
_LONGEST_VALUE = 500
PLAIN_TO_READ = frozenset({FactKey.EMAIL, FactKey.PHONE, FactKey.TEAM_SIZE, FactKey.BUDGET, FactKey.TIMELINE})
# What a name of ours could be taken for.
NAMED = frozenset({FactKey.NAME, FactKey.COMPANY, FactKey.CURRENT_TOOL})
# What is read from the words themselves, where the engine was not asked or saw nothing.
_PLAINLY = 0.5


@dataclass(frozen=True, slots=True)
class Situation:
    """What a message is read in: when, where and in which language it was typed, what had just been asked for, what
    is known."""

    now: datetime
    zone: ZoneInfo
    message_number: int
    numbers: ReadingNumbers
    requested: FactKey | None = None
    country: str | None = None
    locale: str = ENGLISH

    @property
    def language(self) -> Language:
        """What is known about the visitor's language."""
        return language_of(self.numbers, self.locale)

    @property
    def today(self) -> date:
        """The day on the visitor's calendar."""
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a turn's words state."""

    learned: tuple[Fact, ...]
    misread: tuple[Misread, ...]
    # What a pasted signature says; not learned before the visitor agrees.
    signed: tuple[Fact, ...] = ()


def _country(said: str, situation: Situation) -> str | None:
    language = situation.language
    candidates = (language.country_of(said), language.without_lead(FactKey.COUNTRY, said), language.plain(said).text)
    return next((country for country in map(read_country, candidates) if country), None)


# The facts whose value is a text, each with who reads it.
_IN_WORDS: Mapping[FactKey, Callable[[str, Situation], str | None]] = {
    FactKey.EMAIL: lambda said, situation: read_email(situation.language.plain_address(said).text, situation.numbers),
    FactKey.PHONE: lambda said, situation: read_phone(said.translate(LATIN), situation.country),
    FactKey.NAME: lambda said, situation: read_person(situation.language.name_in(said) or said),
    FactKey.COMPANY: lambda said, situation: read_company(situation.language.without_lead(FactKey.COMPANY, said)),
    FactKey.COUNTRY: _country,
    FactKey.CURRENT_TOOL: lambda said, _: read_proper(said),
    FactKey.USE_CASE: lambda said, _: tidy(said),
}


def read_value(key: FactKey, said: str, situation: Situation) -> FactValue | None:
    """One value; None when `said` does not state one of that kind."""
    said = said[:_LONGEST_VALUE]
    match key:
        case FactKey.TEAM_SIZE | FactKey.BUDGET | FactKey.TIMELINE:
            return _counted(key, said, situation)
        case FactKey.ROLE:
            title = tidy(situation.language.without_lead(key, said))
            if title is None or not any(character.isalpha() for character in title):
                return None
            return JobTitle(title, situation.language.seniority(title))
        case _:
            text = _IN_WORDS[key](said, situation)
            return Text(text) if text else None


def _counted(key: FactKey, said: str, situation: Situation) -> FactValue | None:
    """A value of numbers or dates, read from the plain words; a time keeps the visitor's own."""
    language = situation.language
    if key is FactKey.TEAM_SIZE:
        return read_headcount(language.plain(said, mend=True).text, situation.numbers)
    if key is FactKey.BUDGET:
        return read_money(language.plain(said).text, situation.numbers)
    found = read_timeframe(language.plain_time(said), situation.today, situation.numbers)
    return replace(found, phrase=" ".join(said.split())) if found else None


def read_facts(text: str, entities: Sequence[Entity], situation: Situation, *, stating: bool = True) -> Reading:
    """Every fact that the turn states, one per key (the last mention wins: "40, no, 50").

    `stating`: it was understood as a statement, so that the whole of it may be the answer to the question. An e-mail
    address in the words is found even where the model saw none, because losing it loses the lead.
    """
    learned: dict[FactKey, Fact] = {}
    misread: dict[FactKey, Misread] = {}
    seen = _everything_seen(text, entities, situation, stating=stating)
    # The country first: it tells how a telephone number is read.
    for entity in sorted(seen, key=lambda entity: entity.key is not FactKey.COUNTRY):
        value = read_value(entity.key, entity.text, situation)
        if value is not None:
            learned[entity.key] = _fact(entity, value, situation)
        elif entity.key is situation.requested or entity.key is FactKey.EMAIL:
            misread[entity.key] = Misread(entity.key, entity.text)
        if entity.key is FactKey.COUNTRY and isinstance(value, Text):
            situation = replace(situation, country=value.text)
    requested = situation.requested
    if requested is not None and looks_like_try(text, requested):
        misread.setdefault(requested, Misread(requested, text[:MAX_CHARACTERS]))
    return Reading(tuple(learned.values()), tuple(lost for key, lost in misread.items() if key not in learned))


def _fact(entity: Entity, value: FactValue, situation: Situation) -> Fact:
    return Fact(
        entity.key,
        value,
        entity.text,
        FactSource.MESSAGE,
        entity.confidence,
        situation.now,
        situation.message_number,
    )


def _everything_seen(text: str, entities: Sequence[Entity], situation: Situation, *, stating: bool) -> list[Entity]:
    """The engine's entities after a second look, with what can be found without it."""
    requested = situation.requested
    expected = requested is FactKey.EMAIL or any(entity.key is FactKey.EMAIL for entity in entities)
    language = situation.language
    plain, address = language.plain(text), language.plain_address(text)
    emails = [address.back(*span) for span in find_emails(address.text, expected=expected)]
    seen = _with_found(entities, FactKey.EMAIL, text, emails, 1.0)
    site = find_own_site(text)
    seen = _with_found(seen, FactKey.COMPANY, text, [site] if site else [], _PLAINLY)
    seen = second_look(text, seen, language, plain)
    place = None if any(entity.key is FactKey.COUNTRY for entity in seen) else find_country(plain.text)
    seen = _with_found(seen, FactKey.COUNTRY, text, [plain.back(*place)] if place else [], _PLAINLY)
    # Who is asked for a company and says "Growth" has one of that name.
    seen = [entity for entity in seen if entity.key is requested or not _is_ours(entity, situation)]
    if requested is None:
        return seen
    seen = [entity for entity in seen if not is_misplaced(text, entity, requested)]
    if not stating or any(entity.key is requested for entity in seen):
        return seen
    # What the second look has put aside ("not 40") is no answer either.
    others = [entity for entity in [*seen, *entities] if not is_misplaced(text, entity, requested)]
    return seen + _answer(text, others, requested, situation)


def _is_ours(entity: Entity, situation: Situation) -> bool:
    """Whether it is no name of the visitor's world but one of ours ("Is Growth free?")."""
    names = situation.numbers.own_names
    if entity.key is FactKey.EMAIL:
        return entity.text.casefold().rpartition("@")[2].partition(".")[0] in names
    return entity.key in NAMED and entity.text.casefold().strip() in names


def _with_found(
    entities: Sequence[Entity], key: FactKey, text: str, spans: Sequence[tuple[int, int]], sure: float
) -> list[Entity]:
    """The entities with what was found in the words, which takes the place of whatever the model took it for."""
    found = [Entity(key, text[start:end], start, end, sure) for start, end in spans]
    kept = [
        entity
        for entity in entities
        if not any(entity.start < other.end and entity.end > other.start for other in found)
    ]
    return [*kept, *found]


def _answer(text: str, others: Sequence[Entity], requested: FactKey, situation: Situation) -> list[Entity]:
    """The message as the answer, when the engine saw none in it and it can be read as one."""
    answer = whole_answer(text, others, requested, situation.language)
    if answer is None or read_value(requested, answer, situation) is None:
        return []
    return [Entity(requested, answer, 0, len(text), _PLAINLY)]


def read_plain_answer(text: str, situation: Situation) -> Reading:
    """What can be read without the engine: an address anywhere, or a short answer that has a form of its own.

    Free words (a company, a role) are not taken: without the engine nobody knows whether they answer the question.
    """
    entities: list[Entity] = []
    if situation.requested in PLAIN_TO_READ and len(text.split()) <= MAX_WORDS and "?" not in text:
        entities = [Entity(situation.requested, text, 0, len(text), _PLAINLY)]
    return read_facts(text, entities, situation, stating=False)
