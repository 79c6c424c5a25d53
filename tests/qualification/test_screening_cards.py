"""Card numbers are masked however they are written, and other numbers are not (M6)."""

import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualification.screening.cards import has_valid_check_digit
from qualification.screening.masking import mask_secrets, mask_together
from qualification.screening.spans import SecretKind

MASK = "[card number removed]"
SEPARATORS = [
    *" ,/_.-\n\t|*'",
    *":&()[]=#<>{}!?%^",
    *"\u00b7\u2192\u2605\uff08\uff09\u0332\U0001f4b3",
    *"\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    *"\u00a0\u202f\u2009\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e",
]
# Plain, full width, Arabic-Indic, extended Arabic-Indic, Devanagari.
ZEROS = [*"0\uff10\u0660\u06f0\u0966"]
GAPS = st.one_of(st.just(""), st.text(st.sampled_from(SEPARATORS), min_size=1, max_size=4))
SHORT_MESSAGE = "we are about 40 people at Acme"


def _with_check_digit(front: str) -> str:
    return next(front + digit for digit in "0123456789" if has_valid_check_digit(front + digit))


@st.composite
def card_numbers(draw: st.DrawFn) -> str:
    """Any number with a valid check digit that does not begin like a phone number or a year."""
    front = draw(st.from_regex(r"(1[0-8]|2[1-9]|[3-9]\d)\d{10,16}", fullmatch=True, alphabet="0123456789"))
    return _with_check_digit(front)


@st.composite
def written_cards(draw: st.DrawFn) -> str:
    """Such a number in any script's digits, with any mixture of separators anywhere."""
    number = draw(card_numbers())
    zero = ord(draw(st.sampled_from(ZEROS)))
    written = [chr(zero + int(digit)) for digit in number]
    return written[0] + "".join(draw(GAPS) + digit for digit in written[1:])


@given(written_cards())
def test_m6_a_card_number_is_masked_with_any_mixture_of_separators(card: str) -> None:
    masked = mask_secrets(f"my card {card} please")
    assert masked.text == f"my card {MASK} please"
    assert masked.kinds == (SecretKind.CARD,)


@given(
    written_cards(),
    st.sampled_from(["12/27", "1/2027", "09-28 123", "12 27, 1234"]),
    st.sampled_from([" ", ", ", "\n"]),
)
def test_m6_a_card_number_is_masked_with_its_expiry_date_behind_it(card: str, expiry: str, gap: str) -> None:
    masked = mask_secrets(f"{card}{gap}{expiry}")
    assert masked.text.startswith(MASK)


@given(card_numbers(), st.data())
def test_m6_of_a_card_spread_over_messages_no_more_than_four_digits_are_left(number: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, len(number) - 1), min_size=1, max_size=5)))
    parts = [number[start:end] for start, end in zip([0, *cuts], [*cuts, len(number)], strict=True)]
    masked = mask_together(["my card is", *parts, "thanks"])
    assert sum(map(str.isdigit, "".join(message.text for message in masked))) == 0
    assert [message.text for message in (masked[0], masked[-1])] == ["my card is", "thanks"]


@pytest.mark.parametrize(
    "card",
    [
        "4111, 1111, 1111, 1111",
        "4111/1111/1111/1111",
        "4111_1111_1111_1111",
        "4111   1111   1111   1111",
        "4111\u20141111 \u2013 1111\u00a01111",
        "4111\n1111\n1111\n1111",
        "4\u200d1\u200c1\u200b1\u2060111111111111",
        "\uff14\uff11\uff11\uff11 1111 1111 1111",
        "\u0664\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661",
        "4\ufe0f\u20e3" + "1\ufe0f\u20e3" * 15,
        "41 1111 11111 11111",
        "+4111 1111 1111 1111",
        "4111:1111:1111:1111",
        "4111+1111+1111+1111",
        "4111 + 1111 + 1111 + 1111",
        "4111 +1111 +1111 +1111",
        "4111 & 1111 & 1111 & 1111",
        "4111 = 1111 = 1111 = 1111",
        "4111$1111$1111$1111",
        "4111) (1111) (1111) (1111",
        "4111] [1111] [1111] [1111",
        "\u2074\xb9\xb9\xb9 \u2081\u2081\u2081\u2081 \u2460\u2460\u2460\u2460 \u2776\u2776\u2776\u2776",
        "\U0001d7dc\U0001d7d9\U0001d7d9\U0001d7d9 1111 1111 1111",
    ],
)
def test_m6_a_card_number_is_masked_as_clever_people_write_it(card: str) -> None:
    assert mask_secrets(f"my card: {card}").text.replace("+", "").startswith(f"my card: {MASK}")


