"""German, Spanish and Arabic: the same values as in English, in the visitor's own way of writing them."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.reading.facts import read_facts, read_value
from actions.reading.language.language import language_of
from qualification.facts import FactKey, Headcount, JobTitle, Money, Period, Seniority, Text, Timeframe
from qualification.understanding import Entity
from tests.actions.reading.situations import NUMBERS, TODAY, situation

LANGUAGES = ("de", "es")
ARABIC = {ord(str(figure)): chr(0x660 + figure) for figure in range(10)}


@pytest.mark.parametrize(
    ("locale", "said", "low", "high"),
    [
        ("de", "dreiundvierzig Leute", 43, 43),
        ("de", "zweihundertfünfzig", 250, 250),
        ("de", "zwoelf", 12, 12),
        ("de", "zwei- bis dreitausend", 2000, 3000),
        ("de", "zwischen 10 und 20", 10, 20),
        ("de", "10 bis 20", 10, 20),
        ("de", "bis zu 30", 1, 30),
        ("de", "keine 20", 1, 19),
        ("de", "ein paar hundert", 200, 500),
        ("de", "zu viert", 4, 4),
        ("de", "nur ich", 1, 1),
        ("de", "ich und 3 Kollegen", 4, 4),
        ("de", "ca. 1.300 Mitarbeiter", 1300, 1300),
        ("es", "treinta y cinco", 35, 35),
        ("es", "ciento veinte", 120, 120),
        ("es", "dos o tres mil", 2000, 3000),
        ("es", "entre 10 y 20", 10, 20),
        ("es", "de 10 a 20", 10, 20),
        ("es", "hasta 30", 1, 30),
        ("es", "más de doscientos", 200, None),
        ("es", "mas de doscientos", 200, None),
        ("es", "un par de cientos", 150, 300),
        ("es", "solo yo", 1, 1),
        ("es", "yo y 3 más", 4, 4),
        ("es", "un par de decenas", 20, 30),
        ("ar", "40".translate(ARABIC), 40, 40),
        ("fr", "40 people", 40, 40),
    ],
)
def test_team_sizes_are_read_in_the_visitors_language(locale: str, said: str, low: int, high: int | None) -> None:
    assert read_value(FactKey.TEAM_SIZE, said, situation(locale=locale)) == Headcount(low, high)


@pytest.mark.parametrize(
    ("locale", "said", "low", "high", "currency", "period"),
    [
        ("de", "1.500,50 €", "1500.50", "1500.50", "EUR", None),
        ("de", "15 Tsd. Euro im Jahr", "15000", "15000", "EUR", Period.YEAR),
        ("de", "zwischen 2 und 5 Tsd. € mtl.", "2000", "5000", "EUR", Period.MONTH),
        ("de", "höchstens 300 Franken pro Monat", "0", "300", "CHF", Period.MONTH),
        ("de", "ab 500 Euro", "500", None, "EUR", None),
        ("de", "einmalig 3000 Euro", "3000", "3000", "EUR", Period.ONCE),
        ("de", "zweieinhalbtausend im Quartal", "10000", "10000", "", Period.YEAR),
        ("es", "15 mil euros al año", "15000", "15000", "EUR", Period.YEAR),
        ("es", "1.500,50 €", "1500.50", "1500.50", "EUR", None),
        ("es", "mil quinientos dólares mensuales", "1500", "1500", "USD", Period.MONTH),
        ("es", "medio millón", "500000", "500000", "", None),
        ("es", "pago único de 3000 euros", "3000", "3000", "EUR", Period.ONCE),
        ("ar", "1\u066c500\u066b50 $".translate(ARABIC), "1500.50", "1500.50", "USD", None),
    ],
)
def test_budgets_are_read_in_the_visitors_language(
    locale: str, said: str, low: str, high: str | None, currency: str, period: Period | None
) -> None:
    money = Money(Decimal(low), None if high is None else Decimal(high), currency, period)
    assert read_value(FactKey.BUDGET, said, situation(locale=locale)) == money


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "12 euros per user"), ("en", "$8/seat"), ("de", "12 Euro pro Nutzer"), ("es", "12 euros por usuario")],
)
def test_what_one_seat_may_cost_is_no_budget(locale: str, said: str) -> None:
    assert read_value(FactKey.BUDGET, said, situation(locale=locale)) is None


@pytest.mark.parametrize(
    ("locale", "said", "start", "end"),
    [
        ("de", "nächste Woche", date(2026, 11, 23), date(2026, 11, 29)),
        ("de", "naechste Woche", date(2026, 11, 23), date(2026, 11, 29)),
        ("de", "Anfang März", date(2027, 3, 1), date(2027, 3, 10)),
        ("de", "Febuar", date(2027, 2, 1), date(2027, 2, 28)),
        ("de", "ab Januar", date(2027, 1, 1), None),
        ("de", "spätestens im Februar", None, date(2027, 2, 28)),
        ("de", "frühestens im April", date(2027, 4, 1), None),
        ("de", "in zwei bis drei Wochen", date(2026, 12, 5), date(2026, 12, 12)),
        ("de", "anderthalb Jahre", date(2028, 5, 21), date(2028, 5, 21)),
        ("de", "am 15. März", date(2027, 3, 15), date(2027, 3, 15)),
        ("de", "bis zum 15.", None, date(2026, 12, 15)),
        ("de", "3/4/2027", date(2027, 4, 3), date(2027, 4, 3)),
        ("de", "KW 12", date(2027, 3, 22), date(2027, 3, 28)),
        ("de", "im 2. Quartal 2027", date(2027, 4, 1), date(2027, 6, 30)),
        ("de", "ab sofort", TODAY, date(2026, 12, 5)),
        ("de", "keine Eile", None, None),
        ("es", "la próxima semana", date(2026, 11, 23), date(2026, 11, 29)),
        ("es", "el mes que viene", date(2026, 12, 1), date(2026, 12, 31)),
        ("es", "a principios de marzo", date(2027, 3, 1), date(2027, 3, 10)),
        ("es", "a partir de marzo", date(2027, 3, 1), None),
        ("es", "el próximo trimestre", date(2027, 1, 1), date(2027, 3, 31)),
        ("es", "antes de Navidad", None, date(2026, 12, 23)),
        ("es", "a más tardar en febrero", None, date(2027, 2, 28)),
        ("es", "15 de marzo de 2027", date(2027, 3, 15), date(2027, 3, 15)),
        ("es", "dentro de dos o tres semanas", date(2026, 12, 5), date(2026, 12, 12)),
        ("es", "lo antes posible", TODAY, date(2026, 12, 5)),
        ("es", "sin prisa", None, None),
        ("es", "en un mes o dos", date(2026, 12, 21), date(2027, 1, 21)),
        ("de", "in einem Monat oder zwei", date(2026, 12, 21), date(2027, 1, 21)),
    ],
)
def test_times_are_read_in_the_visitors_language_and_keep_its_words(
    locale: str, said: str, start: date | None, end: date | None
) -> None:
    assert read_value(FactKey.TIMELINE, said, situation(locale=locale)) == Timeframe(start, end, said)


@pytest.mark.parametrize(
    ("locale", "said", "at"),
    [
        ("de", "morgen um 14 Uhr", time(14)),
        ("de", "morgen um 14.30 Uhr", time(14, 30)),
        ("de", "morgen um 3 Uhr nachmittags", time(15)),
        ("es", "mañana a las 10", time(10)),
        ("es", "mañana a las tres de la tarde", time(15)),
    ],
)
def test_the_time_of_a_day_is_read_in_the_visitors_language(locale: str, said: str, at: time) -> None:
    tomorrow = date(2026, 11, 22)
    assert read_value(FactKey.TIMELINE, said, situation(locale=locale)) == Timeframe(tomorrow, tomorrow, said, at)


@pytest.mark.parametrize(("locale", "said"), [("de", "KW 60"), ("de", "am 31. Februar"), ("es", "31 de febrero")])
def test_a_day_that_does_not_exist_is_asked_back_in_any_language(locale: str, said: str) -> None:
    assert read_value(FactKey.TIMELINE, said, situation(locale=locale)) is None


@pytest.mark.parametrize(
    ("locale", "title", "seniority"),
    [
        ("de", "Geschäftsführerin", Seniority.EXECUTIVE),
        ("de", "Geschaeftsfuehrer", Seniority.EXECUTIVE),
        ("de", "Vertriebsleiter", Seniority.MANAGER),
        ("de", "Leiterin Kundenservice", Seniority.DIRECTOR),
        ("de", "Assistentin der Geschäftsführung", Seniority.STAFF),
        ("de", "Head of Support", Seniority.DIRECTOR),
        ("de", "Werkstudent", Seniority.TRAINEE),
        ("es", "directora de ventas", Seniority.DIRECTOR),
        ("es", "gerente general", Seniority.EXECUTIVE),
        ("es", "jefe de soporte", Seniority.MANAGER),
        ("es", "asistente de dirección", Seniority.STAFF),
        ("es", "dueña", Seniority.OWNER),
        ("es", "ventas", None),
    ],
)
def test_titles_say_how_far_up_somebody_stands_in_any_language(
    locale: str, title: str, seniority: Seniority | None
) -> None:
    assert language_of(NUMBERS, locale).seniority(title) is seniority


@pytest.mark.parametrize(
    ("locale", "key", "said", "value"),
    [
        ("de", FactKey.NAME, "ich heiße anna meier", Text("Anna Meier")),
        ("de", FactKey.NAME, "ich bin Peter Huber", Text("Peter Huber")),
        ("es", FactKey.NAME, "Hola, me llamo José Luis", Text("José Luis")),
        ("es", FactKey.NAME, "Sra. López", Text("López")),
        ("de", FactKey.NAME, "Frau Dr. Weber", Text("Weber")),
        ("de", FactKey.ROLE, "ich bin die Inhaberin", JobTitle("Inhaberin", Seniority.OWNER)),
        ("es", FactKey.COMPANY, "trabajo para García y Asociados", Text("García y Asociados")),
        ("de", FactKey.COUNTRY, "in der Schweiz", Text("Switzerland")),
        ("de", FactKey.COUNTRY, "AT", Text("Austria")),
        ("es", FactKey.PHONE, "+52 1 55 5555 0177", Text("+525555550177")),
        ("es", FactKey.COUNTRY, "de México", Text("Mexico")),
        ("es", FactKey.COUNTRY, "EE.UU.", Text("United States")),
        ("es", FactKey.EMAIL, "ana arroba empresa punto com", Text("ana@empresa.com")),
        ("de", FactKey.EMAIL, "anna@mai.de", Text("anna@mai.de")),
        ("ar", FactKey.EMAIL, "dana@acme.com", Text("dana@acme.com")),
        ("ar", FactKey.PHONE, "+966 50 123 4567".translate(ARABIC), Text("+966501234567")),
    ],
)
def test_a_short_answer_is_read_without_the_words_that_lead_to_it(
    locale: str, key: FactKey, said: str, value: Text
) -> None:
    reading = read_facts(said, [Entity(key, said, 0, len(said), 0.9)], situation(key, locale=locale))
    assert [fact.value for fact in reading.learned if fact.key is key] == [value]


@pytest.mark.parametrize("text", ["ich bin zufrieden", "ich bin Geschäftsführer", "ich bin aus Wien"])
def test_not_everything_somebody_is_is_a_name(text: str) -> None:
    assert language_of(NUMBERS, "de").name_in(text) is None


@pytest.mark.parametrize(
    ("locale", "text", "first", "second", "said"),
    [
        ("de", "wir sind 55, nicht 40", "55", "40", "55"),
        ("de", "zwischen 30 und 45 Leute", "30", "45", "zwischen 30 und 45"),
        ("es", "somos 55, no 40", "55", "40", "55"),
        ("es", "de 30 a 45 personas", "30", "45", "de 30 a 45"),
    ],
)
def test_the_words_around_a_span_count_in_any_language(
    locale: str, text: str, first: str, second: str, said: str
) -> None:
    entities = [
        Entity(FactKey.TEAM_SIZE, words, text.index(words), text.index(words) + len(words), 0.8)
        for words in (first, second)
    ]
    assert [fact.said for fact in read_facts(text, entities, situation(locale=locale)).learned] == [said]


def test_a_number_of_other_things_is_no_team_in_any_language() -> None:
    for locale, text in (("de", "14 Tage Testphase"), ("es", "14 mensajes al día")):
        assert read_facts(text, [Entity(FactKey.TEAM_SIZE, "14", 0, 2, 0.8)], situation(locale=locale)).learned == ()


def test_an_unknown_language_is_read_by_english_words_and_a_region_by_its_language() -> None:
    assert read_value(FactKey.TEAM_SIZE, "a couple of dozen", situation(locale="xx")) == Headcount(20, 30)
    assert read_value(FactKey.TEAM_SIZE, "ein Dutzend", situation(locale="de-AT")) == Headcount(12, 12)


@settings(deadline=None)  # the words of a language are read when it is first used
@given(amount=st.decimals(0, 9_999_999, places=2), locale=st.sampled_from(LANGUAGES))
def test_an_amount_is_the_same_in_the_continental_and_in_the_english_way_of_writing_it(
    amount: Decimal, locale: str
) -> None:
    english = f"{amount:,.2f}"
    continental = english.translate(str.maketrans(",.", ".,"))
    for written in (english, continental):
        money = read_value(FactKey.BUDGET, f"{written} €", situation(locale=locale))
        assert money == Money(amount, amount, "EUR", None)


@settings(deadline=None)  # the words of a language are read when it is first used
@given(people=st.integers(1, 4_000_000), locale=st.sampled_from((*LANGUAGES, "ar", "en")))
def test_a_number_in_figures_is_the_same_in_every_language(people: int, locale: str) -> None:
    for written in (
        str(people),
        f"{people:,}".replace(",", "."),
        str(people).translate(ARABIC),
    ):
        assert read_value(FactKey.TEAM_SIZE, written, situation(locale=locale)) == Headcount(people, people)


@settings(deadline=None)  # the words of a language are read when it is first used
@given(text=st.text(max_size=120), locale=st.sampled_from(LANGUAGES))
def test_a_span_is_found_again_where_it_was_typed(text: str, locale: str) -> None:
    plain = language_of(NUMBERS, locale).plain(text)
    for start in range(0, len(text), 7):
        there = plain.there(start, len(text))
        back = plain.back(*there)
        assert back[0] <= start
        assert back[1] == len(text)


_PIECES = (
    "zwei drei und hundert tausend nächste woche bis ab am 15 . uhr monat euro pro nutzer nicht märz anfang kw 99 punkt"
    " ät dos tres y mil un par de a las la próxima semana que viene mes al año no hasta el marzo # arroba 3/4 1,5"
)


@settings(deadline=None)  # the words of a language are read when it is first used
@given(
    key=st.sampled_from(FactKey),
    said=st.lists(st.sampled_from(_PIECES.split(" "))).map(" ".join),
    locale=st.sampled_from(LANGUAGES),
)
def test_reading_never_fails_on_words_of_another_language(key: FactKey, said: str, locale: str) -> None:
    read_value(key, said, situation(locale=locale))
    read_facts(said, [Entity(key, said, 0, len(said), 0.5)], situation(key, locale=locale))


@given(
    words=st.lists(
        st.sampled_from(["hunderthundert", "tausend", "hundert", "million", "mil", "cien", "drei"]), max_size=40
    ),
    locale=st.sampled_from(LANGUAGES),
)
@settings(deadline=None)  # the words of a language are read when it is first used
def test_numbers_without_end_are_no_numbers(words: list[str], locale: str) -> None:
    for said in (" ".join(words), "".join(words)):
        read_value(FactKey.TEAM_SIZE, said, situation(locale=locale))
        read_facts(said, [], situation(FactKey.TEAM_SIZE, locale=locale))


def test_a_number_word_repeated_for_fun_does_not_stop_the_reading() -> None:
    said = " ".join(["hunderthunderthunderthunderthundert"] * 3)
    assert read_value(FactKey.TEAM_SIZE, said, situation(locale="de")) is None
