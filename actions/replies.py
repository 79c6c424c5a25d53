"""The reply texts of `data/replies/`: loaded once, checked, and chosen so that the same turn always reads the same."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml
from babel.core import Locale, UnknownLocaleError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from actions.languages.figures import names_of
from actions.reply_keys import EVERYWHERE, REPLY_KEYS
from qualification.errors import Misconfigured
from qualification.language.choosing import DEFAULT_LOCALE

_PLACEHOLDER = re.compile(r"\{(\w*)\}")


class ReplyText(BaseModel):
    """One entry of a reply file: variants of the same meaning and the closed set of quick replies."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: tuple[str, ...] = Field(min_length=1)
    choices: tuple[str, ...] = ()


class Replies:
    """All reply texts of all languages; whoever speaks a language without a file reads English."""

    def __init__(self, texts: Mapping[str, Mapping[str, ReplyText]], names: Mapping[str, str]) -> None:
        self._texts = texts
        self._names = {locale: {**names, "languages": names_of(tuple(texts), locale)} for locale in texts}
        self._english = {
            _plain(entry.choices): texts[DEFAULT_LOCALE][key].choices
            for locale, entries in texts.items()
            for key, entry in entries.items()
            if locale != DEFAULT_LOCALE and entry.choices
        }
        self._choices = frozenset(choice for choices in self._english for choice in choices)

    def say(self, key: str, locale: str, *, seed: str, values: Mapping[str, str] | None = None) -> str:
        """The variant for `seed` (the turn's id), filled in. The same seed gives the same words, also after a crash."""
        variants = self._entry(key, locale).text
        picked = int.from_bytes(hashlib.blake2s(f"{seed}:{key}".encode(), digest_size=4).digest()) % len(variants)
        filled = {**self._names[locale if locale in self._names else DEFAULT_LOCALE], **(values or {})}
        return _PLACEHOLDER.sub(lambda match: filled[match.group(1)], variants[picked])

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages that are spoken: those with a file."""
        return tuple(self._texts)

    def variants(self, key: str) -> frozenset[str]:
        """Every wording of a text, in every language."""
        return frozenset(text for texts in self._texts.values() for text in texts[key].text)

    def choices(self, key: str, locale: str) -> tuple[str, ...]:
        """The quick replies that belong to a text."""
        return self._entry(key, locale).choices

    def may_be_choice(self, text: str) -> bool:
        """Whether a text is some choice of a language other than English."""
        return text.casefold() in self._choices

    def in_english(self, offered: Sequence[str], text: str) -> str | None:
        """The English of a choice among those `offered`, by its position; None when it is none of them."""
        shown = _plain(offered)
        english = self._english.get(shown)
        if english is None or text.casefold() not in shown:
            return None
        return english[shown.index(text.casefold())]

    def _entry(self, key: str, locale: str) -> ReplyText:
        return self._texts.get(locale, self._texts[DEFAULT_LOCALE])[key]


def _plain(choices: Sequence[str]) -> tuple[str, ...]:
    return tuple(choice.casefold() for choice in choices)


def load_replies(folder: Path, names: Mapping[str, str]) -> Replies:
    """Read every `<locale>.yml` of `folder`. Misconfigured says everything that is wrong, in one line: file, key and
    what to do."""
    files = {path.stem: path for path in sorted(folder.glob("*.yml"))}
    if DEFAULT_LOCALE not in files:
        raise Misconfigured(f"{folder}/{DEFAULT_LOCALE}.yml is missing: the assistant has no words. Restore the file.")
    texts: dict[str, dict[str, ReplyText]] = {}
    faults: list[str] = []
    for locale, path in files.items():
        texts[locale], found = _load_file(path) if _is_language(locale) else ({}, ["is named after no language"])
        if found:
            faults.append(f"{path}: {'; '.join(found)}")
    if not faults:
        faults = [f"{files[locale]}: {'; '.join(found)}" for locale in files if (found := _differs(texts, locale))]
    if faults:
        raise Misconfigured(f"{' | '.join(faults)}.")
    return Replies(texts, names)


def _is_language(code: str) -> bool:
    try:
        return bool(Locale.parse(code))
    except (ValueError, UnknownLocaleError):
        return False


def _differs(texts: Mapping[str, Mapping[str, ReplyText]], locale: str) -> list[str]:
    """Where a language says less than English, or offers another number of choices (they count by their position)."""
    faults = []
    for key, english in texts[DEFAULT_LOCALE].items():
        entry = texts[locale][key]
        if len(entry.choices) != len(english.choices):
            faults.append(f"{key}: has {len(entry.choices)} choices, English {len(english.choices)}; make them as many")
        missing = _always(english) - _always(entry)
        if missing:
            faults.append(f"{key}: {_braced(missing)} must stand in every variant, as in English")
    return faults


def _always(entry: ReplyText) -> frozenset[str]:
    """The placeholders that every variant has."""
    found = [frozenset(_PLACEHOLDER.findall(text)) for text in entry.text]
    return frozenset.intersection(*found) - EVERYWHERE


def _load_file(path: Path) -> tuple[dict[str, ReplyText], list[str]]:
    """The entries that are sound, and what is wrong with the others."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        return {}, [f"is not valid YAML ({' '.join(str(error).split())}), mend that line"]
    except (OSError, UnicodeDecodeError) as error:
        return {}, [f"cannot be read ({error}), mend the file or its permissions"]
    if not isinstance(content, dict):
        return {}, ["must be a mapping of keys to texts"]
    texts: dict[str, ReplyText] = {}
    faults = list(_wrong_keys(content))
    for key, entry in content.items():
        try:
            texts[key] = ReplyText.model_validate(entry)
        except ValidationError as error:
            faults += [f"{key}: {'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        else:
            faults += _wrong_texts(key, texts[key])
    return texts, faults


def _wrong_keys(content: Mapping[object, object]) -> Iterator[str]:
    missing = REPLY_KEYS.keys() - content.keys()
    unknown = content.keys() - REPLY_KEYS.keys()
    if missing:
        yield f"add what is missing: {', '.join(sorted(missing))}"
    if unknown:
        yield f"nothing says these, remove them or mend their spelling: {', '.join(sorted(map(str, unknown)))}"


def _wrong_texts(key: str, entry: ReplyText) -> Iterator[str]:
    """Empty texts, and placeholders that would not be filled in there."""
    allowed = REPLY_KEYS.get(key)
    if not all(text.strip() for text in (*entry.text, *entry.choices)):
        yield f"{key}: a text is empty, write it or remove it"
    if allowed is None:
        return
    used = {name for text in entry.text for name in _PLACEHOLDER.findall(text)}
    if wrong := used - allowed:
        yield f"{key}: {_braced(wrong)} is not filled in there, use only {_braced(allowed)}"


def _braced(names: set[str] | frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
