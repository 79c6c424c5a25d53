"""M3 over a real database: the code goes by mail alone, is kept as a hash, and opens what was told before."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from actions.recognising.secrets import hash_of, is_code
from actions.recognising.trying import keep_try, tried_code
from qualification.facts import FactKey, FactSource, Text, known_text
from qualification.recognising.codes import MASK, without_code
from qualification.state import Identity
from qualification.understanding import Intent
from tests.actions.office import Office
from tests.memory.samples import TEAM_OF_40, fact

DANA = fact(FactKey.EMAIL, Text("dana@acme.com"))


def _told_before(office: Office, *, proven: bool) -> None:
    before, long_ago = office.conversation(), datetime.now(UTC) - timedelta(days=1)
    office.learn(before, DANA, TEAM_OF_40)
    if proven:
        with office.memory.transaction() as records:
            sent = records.recognition.keep(before, "dana@acme.com", "hash", now=long_ago, expires_at=long_ago)
            records.recognition.prove(sent.id, now=long_ago)


def _waiting(office: Office, *, known: bool = True, proven: bool = True) -> tuple[str, str]:
    """A conversation that waits for a code, and the code of the mail ("" when none was sent)."""
    if known:
        _told_before(office, proven=proven)
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


def _accepts(office: Office, talk: str, typed: str) -> str:
    """As the gateway has it: tried when it is accepted, and stored without its digits; what is stored."""
    with office.memory.transaction() as records:
        tried = tried_code(records, talk, typed, office.rulebook.recognition, office.clock())
        if tried is not None:
            keep_try(records, tried, office.clock())
    return without_code(typed, tried.right) if tried is not None and tried.is_secret else typed


def _types(office: Office, talk: str, typed: str, *, later: timedelta = timedelta()) -> None:
    now = datetime.now(UTC) + later
    office.clock = lambda: now
    office.turn(talk, _accepts(office, talk, typed), Intent.INFORM)


def _tries(office: Office, talk: str) -> int:
    with office.memory.reading() as records:
        sent = records.recognition.newest(talk)
    assert sent is not None
    return sent.tries


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


def _corrects(office: Office, talk: str) -> None:
    office.turn_without_engine(talk, "actually omar@acme.com")
    with office.memory.reading() as records:
        assert known_text(records.facts.current(talk), FactKey.EMAIL) == "omar@acme.com"


def test_m3_an_address_that_was_corrected_after_its_proof_is_not_shown_as_verified(office: Office) -> None:
    talk, code = _waiting(office)
    _types(office, talk, code)
    _corrects(office, talk)
    assert _identity(office, talk) is Identity.STRANGER
    assert office.thread(office.dana, talk).verified is None


def test_m3_the_card_says_verified_of_the_proven_address_alone(office: Office) -> None:
    talk, code = _waiting(office)
    _types(office, talk, code)
    office.turn(talk, "I want to talk to a person", Intent.ASK_HUMAN)
    proven = office.thread(office.dana, talk).card
    assert proven is not None
    assert proven.verified
    office.learn(talk, fact(FactKey.EMAIL, Text("omar@acme.com")))
    shown = office.thread(office.dana, talk).card
    assert shown is not None
    assert not shown.verified


def test_m3_a_code_proves_no_other_address_than_the_one_it_went_to(office: Office) -> None:
    talk, code = _waiting(office)
    _corrects(office, talk)
    _types(office, talk, code)
    assert _identity(office, talk) is Identity.STRANGER


def test_s2_who_has_proven_an_address_stays_a_known_account(office: Office) -> None:
    talk, code = _waiting(office)
    _types(office, talk, code)
    office.turn(talk, "do you work with Slack", Intent.ASK_INTEGRATION)
    with office.memory.reading() as records:
        decided = [records.turns.replay(record.id) for record in records.turns.records(talk)]
    known = [one.signals.known_account for one in decided if one]
    assert sorted(map(str, known)) == ["None", "None", "None", "True", "True"]


def test_m3_a_yes_after_the_last_code_of_the_hour_promises_none(office: Office) -> None:
    office.learn(office.conversation(), DANA)
    talk, now = office.conversation(), datetime.now(UTC)
    office.turn(talk, "we talked last week", Intent.INFORM)
    office.turn_without_engine(talk, "dana@acme.com")
    for _ in range(office.rulebook.recognition.codes_per_address_per_hour):
        other = office.conversation()
        with office.memory.transaction() as records:
            records.recognition.keep(other, "dana@acme.com", "hash", now=now, expires_at=now)
    office.turn(talk, "yes please", Intent.AFFIRM)
    assert _identity(office, talk) is Identity.ENDED
    assert "on its way" not in office.messages(talk)[-1].text


def test_m3_what_anybody_typed_under_an_address_is_not_taken_over_with_its_proof(office: Office) -> None:
    talk, code = _waiting(office, proven=False)
    _types(office, talk, code)
    assert _identity(office, talk) is Identity.VERIFIED
    with office.memory.reading() as records:
        assert [one.key for one in records.facts.current(talk)] == [FactKey.EMAIL]
    assert "before" not in office.messages(talk)[-1].text
    assert "earlier" not in office.messages(talk)[-1].text


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
    assert _identity(office, talk) is Identity.OFFERED
    assert "time of that code is over" in office.messages(talk)[-1].text


def test_m3_in_the_end_of_its_time_nothing_is_waited_for_and_figures_are_only_figures(office: Office) -> None:
    talk, _ = _waiting(office)
    over = timedelta(minutes=office.rulebook.recognition.code_minutes)
    _types(office, talk, "hello again", later=over)
    assert _identity(office, talk) is Identity.ENDED
    _types(office, talk, "150000", later=over)
    assert [one.text for one in office.messages(talk) if one.text == "150000"]


def test_m3_a_visitors_figures_stay_as_they_are_while_a_code_is_out(office: Office) -> None:
    talk, code = _waiting(office)
    for typed in ("we are 100-200 people", "a budget of 150000 euros", "call me: +49 151 234 567"):
        assert _accepts(office, talk, typed) == typed
    assert code not in _accepts(office, talk, f"the mail came, {code} is what it says, thanks")
    _types(office, talk, "so, what now")
    assert _identity(office, talk) is Identity.VERIFIED


def test_m3_nobody_guesses_uncounted_in_a_text_that_says_more(office: Office) -> None:
    talk, code = _waiting(office)
    for _ in range(office.rulebook.recognition.tries_at_most):
        _accepts(office, talk, f"I think that it might well be {_wrong(code)} or so")
    said = f"I think that it might well be {code} or so"
    assert _accepts(office, talk, said) == said
    _types(office, talk, code)
    assert _identity(office, talk) is Identity.ENDED


def test_m3_of_many_tries_at_the_same_moment_no_more_are_looked_at_than_there_are(office: Office) -> None:
    talk, code = _waiting(office)
    most = office.rulebook.recognition.tries_at_most
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: _accepts(office, talk, _wrong(code)), range(most + 3)))
    assert _tries(office, talk) == most


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


def test_m3_an_address_gets_so_many_codes_a_day_and_no_more(office: Office) -> None:
    numbers, now = office.rulebook.recognition, datetime.now(UTC)
    for hours in range(numbers.codes_per_address_per_day):
        other = office.conversation()
        with office.memory.transaction() as records:
            at = now - timedelta(hours=hours + 2)
            records.recognition.keep(other, "dana+tag@acme.com", "hash", now=at, expires_at=at)
    talk = office.conversation()
    office.learn(office.conversation(), DANA)
    office.turn(talk, "we talked last week", Intent.INFORM)
    office.turn_without_engine(talk, "dana@acme.com")
    office.turn(talk, "yes please", Intent.AFFIRM)
    assert office.mails == []


def test_m3_one_conversation_learns_of_one_address_whether_it_is_known_and_of_no_other(office: Office) -> None:
    office.learn(office.conversation(), DANA)
    talk = office.conversation()
    office.turn(talk, "what does it cost", Intent.ASK_PRICING)
    office.turn_without_engine(talk, "nobody@acme.com")
    assert _identity(office, talk) is Identity.STRANGER
    office.turn_without_engine(talk, "dana@acme.com")
    assert _identity(office, talk) is Identity.STRANGER


def test_m3_nobody_waits_for_a_code_where_none_was_sent(office: Office) -> None:
    talk = office.conversation()
    with office.memory.transaction() as records:
        assert tried_code(records, talk, "482913", office.rulebook.recognition, office.clock()) is None


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
        assert _accepts(office, talk, typed) == MASK
    office.turn(talk, MASK, Intent.INFORM)
    assert _identity(office, talk) is Identity.ENDED
