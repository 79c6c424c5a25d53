"""The website's own words in each language, from `data/site/`: names of its parts, and the help pages' texts about the
company where they are not in English. It must not know how pages are drawn."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from gateway.site.company import Company, Help, Words
from memory.knowledge.contract import Page
from qualification.errors import Misconfigured
from qualification.language.choosing import DEFAULT_LOCALE


class SiteWords(BaseModel):
    """One language. `help`, `footer` and the titles of its `columns` are English in company.yml, and stand here for
    every other language, as does the mark of a link that leads to a page `in_english`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    skip: Words
    main: Words
    pricing: Words
    help_link: Words
    ask: Words
    where: Words
    link_to: Words
    more_in: Words
    before: Words
    next: Words
    contents: Words
    language: Words
    help: Help | None = None
    footer: Words | None = None
    columns: tuple[Words, ...] = ()
    in_english: Words | None = None


def load_site_words(folder: Path, company: Company, pages: Mapping[str, Sequence[Page]]) -> dict[str, SiteWords]:
    """The words of every language that has pages. Raises Misconfigured with one line: the file and what to mend."""
    words = {locale: _read(folder / f"{locale}.yml") for locale in pages}
    for locale, own in words.items():
        if locale == DEFAULT_LOCALE:
            titles = tuple(column.title for column in company.footer.columns)
            english = {"help": company.help, "footer": company.footer.text, "columns": titles}
            words[locale] = own.model_copy(update=english)
        else:
            _check_translated(folder / f"{locale}.yml", company, own)
    return words


def _read(file: Path) -> SiteWords:
    try:
        return SiteWords.model_validate(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    except FileNotFoundError:
        raise Misconfigured(f"{file} is missing: the pages of this language need it; copy en.yml's keys.") from None
    except yaml.YAMLError:
        raise Misconfigured(f"{file}: not valid YAML; check colons, quotation marks and indentation.") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise Misconfigured(f"{file}: mend {place}: {first['msg']}.") from None


def _check_translated(file: Path, company: Company, words: SiteWords) -> None:
    if words.help is None or words.footer is None:
        raise Misconfigured(f"{file}: help and footer are missing; translate what company.yml says there.")
    if words.in_english is None:
        raise Misconfigured(f"{file}: in_english is missing; say there what marks a link to an English page.")
    if len(words.columns) != len(company.footer.columns):
        raise Misconfigured(
            f"{file}: columns must have a title for each of company.yml's footer.columns, in their order."
        )
    english, translated = ([category.id for category in texts.categories] for texts in (company.help, words.help))
    if english != translated:
        raise Misconfigured(f"{file}: help.categories must have the ids of company.yml: {', '.join(english)}.")
