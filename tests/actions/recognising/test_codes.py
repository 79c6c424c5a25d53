"""M3 over a real database: the code goes by mail alone, is kept as a hash, and opens what was told before."""

import re
from datetime import UTC, datetime, timedelta

from actions.recognising.secrets import hash_of, is_code
from actions.recognising.trying import awaited_code, try_code
from qualification.facts import FactKey, FactSource, Text
from qualification.recognising.codes import MASK
from qualification.state import Identity
from qualification.understanding import Intent
from tests.actions.office import Office
from tests.memory.samples import TEAM_OF_40, fact

DANA = fact(FactKey.EMAIL, Text("dana@acme.com"))


def _waiting(office: Office, *, known: bool = True) -> tuple[str, str]:
    """A conversation that waits for a code, and the code of the mail ("" when none was sent)."""
    if known:
        office.learn(office.conversation(), DANA, TEAM_OF_40)
    talk = office.conversation()
    office.turn(talk, "we talked last week", Intent.INFORM)
    office.turn_without_engine(talk, "dana@acme.com")
    office.turn(talk, "yes please", Intent.AFFIRM)
    assert _identity(office, talk) is Identity.CODE_SENT
    sent = re.search(r"\d{6}", office.mails[-1].text) if office.mails else None
    return talk, sent[0] if sent else ""


def _identity(office: Office, talk: str) -> Identity:
    with office.memory.reading() as records:
        conversation = records.conversations.get(talk)
    assert conversation is not None
    return conversation.dialogue.identity


def _types(office: Office, talk: str, code: str, *, later: timedelta = timedelta()) -> None:
    """As the gateway has it: tried when it is accepted, and stored without its digits."""
    now = datetime.now(UTC) + later
    with office.memory.transaction() as records:
        sent = awaited_code(records, talk, code)
        if sent is not None:
            try_code(records, sent, code, office.rulebook.recognition, now)
    office.turn(talk, MASK, Intent.INFORM)


def _wrong(code: str) -> str:
    return f"{(int(code or 0) + 1) % 1_000_000:06d}"


def test_m3_the_right_code_takes_over_what_was_told_and_the_rep_sees_it(office: Office) -> None:
    talk, code = _waiting(office)
    assert office.mails[-1].to == "dana@acme.com"
    _types(office, talk, code)
    with office.memory.reading() as records:
        facts = {one.key: one for one in records.facts.current(talk)}
    assert facts[FactKey.TEAM_SIZE].value == TEAM_OF_40.value
    assert facts[FactKey.TEAM_SIZE].source is FactSource.EARLIER
    thread = office.thread(office.dana, talk)
    assert thread.verified == "dana@acme.com"
    assert [one.key for one in thread.facts if one.earlier] == ["team_size"]


def test_m3_the_code_stands_in_the_mail_and_nowhere_else(office: Office) -> None:
    talk, code = _waiting(office)
    assert all(code not in message.text for message in office.messages(talk))
    with office.memory.reading() as records:
        sent = records.recognition.newest(talk)
    assert sent is not None
    assert code not in sent.code_hash
    assert is_code(code, sent.code_hash)


def test_m3_after_the_last_try_the_right_code_proves_nothing(office: Office) -> None:
    talk, code = _waiting(office)
    for _ in range(office.rulebook.recognition.tries_at_most):
        _types(office, talk, _wrong(code))
    assert _identity(office, talk) is Identity.ENDED
    _types(office, talk, code)
    assert _identity(office, talk) is Identity.ENDED
    with office.memory.reading() as records:
        assert FactKey.TEAM_SIZE not in {one.key for one in records.facts.current(talk)}


def test_m3_a_code_that_is_out_of_date_proves_nothing(office: Office) -> None:
    talk, code = _waiting(office)
    _types(office, talk, code, later=timedelta(minutes=office.rulebook.recognition.code_minutes))
    assert _identity(office, talk) is not Identity.VERIFIED


def test_m3_to_an_unknown_address_nothing_is_sent_and_the_words_are_the_same(office: Office) -> None:
    talk, code = _waiting(office, known=False)
    assert (office.mails, code) == ([], "")
    assert "is on its way" in office.messages(talk)[-1].text


def test_m3_an_address_gets_so_many_codes_an_hour_and_no_more(office: Office) -> None:
    most = office.rulebook.recognition.codes_per_address_per_hour
    for _ in range(most):
        _waiting(office)
    assert len(office.mails) == most
    talk = office.conversation()
    office.turn(talk, "we talked last week", Intent.INFORM)
    office.turn_without_engine(talk, "dana@acme.com")
    office.turn(talk, "yes please", Intent.AFFIRM)
    assert len(office.mails) == most


def test_m3_nobody_waits_for_a_code_where_none_was_sent(office: Office) -> None:
    talk = office.conversation()
    with office.memory.reading() as records:
        assert awaited_code(records, talk, "482913") is None


def test_m3_two_hashes_of_one_code_differ_and_both_hold() -> None:
    first, second = hash_of("004211"), hash_of("004211")
    assert first != second
    assert is_code("004211", first)
    assert is_code("004211", second)
    assert not is_code("004212", first)


def test_m3_a_burst_of_codes_is_not_tried_beyond_the_last_try(office: Office) -> None:
    talk, code = _waiting(office)
    numbers = office.rulebook.recognition
    # All of them accepted before the turn that answers them.
    for typed in (*[_wrong(code)] * numbers.tries_at_most, code):
        with office.memory.transaction() as records:
            sent = awaited_code(records, talk, typed)
            assert sent is not None
            try_code(records, sent, typed, numbers, datetime.now(UTC))
    office.turn(talk, MASK, Intent.INFORM)
    assert _identity(office, talk) is Identity.ENDED
