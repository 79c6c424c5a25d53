"""The reply texts of `data/replies/`: loaded once, checked, and chosen so that the same turn always reads the same."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qualification.errors import Misconfigured

DEFAULT_LOCALE = "en"
PLACEHOLDERS = frozenset(
    {
        "assistant", "company", "rep", "value", "fact", "answer", "email", "minutes", "topic", "other_topics", "low",
        "high", "amount", "date", "start", "end",
    }
)  # fmt: skip
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


class ReplyText(BaseModel):
    """One entry of a reply file: variants of the same meaning and the closed set of quick replies."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: tuple[str, ...] = Field(min_length=1)
    choices: tuple[str, ...] = ()


class Replies:
    """All reply texts of all languages. A key missing in a language is read from English."""

    def __init__(self, texts: Mapping[str, Mapping[str, ReplyText]], names: Mapping[str, str]) -> None:
        self._texts = texts
        self._names = names

    def __contains__(self, key: str) -> bool:
        return key in self._texts[DEFAULT_LOCALE]

    def say(self, key: str, locale: str, *, seed: str, values: Mapping[str, str] | None = None) -> str:
        """The variant for `seed` (the turn's id), filled in. The same seed gives the same words, also after a crash."""
        variants = self._entry(key, locale).text
        picked = int.from_bytes(hashlib.blake2s(f"{seed}:{key}".encode(), digest_size=4).digest()) % len(variants)
        filled = {**self._names, **(values or {})}
        return _PLACEHOLDER.sub(lambda match: filled[match.group(1)], variants[picked])

    def variants(self, key: str) -> frozenset[str]:
        """Every wording of a text, in every language."""
        return frozenset(text for texts in self._texts.values() if key in texts for text in texts[key].text)

    def choices(self, key: str, locale: str) -> tuple[str, ...]:
        """The quick replies that belong to a text."""
        return self._entry(key, locale).choices

    def _entry(self, key: str, locale: str) -> ReplyText:
        return self._texts.get(locale, {}).get(key) or self._texts[DEFAULT_LOCALE][key]


def load_replies(folder: Path, names: Mapping[str, str]) -> Replies:
    """Read every `<locale>.yml` of `folder`. Misconfigured names the file, the key and what to do."""
    texts = {path.stem: _load_file(path) for path in sorted(folder.glob("*.yml"))}
    if DEFAULT_LOCALE not in texts:
        raise Misconfigured(f"{folder}/{DEFAULT_LOCALE}.yml is missing: the assistant has no words. Restore the file.")
    return Replies(texts, names)


def _load_file(path: Path) -> dict[str, ReplyText]:
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        line = f" line {place.line + 1}" if place else ""
        raise Misconfigured(f"{path}{line} is not valid YAML: correct it there.") from error
    if not isinstance(raw, dict):
        raise Misconfigured(f"{path} must be a mapping of keys to texts.")
    return {str(key): _check_entry(path, str(key), entry) for key, entry in raw.items()}


def _check_entry(path: Path, key: str, entry: object) -> ReplyText:
    try:
        found = ReplyText.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        raise Misconfigured(f"{path}: {key}: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from error
    for text in found.text:
        unknown = set(_PLACEHOLDER.findall(text)) - PLACEHOLDERS
        if unknown:
            raise Misconfigured(
                f"{path}: {key}: unknown placeholder {{{unknown.pop()}}}; known are {sorted(PLACEHOLDERS)}."
            )
    return found
