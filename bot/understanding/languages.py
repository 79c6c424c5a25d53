"""Which of the two encoders reads a language.

Pure. English has an encoder of its own, which reads it better; every other language shares one for many languages,
and what is taught in one of them, English included, helps the others.
"""

from __future__ import annotations

ENGLISH, MULTILINGUAL = "english", "multilingual"
DEFAULT_LOCALE = "en"


def reader_of(locale: str) -> str:
    """Of "de" or "de-AT": the language alone counts."""
    return ENGLISH if locale.lower().partition("-")[0] == DEFAULT_LOCALE else MULTILINGUAL
