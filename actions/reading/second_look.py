"""A second look at the spans that the engine found, with the words around them.

The engine finds where a fact stands, word by word. Which of two it is ("50, not 40"), how far it reaches ("no more than
12", "between 30 and 45") and whether a number counts something else ("a 14 day trial") is settled here.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from actions.reading.language.language import Language
from actions.reading.language.plain import Plain
from actions.reading.numbers import SCALES, TENS, UNITS
from qualification.facts import FactKey
from qualification.understanding import Entity

_NUMBER = rf"(?:[$€£₹¥]?\s?\d[\d.,]*\s?k?|(?:{'|'.join([*UNITS, *TENS])})\b)"
_LESS_OR_MORE = (
    r"more than|less than|fewer than|at least|at most|up to|until|starting|under|over"
    r"|below|above|between|from|max\.?|min\.?"
)
_BEFORE_NUMBER = re.compile(
    rf"(?:(?:\b(?:{_LESS_OR_MORE}|about|around|roughly|nearly|well|no|not|not even|can'?t|cannot|pay|spend|just|only"
    r"|(?:me|myself) (?:and|plus))\s+)|[~<>$€£₹¥]\s?)+$",
    re.IGNORECASE,
)
_PERIOD = (
    r"(?:(?:a|per|each|every)\s+|/\s?)(?:month|mo|year|yr|quarter|annum)\b|for the (?:whole )?year\b"
    r"|(?:(?:per|each|every)\s+|/\s?)(?:user|seat|agent|head|person|employee|licen[cs]e)\b"
    r"|monthly|yearly|annual(?:ly)?|p\.\s?[am]\.?|quarterly"
)
_BEHIND_NUMBER = re.compile(
    rf"(?:\s*(?:\+|ish\b|plus\b(?!\s+\w)|(?:{'|'.join(SCALES)})\b|(?:-|–|—|\bto\b|\bor\b)\s*{_NUMBER}|tops\b|max(?:imum)?\b"
    rf"|or (?:more|less|fewer|so)\b|and up\b|{_PERIOD}|one[- ](?:off|time)\b|(?:and|plus) (?:me|myself|i)\b"
    r"|(?:euros?|dollars?|bucks|pounds?|quid|usd|eur|gbp|chf)\b))+",
    re.IGNORECASE,
)
# "45 000", of which the engine saw the last part.
_CUT_NUMBER, _THOUSANDS = re.compile(r"(?<!\d)\d{1,3}[ .,']$"), re.compile(r"\d{3}(?!\d)")
_BEFORE_TIME = re.compile(
    r"(?:\b(?:by|before|after|until|till|not|nothing|no later than|within|in|between|from|starting|the|end of|early"
    r"|mid|late|beginning of|start of|middle of|this|next|on)\s+)+$",
    re.IGNORECASE,
)
_CLOCK = r"\d{1,2}(?::\d\d)?\s?[ap]\.?m\b|\d{1,2}:\d\d"
_BEHIND_TIME = re.compile(
    rf"(?::\d\d(?:\s?[ap]\.?m\b)?|\s*(?:at|@)?\s*(?:{_CLOCK})|\s+20\d\d\b|\s+from now\b|\s+or (?:so|two|later)\b"
    r"|\s+and a half\b|\s+after (?:next|tomorrow)\b)+",
    re.IGNORECASE,
)
# Whom somebody assists is not what somebody is.
_BEFORE_TITLE = re.compile(
    r"(?:\b(?:assistant|secretary|pa|aide|deputy)\s+(?:to|of|for)\s+(?:(?:the|our|my)\s+)?|\b(?:deputy|vice|assistant)\s+)$",
    re.IGNORECASE,
)
_NOTHING_BEHIND = re.compile(r"(?!)")
_REACH = {
    FactKey.ROLE: (_BEFORE_TITLE, _NOTHING_BEHIND),
    FactKey.TEAM_SIZE: (_BEFORE_NUMBER, _BEHIND_NUMBER),
    FactKey.BUDGET: (_BEFORE_NUMBER, _BEHIND_NUMBER),
    FactKey.TIMELINE: (_BEFORE_TIME, _BEHIND_TIME),
}
_LOOK_BACK, _LOOK_AHEAD = 60, 60

_JOINS = re.compile(r"^\s*(?:to|-|–|—|or|until|till|bis)\s*$", re.IGNORECASE)
# "a couple of dozen", of which the engine saw two amounts.
_JOINS_COUNT = re.compile(r"^\s*of\s*$", re.IGNORECASE)
_COUNTED_IN = re.compile(r"(?:dozens?|hundreds?|thousands?)\b", re.IGNORECASE)
_JOINS_BETWEEN = re.compile(r"^\s*(?:and|to|-|–|&)\s*$", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\s*$", re.IGNORECASE)
_COUNTED = frozenset({FactKey.TEAM_SIZE, FactKey.BUDGET, FactKey.TIMELINE})
_IN_TITLE = re.compile(r"^\s+(?:(?:in|of|for|and|&)\s+)?(?:the\s+)?$", re.IGNORECASE)
# "12 in sales and 6 in support": two parts of one team.
_PART_OF_TEAM = re.compile(
    r"^[\s-]*(?:(?:people|agents|reps|folks|of us)\s+)?(?:in|on|at|for|full|doing)\b[^.;\d]{0,30}"
    r"(?:\band|\bplus|,|&|\+)\s*$",
    re.IGNORECASE,
)
_OTHER_PART = re.compile(r"^[\s-]*(?:(?:people|agents|reps|folks)\s+)?(?:in|on|at|for|part|doing)\b", re.IGNORECASE)

_DENIED = re.compile(
    r"(?:\b(?:not|isn'?t|wasn'?t|aren'?t|instead of|rather than|no longer|never)|n't)\s+"
    r"(?:(?:the|a|an|at|in|for|on|from|called)\s+){0,2}$",
    re.IGNORECASE,
)
# "52 not 25", of which the engine made one amount.
_NOT_THE_OTHER = re.compile(
    rf"^(?P<kept>[^.;]*?\d[^.;]*?)[\s,]+(?:and\s+)?(?:not|instead of|rather than)\s+"
    rf"(?!(?:{_LESS_OR_MORE}|before|till|after)\b)\D{{0,12}}\d",
    re.IGNORECASE,
)
_COMPARES = re.compile(rf"(?:{_LESS_OR_MORE}|before|until|till|after|sure|now|yet|even|many|much)\b", re.IGNORECASE)
_IN_WORDS = frozenset({FactKey.NAME, FactKey.COMPANY, FactKey.ROLE, FactKey.COUNTRY, FactKey.CURRENT_TOOL})
_LATER = re.compile(
    r"^[^.,;\d]{0,20}?\b(?:next (?:year|quarter|month)|soon|later|in (?:a|\d) "
    r"|by (?:the )?(?:end|summer|spring|autumn|winter))",
    re.IGNORECASE,
)
OTHER_THINGS = (
    r"\s*-?\s*(?:days?|weeks?|months?|years?|hours?|h\b|minutes?|mins?|seconds?|%|percent|chats?|tickets?|messages?"
    r"|visitors?|calls?|conversations?|leads?|contacts?|records?|rows?|pages?|questions?|e-?mails?|times|orders?|requests?"
    r"|languages?)(?!\w)"
)
_COUNTS_SOMETHING_ELSE = re.compile(OTHER_THINGS, re.IGNORECASE)
_NUMBERS_SOMETHING_ELSE = re.compile(
    r"\b(?:order|invoice|ticket|case|customer|account|reference|ref|contract|serial|tracking|booking|vat|tax|error)\s*"
    r"(?:number|no\.?|nr\.?|id|#)?\s*(?:is|was|:|#)?\s*$",
    re.IGNORECASE,
)


def second_look(text: str, entities: Sequence[Entity], language: Language, plain: Plain) -> list[Entity]:
    """The entities as the words around them tell, in the order in which they stand; `plain` is the text in plain words,
    in which they are looked at."""
    if plain.text == text:
        return _looked(text, entities, language)
    moved = [_between(plain.text, entity, *plain.there(entity.start, entity.end)) for entity in entities]
    return [
        _between(text, entity, *plain.back(entity.start, entity.end)) for entity in _looked(plain.text, moved, language)
    ]


def _between(text: str, entity: Entity, start: int, end: int) -> Entity:
    return replace(entity, text=text[start:end], start=start, end=end)


def _looked(text: str, entities: Sequence[Entity], language: Language) -> list[Entity]:
    seen = [_affirmed(entity) for entity in sorted(entities, key=lambda entity: entity.start)]
    seen = [entity for entity in seen if not _is_about_something_else(text, entity)]
    seen = _without(seen, lambda entity: _is_denied(text, entity), alone=_IN_WORDS)
    seen = _without(seen, lambda entity: _is_plan(text, entity))
    seen = _joined(text, _with_titles(seen, language))
    return _apart([_reaching(text, entity) for entity in seen])


def _is_about_something_else(text: str, entity: Entity) -> bool:
    if entity.key is FactKey.TEAM_SIZE:
        return _COUNTS_SOMETHING_ELSE.match(_behind(text, entity)) is not None
    return entity.key is FactKey.PHONE and _NUMBERS_SOMETHING_ELSE.search(_ahead_of(text, entity)) is not None


def _is_denied(text: str, entity: Entity) -> bool:
    """ "not Diana", "instead of 40"; but not "not before April"."""
    return _DENIED.search(_ahead_of(text, entity)) is not None and not _COMPARES.match(entity.text)


def _affirmed(entity: Entity) -> Entity:
    """The amount that holds, of two in one entity."""
    found = _NOT_THE_OTHER.match(entity.text) if entity.key in _COUNTED else None
    if found is None:
        return entity
    kept = found["kept"]
    return replace(entity, text=kept, end=entity.start + len(kept))


def _is_plan(text: str, entity: Entity) -> bool:
    """A team as it will be: "35 now, around 50 by next year"."""
    return entity.key is FactKey.TEAM_SIZE and _LATER.match(_behind(text, entity)) is not None


def _without(
    entities: list[Entity], unwanted: Callable[[Entity], bool], alone: frozenset[FactKey] = frozenset()
) -> list[Entity]:
    """Without the unwanted ones; the only mention of a fact stays, unless its key is in `alone`."""
    wanted = [entity for entity in entities if not unwanted(entity)]
    named = {entity.key for entity in wanted}
    return [entity for entity in entities if entity in wanted or (entity.key not in named and entity.key not in alone)]


def _with_titles(entities: list[Entity], language: Language) -> list[Entity]:
    """ "Marta Wolska, CFO": what follows a name and is a title is no second name."""
    changed: list[Entity] = []
    for entity in entities:
        named = any(before.key is FactKey.NAME for before in changed)
        is_title = entity.key is FactKey.NAME and named and language.seniority(entity.text) is not None
        changed.append(replace(entity, key=FactKey.ROLE) if is_title else entity)
    return changed


def _joined(text: str, entities: list[Entity]) -> list[Entity]:
    """Neighbours that state one fact together, as one."""
    joined = entities[:1]
    for before, entity in pairwise(entities):
        end = _joint_end(text, joined[-1], entity) if before.key is entity.key else None
        if end is None:
            joined.append(entity)
        else:
            start, sure = joined[-1].start, max(joined[-1].confidence, entity.confidence)
            joined[-1] = Entity(entity.key, text[start:end], start, end, sure)
    return joined


def _joint_end(text: str, first: Entity, second: Entity) -> int | None:
    """Where two mentions end together; None when each stands for itself."""
    gap = text[first.end : second.start]
    if first.key is FactKey.ROLE:
        return second.end if _IN_TITLE.match(gap) else None
    if first.key not in _COUNTED:
        return None
    between = (
        _BETWEEN.search(text[: first.start]) or _BETWEEN.match(first.text) or first.text.lower().startswith("between")
    )
    if _JOINS.match(gap) or (between and _JOINS_BETWEEN.match(gap)):
        return second.end
    if _JOINS_COUNT.match(gap) and _COUNTED_IN.match(second.text):
        return second.end
    other = _OTHER_PART.match(_behind(text, second))
    if first.key is FactKey.TEAM_SIZE and other and _PART_OF_TEAM.match(gap):
        return second.end + other.end()
    return None


def _reaching(text: str, entity: Entity) -> Entity:
    """The entity with the words that bound it ("no more than", "tops", "a month", "at 3:30 pm")."""
    if entity.key not in _REACH:
        return entity
    before, behind = _REACH[entity.key]
    start, end = entity.start, entity.end
    if (cut := _CUT_NUMBER.search(_ahead_of(text, entity))) and _THOUSANDS.match(entity.text):
        start -= len(cut.group())
        entity = replace(entity, text=text[start:end], start=start)
    if left := before.search(_ahead_of(text, entity)):
        start -= len(left.group())
    if right := behind.match(_behind(text, entity)):
        end += right.end()
    return replace(entity, text=text[start:end], start=start, end=end)


def _apart(entities: list[Entity]) -> list[Entity]:
    """None within another: what reached further has swallowed it ("at 14" and "00" in "at 14:00")."""
    return [
        entity
        for entity in entities
        if not any(
            other is not entity
            and other.start <= entity.start
            and entity.end <= other.end
            and (other.end - other.start) > (entity.end - entity.start)
            for other in entities
        )
    ]


def _ahead_of(text: str, entity: Entity) -> str:
    return text[max(0, entity.start - _LOOK_BACK) : entity.start]


def _behind(text: str, entity: Entity) -> str:
    return text[entity.end : entity.end + _LOOK_AHEAD]
