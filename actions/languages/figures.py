"""Numbers, amounts of money and countries as a language writes them, by Unicode's own tables (Babel)."""

from decimal import Decimal
from functools import cache

from babel.core import Locale
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_symbol

from qualification.language.choosing import DEFAULT_LOCALE

# Below this, people write numbers of people without a mark for the thousands.
_GROUPED_FROM = 10_000


def number(value: int, locale: str) -> str:
    return format_decimal(value, locale=locale, group_separator=value >= _GROUPED_FROM)


def amount(value: Decimal, currency: str, locale: str) -> str:
    """ "$500" or "500 €", with cents only where there are any; without a currency the number alone."""
    cents = "" if value == value.to_integral_value() else ".00"
    if get_currency_symbol(currency, locale=locale) == currency:
        # No sign is known for it, or none was named.
        return f"{format_decimal(value, format=f'#,##0{cents}', locale=locale)} {currency}".strip()
    pattern = Locale.parse(locale).currency_formats["standard"].pattern.replace(".00", cents)
    written = format_currency(value, currency, format=pattern, locale=locale, currency_digits=False)
    return written.replace("\xa0", " ")


def country(name: str, locale: str) -> str:
    """A country's English name in the language `locale`; what is no such name stays as it is."""
    code = _countries().get(name.casefold())
    return name if code is None else Locale.parse(locale).territories.get(code, name)


def names_of(locales: tuple[str, ...], locale: str) -> str:
    """ "English, German and Spanish", in the language `locale`."""
    names = Locale.parse(locale).languages
    return format_list([names.get(code, code) for code in locales], locale=locale)


@cache
def _countries() -> dict[str, str]:
    return {name.casefold(): code for code, name in Locale.parse(DEFAULT_LOCALE).territories.items()}
