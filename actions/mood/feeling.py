"""The sentiment of a message: the words of a lexicon library with its grammar of negation and emphasis, and the
rulebook's own phrases in its place where talk about software and support means something else."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vaderSentiment.vaderSentiment import BOOSTER_DICT, SentimentIntensityAnalyzer, SentiText, normalize

from actions.mood.phrases import Phrases, Sentence
from actions.mood.signs import CAPITALS, DEMANDING, EXCLAIMING, Signs
from actions.mood.spelling import Spelling
from qualification.rulebook import MoodNumbers
from qualification.understanding import MoodSign, MoodWord

_JOINED = "_"
_FOR = "for"
_BACK, _AHEAD = 3, 2
# The library looks for negations across commas and full stops; given one clause at a time, it does not.
_CLAUSE_END = re.compile(r"[,;.!?\u2026]+(?=\s|$)|\n+|\s[-\N{EN DASH}\N{EM DASH}]+\s")
_QUESTION = re.compile(
    r"\s*(?:(?:and|so|ok|but|or|then|hi|hello|hey)\s+)*(?!what an?\b)"
    r"(?:is|are|am|was|do|does|did|can|could|would|will|should|how|what|whats|what's|which|why|where|who|when)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Around:
    """A word with those around it, in the shape that the library reads. It looks three words back and two ahead; given
    a whole message, it would go through all of it for each word."""

    words_and_emoticons: Sequence[str]
    is_cap_diff: bool


@dataclass(frozen=True, slots=True)
class _Felt:
    """A word with its points; `place` counts the words of the message."""

    word: str
    points: float
    place: int


class Feelings:
    """Reads how a message feels, from -1 to 1, and which words said so."""

    def __init__(self, numbers: MoodNumbers, spelling: Spelling) -> None:
        self._numbers = numbers
        self._spelling = spelling
        own = {**dict.fromkeys(numbers.sober, 0.0), **numbers.feelings}
        self._phrases = Phrases({phrase: phrase for phrase in own if " " in phrase}, spelling)
        self._trouble = _listed(numbers.trouble, spelling)
        self._relief = _listed(numbers.relief, spelling)
        self._asking = _listed(numbers.asking, spelling)
        self._demands = _listed(numbers.demands, spelling)
        self._praise = frozenset(numbers.praise)
        self._declines = frozenset(numbers.declines)
        self._thanks = frozenset(numbers.thanks)
        self._turns = frozenset(numbers.turns)
        self._analyzer = SentimentIntensityAnalyzer()
        self._faces = frozenset(self._analyzer.emojis)
        self._lexicon: dict[str, float] = self._analyzer.lexicon
        self._teach({_one_word(phrase): points for phrase, points in own.items()})

    def _teach(self, own: dict[str, float]) -> None:
        """Puts the rulebook's words over the library's, and gives faces the points of their description."""
        for face, description in self._analyzer.emojis.items():
            self._lexicon[face] = sum(self._lexicon.get(word, 0.0) for word in description.split())
        if self._spelling.folds:
            # The library's words are English; what is no word (":)") speaks every language.
            self._lexicon = {word: points for word, points in self._lexicon.items() if not word[0].isalnum()}
            self._analyzer.lexicon = self._lexicon
        self._lexicon.update(own)
        for word in [word for word, points in self._lexicon.items() if not points or word in BOOSTER_DICT]:
            # What says nothing must not stand between a negation and its word; what strengthens has no points itself.
            if not own.get(word):
                del self._lexicon[word]

    def read(self, text: str, sentences: Sequence[Sentence], signs: Signs) -> tuple[float, tuple[MoodWord, ...]]:
        felt = self._mocked(self._contrasted(*self._weighed(text, sentences)), sentences)
        if self._closes_politely(text, sentences):
            felt = [part for part in felt if part.word not in self._thanks]
        reasons = [(part.word, part.points) for part in felt]
        reasons += self._stressed(sum(points for _, points in reasons), signs, sentences)
        words = tuple(MoodWord(MoodSign.SENTIMENT, word, round(points, 2)) for word, points in reasons)
        return round(float(normalize(sum(points for _, points in reasons))), 2), words

    def _weighed(self, text: str, sentences: Sequence[Sentence]) -> tuple[list[_Felt], int | None]:
        """The words that the lexicon knows, each with its points, and where the message turns ("good, but dear")."""
        felt: list[_Felt] = []
        turn, before = None, 0
        for clause in self._clauses(text, sentences):
            spoken = SentiText(clause)
            words: list[str] = [word.lower() for word in spoken.words_and_emoticons]
            asks = _QUESTION.match(clause) is not None
            for place, word in enumerate(words):
                if word in self._turns and turn is None:
                    turn = before + place
                if word not in self._lexicon:
                    continue
                points = self._points(spoken, place)
                # "Is it any good": whoever asks for something good has not found it so.
                if not (asks and points > 0):
                    felt.append(_Felt(word.replace(_JOINED, " "), points, before + place))
            before += len(words)
        return felt, turn

    def _points(self, spoken: SentiText, place: int) -> float:
        """The library's points, but blame is never turned into praise: silenced in a word, it stays in a phrase."""
        words: Sequence[str] = spoken.words_and_emoticons
        typed, first = words[place], max(0, place - _BACK)
        around = _Around(words[first : place + _AHEAD + 1], spoken.is_cap_diff)
        points = float(self._analyzer.sentiment_valence(0, around, typed, place - first, [])[0])
        alone = self._lexicon[typed.lower()]
        if alone < 0 < points:
            return alone if _JOINED in typed else 0.0
        return points

    def _clauses(self, text: str, sentences: Sequence[Sentence]) -> Iterator[str]:
        """Clause by clause, with every phrase as one word and faces standing apart, as the library wants it."""
        for sentence in sentences:
            pieces, place = [], sentence.start
            for found in self._phrases.find(sentence.words):
                first, last = sentence.words[found.first], sentence.words[found.last]
                pieces += [self._spelling.clause(text[place : first.start]), _one_word(found.value)]
                place = last.end
            whole = "".join([*pieces, self._spelling.clause(text[place : sentence.end])])
            if not self._faces.isdisjoint(whole):
                whole = "".join(f" {sign} " if sign in self._faces else sign for sign in whole)
            yield from filter(str.strip, _CLAUSE_END.split(whole))

    def _contrasted(self, felt: list[_Felt], turn: int | None) -> list[_Felt]:
        """What stands after a turn counts more than what stands before it, if anything stands on either side."""
        if turn is None or not any(part.place < turn for part in felt) or not any(part.place >= turn for part in felt):
            return felt
        before, after = self._numbers.before_turn, self._numbers.after_turn
        return [replace(part, points=part.points * (before if part.place < turn else after)) for part in felt]

    def _mocked(self, felt: list[_Felt], sentences: Sequence[Sentence]) -> list[_Felt]:
        """ "Great, it crashed again": praise that opens a tale of trouble is meant the other way round."""
        opening = [part for part in felt if part.place < self._numbers.mocking_words]
        praised = any(part.points > 0 and part.word in self._praise for part in opening)
        if not praised or not _any(self._trouble, sentences) or _any(self._relief, sentences):
            return felt
        return [replace(part, points=-abs(part.points)) for part in felt]

    def _closes_politely(self, text: str, sentences: Sequence[Sentence]) -> bool:
        """ "Could you send it again? Thanks": what closes a request. Thanks "for" something are meant."""
        last = next((sentence.words for sentence in reversed(sentences) if sentence.words), ())
        thanks = [place for place, word in enumerate(last) if word.form in self._thanks]
        if not thanks or any(word.form == _FOR for word in last[thanks[-1] :]):
            return False
        return "?" in text or last[0].form in self._declines or _any(self._asking, sentences)

    def _stressed(self, total: float, signs: Signs, sentences: Sequence[Sentence]) -> list[tuple[str, float]]:
        """What the signs of a message add to what its words say."""
        numbers, way = self._numbers, 1 if total > 0 else -1
        stress = []
        if signs.shouted and (total or _any(self._demands, sentences)):
            stress.append((CAPITALS, numbers.shouting * way))
        if signs.demanding and total <= 0:
            stress.append((DEMANDING, -numbers.demanding))
        if signs.exclamations and total:
            stress.append((EXCLAIMING, numbers.exclaiming * signs.exclamations * way))
        return stress


def _listed(phrases: Sequence[str], spelling: Spelling) -> Phrases[bool]:
    return Phrases(dict.fromkeys(phrases, True), spelling)


def _one_word(phrase: str) -> str:
    return _JOINED.join(phrase.split())


def _any(phrases: Phrases[bool], sentences: Sequence[Sentence]) -> bool:
    return any(phrases.any(sentence.words) for sentence in sentences)
