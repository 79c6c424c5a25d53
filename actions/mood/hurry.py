"""The urgency of a message: phrases that hurry, and times by which something is asked for. What denies a hurry, or
asks about the product's own, does not count."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import takewhile

from actions.mood.phrases import COMMA, Found, Phrases, Sentence, Word
from actions.mood.signs import CAPITALS, DEMANDING, Signs
from actions.mood.spelling import Spelling
from qualification.rulebook import MoodNumbers
from qualification.understanding import MoodSign, MoodWord

_NEGATED_WITHIN = 3
_PAST = frozenset({"was", "were"})
_SINCE = "since"
_QUESTION = frozenset(
    {"do", "does", "did", "is", "are", "can", "how", "what", "when", "where", "which", "will", "has", "have"}
)


class _Kind(Enum):
    """When a phrase counts: wherever it is said (harm also when asked about, but for less), a time with a wish in the
    sentence, or after a demand."""

    ALWAYS = auto()
    HARM = auto()
    DEADLINE = auto()
    AT_ONCE = auto()


@dataclass(frozen=True, slots=True)
class _Cue:
    kind: _Kind
    weight: float


class Hurry:
    """Reads how much a message hurries, from 0 to 1, and which words said so."""

    def __init__(self, numbers: MoodNumbers, spelling: Spelling) -> None:
        kinds = {
            _Kind.ALWAYS: numbers.hurry,
            _Kind.HARM: numbers.harm,
            _Kind.DEADLINE: numbers.deadlines,
            _Kind.AT_ONCE: numbers.at_once,
        }
        self._cues = Phrases(
            {phrase: _Cue(kind, weight) for kind, phrases in kinds.items() for phrase, weight in phrases.items()},
            spelling,
        )
        self._calm = Phrases(dict.fromkeys(numbers.calm, True), spelling)
        self._asking = Phrases(dict.fromkeys(numbers.asking, True))
        self._demands = Phrases(dict.fromkeys(numbers.demands, True))
        self._negations = _forms(numbers.negations)
        self._dampers = Phrases(dict.fromkeys(numbers.dampers, True))
        self._numbers = numbers
        self._subjects = _forms(numbers.subjects)
        self._persons = _forms(numbers.persons)

    def read(self, text: str, sentences: Sequence[Sentence], signs: Signs | None) -> tuple[float, tuple[MoodWord, ...]]:
        """The strongest reason with a share of the others. No signs: those of a happy message, which do not hurry."""
        reasons = [reason for sentence in sentences for reason in self._said(text, sentence.words)]
        if signs and signs.shouted and (reasons or any(self._demands.any(sentence.words) for sentence in sentences)):
            reasons.append((CAPITALS, self._numbers.shouting_hurry))
        if signs and signs.demanding:
            reasons.append((DEMANDING, self._numbers.demanding_hurry))
        words = tuple(MoodWord(MoodSign.URGENCY, word, round(weight, 2)) for word, weight in reasons)
        return self._together([word.weight for word in words]), words

    def _together(self, weights: Sequence[float]) -> float:
        strongest = max(weights, default=0.0)
        return round(min(1.0, strongest + self._numbers.further * (sum(weights) - strongest)), 2)

    def _said(self, text: str, words: Sequence[Word]) -> Iterator[tuple[str, float]]:
        cues = [cue for cue in self._cues.find(words) if cue.value.weight]
        if not cues or self._calm.any(words):
            return
        for cue in cues:
            weight = cue.value.weight * self._share(words, cue)
            if weight:
                yield text[words[cue.first].start : words[cue.last].end].lower(), weight

    def _share(self, words: Sequence[Word], cue: Found[_Cue]) -> float:
        """How much of its weight counts where it stands."""
        before = _clause_before(words, cue.first)
        whole = self._numbers.damping if self._dampers.end(before) else 1.0
        match cue.value.kind:
            case _Kind.AT_ONCE:
                return whole * (self._demands.any(before) and not _holds(before[-1:], self._negations))
            case _Kind.DEADLINE:
                negated = _holds(before, _PAST) or _holds(before[-1:], {*self._negations, _SINCE})
                return whole * (self._asking.any(words) and not negated)
            case _Kind.ALWAYS:
                return whole * (self._is_own(words, cue) and not self._asks_about(words))
            case _Kind.HARM:
                return whole * self._is_own(words, cue) * (self._numbers.harm_asked if self._asks_about(words) else 1.0)

    def _is_own(self, words: Sequence[Word], cue: Found[_Cue]) -> bool:
        """Neither denied nor said of what the product deals with: "urgent tickets"."""
        before = _clause_before(words, cue.first)[-_NEGATED_WITHIN:]
        return not (_holds(before, self._negations) or _holds(words[cue.last + 1 : cue.last + 2], self._subjects))

    def _asks_about(self, words: Sequence[Word]) -> bool:
        """ "How does it tell that a message is urgent": a question in which the visitor has no part."""
        return words[0].form in _QUESTION and not _holds(words, self._persons)


def _holds(words: Sequence[Word], forms: Collection[str]) -> bool:
    return any(word.form in forms for word in words)


def _clause_before(words: Sequence[Word], place: int) -> Sequence[Word]:
    return list(takewhile(lambda word: word.form != COMMA, reversed(words[:place])))[::-1]


def _forms(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.replace("'", "") for word in words)
