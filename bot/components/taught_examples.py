"""Which training examples teach which reader: English ones both, all others the one for many languages alone.

On held-back German and Spanish messages one model for all languages read better than one for each, and English of its
own read better still (docs/understanding.md has the figures).
"""

from __future__ import annotations

from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.message_spans import locale_of
from bot.understanding.languages import ENGLISH, MULTILINGUAL, reader_of


def taught(examples: list[Message]) -> dict[str, list[Message]]:
    """By reader; a reader that nothing but English would teach is left out, unless it is that of English."""
    written = [example for example in examples if example.get(TEXT)]
    english = [example for example in written if reader_of(locale_of(example)) == ENGLISH]
    by_reader = {ENGLISH: english} if english else {}
    return by_reader if len(english) == len(written) else {**by_reader, MULTILINGUAL: written}
