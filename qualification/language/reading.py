"""How visitors write numbers, times, roles and names, in each language. Says what words stand for; reads nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from qualification.errors import Misconfigured
from qualification.facts import Seniority

ENGLISH = "en"
"""The language that everything is written down in; what another one leaves out is read by it."""


@dataclass(frozen=True, slots=True, eq=False)
class ReadingWords:
    """The words of one language.

    `plain` gives for each of the plain words that the readers know the phrases that mean it ("next": "nächste",
    "nächsten"); `#` in both is any number. `numbers` and `scales` are number words; in a language that writes them
    together they are found inside a word, those of `joined_numbers` only there. `number_joins` stand between tens and
    units. `address` is how "at" and "dot" of an e-mail address are spoken. Of `roles` the first line that holds a word
    of the title decides; `names_after` come before a name, `perhaps_names_after` also before other things,
    `company_after`, `role_after` and `country_after` before what was asked for. `day_first`: "3/4" is the third of
    April. `countries` are the letters that stand for a country where one was asked for.
    English alone has `short_times` ("tmrw") and `spelt_times`, in which slips are mended.
    """

    roles: tuple[tuple[Seniority, str], ...]
    names_after: tuple[str, ...]
    perhaps_names_after: tuple[str, ...]
    plain: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    joined_numbers: Mapping[str, float] = field(default_factory=dict)
    scales: Mapping[str, int] = field(default_factory=dict)
    number_joins: tuple[str, ...] = ()
    written_together: bool = False
    day_first: bool = False
    company_after: tuple[str, ...] = ()
    role_after: tuple[str, ...] = ()
    country_after: tuple[str, ...] = ()
    countries: Mapping[str, str] = field(default_factory=dict)
    short_times: Mapping[str, str] = field(default_factory=dict)
    spelt_times: tuple[str, ...] = ()
    address: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def check(self, place: str) -> None:
        """Refuses a pattern that is none and a phrase with two meanings; `place` is the file in the rulebook."""
        for level, pattern in self.roles:
            try:
                re.compile(pattern)
            except re.error as error:
                raise Misconfigured(f"{place}: roles: {level}: {pattern!r} is no pattern ({error}); mend it") from error
        told: dict[str, str] = {}
        for meant, phrases in self.plain.items():
            for phrase in phrases:
                if told.setdefault(phrase, meant) != meant:
                    raise Misconfigured(f"{place}: plain: {phrase!r} means {told[phrase]!r} and {meant!r}; keep one")


@dataclass(frozen=True, slots=True)
class ReadingNumbers:
    """What vague words count as, how far a time may reach, and which slips in an address are known."""

    vague: Mapping[str, tuple[int, int]]
    at_once_days: int
    soon_days: int
    most_people: int
    furthest_years: int
    zone: str
    own_names: frozenset[str]
    languages: Mapping[str, ReadingWords]
    misspelt_mail_hosts: frozenset[str]
    misspelt_mail_endings: frozenset[str]

    def __post_init__(self) -> None:
        for phrase, (low, high) in self.vague.items():
            if not 0 <= low <= high:
                raise Misconfigured(f"reading: vague: {phrase} runs from {low} to {high}; the lower number goes first")
        if ENGLISH not in self.languages:
            raise Misconfigured(f"reading/{ENGLISH}.yml is missing; what a language leaves out is read by it")
        for code, words in self.languages.items():
            words.check(f"reading/{code}.yml")
