"""Budgets: amount or range, currency, period. An amount without a currency keeps it empty; nothing is assumed."""

import re
from dataclasses import replace
from decimal import Decimal

from actions.reading.numbers import read_range
from qualification.facts import Money, Period
from qualification.language.reading import ReadingNumbers

_CURRENCIES: tuple[tuple[str, str], ...] = (
    (r"US\$|\$|\busd\b|\bdollars?\b|\bbucks\b", "USD"),
    (r"€|\beur\b|\beuros?\b", "EUR"),
    (r"£|\bgbp\b|\bpounds?\b|\bquid\b", "GBP"),
    (r"\bchf\b|\bfrancs?\b|\bfranken\b", "CHF"),
    (r"₹|\binr\b|\brupees?\b|\brs\b", "INR"),
    (r"¥|\bjpy\b|\byen\b", "JPY"),
    (r"\bcad\b|C\$", "CAD"),
    (r"\baud\b|A\$", "AUD"),
    (r"\bsek\b|\bkronor\b|\bkr\b", "SEK"),
    (r"R\$|\bbrl\b|\breais\b", "BRL"),
    (r"\baed\b|\bdirhams?\b", "AED"),
)
CURRENCIES = frozenset(code for _, code in _CURRENCIES)
_SPECIFIC = ("C$", "A$", "R$", "US$")
_PERIODS: tuple[tuple[str, Period], ...] = (
    (
        r"\b(?:a|per|each|every|the)\s+month\b|/\s?mo(?:nth)?\b|\bmonthly\b|\bp\.?m\.?\b|\bmonth\b|\ba mo\b",
        Period.MONTH,
    ),
    (
        r"\b(?:a|per|each|every)\s+year\b|/\s?(?:yr|year|y)\b|\byearly\b|\bannual(?:ly)?\b|\bp\.?a\.?\b|\byear\b|\bannum\b",
        Period.YEAR,
    ),
    (r"\bone[- ]?(?:off|time)\b|\bonce\b|\bin total\b|\btotal\b", Period.ONCE),
)
_QUARTERLY = re.compile(r"\b(?:a|per|each|every)\s+quarter\b|\bquarterly\b|/\s?q(?:tr|uarter)?\b", re.IGNORECASE)
_QUARTERS = 4
# What a seat may cost is no budget: how many seats there are to be is not said.
_EACH = re.compile(
    r"(?:\b(?:per|each|an?|every)\s+|/\s?)(?:user|seat|agent|head|person|employee|licen[cs]e)\b", re.IGNORECASE
)
_NOTHING = re.compile(r"\b(?:no (?:budget|money)|free)\b(?!\s+yet)", re.IGNORECASE)


def _currency(said: str) -> str:
    for prefix in _SPECIFIC:
        if prefix in said.upper():
            return {"C$": "CAD", "A$": "AUD", "R$": "BRL", "US$": "USD"}[prefix]
    return next((code for pattern, code in _CURRENCIES if re.search(pattern, said, re.IGNORECASE)), "")


def read_money(said: str, numbers: ReadingNumbers) -> Money | None:
    """The amount stated; None when there is none ("not sure yet", "12 euros per user")."""
    if _EACH.search(said):
        return None
    amount = re.sub(r"(?:US|C|A|R)?[$€£₹¥]", " ", said)
    found = read_range(amount, numbers.vague)
    period = next((period for pattern, period in _PERIODS if re.search(pattern, said, re.IGNORECASE)), None)
    if found is None:
        return Money(low=Decimal(0), high=Decimal(0), currency="", period=period) if _NOTHING.search(said) else None
    money = Money(low=found.low, high=found.high, currency=_currency(said), period=period)
    return _by_year(money) if _QUARTERLY.search(said) else money


def _by_year(quarterly: Money) -> Money:
    """A budget by the quarter as one by the year, because that is how budgets are compared."""
    high = None if quarterly.high is None else quarterly.high * _QUARTERS
    return replace(quarterly, low=quarterly.low * _QUARTERS, high=high, period=Period.YEAR)