@pytest.mark.parametrize(
    "text",
    [
        "3 seats, 4111 1111 1111 1111",
        "12/27 4111 1111 1111 1111",
        "12/27, 123, 4111-1111-1111-1111",
        "4111 1111 1111 1111 5555 5555 5555 4444",
        "4111 1111 1111 1111, 2026, 40 people",
    ],
)
def test_m6_a_card_number_is_masked_beside_other_numbers(text: str) -> None:
    masked = mask_secrets(text)
    assert masked.kinds == (SecretKind.CARD,)
    assert "1111" not in masked.text.removesuffix("1111")
    assert "5555" not in masked.text


@pytest.mark.parametrize(
    "text",
    [
        "+41 79 123 45 67, +41 44 123 45 67",
        "+41 79 123 45 67 - 40",
        "+4915112345678",
        "+4915 1123 4567",
        "+41 79 123 45 67 / 079 765 43 21",
        "079 123 45 67 / 044 765 43 21",
        "0041 79 123 45 67, 0041 79 765 43 21",
        "2019, 2020, 2021, 2022, 2023",
        "2026-11-05 - 2026-11-12",
        "2026/11/05 2026/11/12",
        "20261105143000",
        "2026-11-05-000123",
        "50,000 - 60,000",
        "order 1234567890123",
        "+1 (415) 555-0132, +1 (415) 555-0199",
        "(415) 555-0132 / (212) 555-0199",
        "10:00 - 11:30, 12:00 - 13:30",
        "21.10.2026 10:30 - 11:30",
        "10:00-11:00 2026-11-05",
        "49 / $99 / $199 / $499 / $1999",
        "$1,200 + $1,500 + $1,800",
        "1200 + 1500 + 1800 = 4500",
        "100 + 200 + 300 + 400 + 5000",
    ],
)
@pytest.mark.parametrize("digit", range(10))
def test_m6_phone_numbers_dates_and_amounts_survive_whatever_their_last_digit(text: str, digit: int) -> None:
    changed = text if text.startswith("order") else text[:-1] + str(digit)
    assert mask_secrets(changed).text == changed


@pytest.mark.parametrize(
    "text",
    [
        "21.10.2026 - 28.1{}.2026",
        "{}1.10.2026, 28.10.2026",
        "1,000,000 - 2,000,{}00",
        "4.111.111,1{} / 1.234.567,89",
        "192.168.100.10{} 10.20.30.40",
    ],
)
@pytest.mark.parametrize("digit", range(1, 10))
def test_m6_dates_amounts_and_addresses_side_by_side_survive(text: str, digit: int) -> None:
    assert mask_secrets(text.format(digit)).kinds == ()


@pytest.mark.parametrize("earlier", [["call +41 79 123 45 67"], ["6 5 " * 400], ["x" * 1000, "4111 1111"]])
def test_m6_a_new_message_is_screened_with_the_end_of_those_before_it_alone(earlier: list[str]) -> None:
    texts = [*earlier, "4111 1111", "1111 1111"]
    masked = mask_together(texts, screened=len(texts) - 1)
    assert [message.text for message in masked[-2:]] == [MASK, MASK]
    assert masked == mask_together(texts)


def test_m6_what_was_left_alone_before_stays_when_a_message_has_nothing_to_do_with_it() -> None:
    masked = mask_together(["4111 1111 1111 1111", "thanks"], screened=1)
    assert [message.kinds for message in masked] == [(), ()]


def test_m6_a_password_said_in_the_next_message_is_masked() -> None:
    first, second = mask_together(["my password is", "hunter22"])
    assert first.text == "my password is"
    assert (second.text, second.kinds) == ("[password removed]", (SecretKind.PASSWORD,))


def test_m6_a_card_whose_groups_are_the_last_numbers_of_all_is_masked() -> None:
    masked = mask_together(["220000", "0000000000004"])
    assert [message.text for message in masked] == [MASK, MASK]


def test_m6_messages_without_a_secret_between_them_stay_as_they_are() -> None:
    texts = ["we are 40 people", "call +41 79 123 45 67", "", "order 1234567890123"]
    assert [message.text for message in mask_together(texts)] == texts


def test_m6_screening_a_short_message_takes_less_than_a_tenth_of_a_millisecond() -> None:
    assert min(timeit.repeat(lambda: mask_secrets(SHORT_MESSAGE), number=100, repeat=5)) / 100 < 0.0001
