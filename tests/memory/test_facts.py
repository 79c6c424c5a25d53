"""Facts and the running summary: what is learned stays, also what was later corrected."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory.contract import Memory, SummarySentence
from qualification.facts import Fact, FactKey, FactValue, Headcount, Money, Period, Text, Timeframe, current
from tests.memory.samples import MINUTE, NOW, ONE_OF_EACH_KIND, TEAM_OF_40, fact, open_conversation

VALUES: st.SearchStrategy[FactValue] = st.one_of(
    st.builds(Text, st.text(max_size=30)),
    st.builds(Headcount, st.integers(0, 10**6), st.none() | st.integers(0, 10**6)),
    st.builds(
        Money,
        st.decimals(0, 10**9, places=2),
        st.none() | st.decimals(0, 10**9, places=2),
        st.sampled_from(["EUR", "USD", ""]),
        st.none() | st.sampled_from(Period),
    ),
    st.builds(Timeframe, st.none() | st.dates(), st.none() | st.dates(), st.text(max_size=20)),
)
FACTS = st.builds(
    lambda key, value, minutes: fact(key, value, at=NOW + minutes * MINUTE),
    st.sampled_from(FactKey),
    VALUES,
    st.integers(0, 60),
)


def _learn(memory: Memory, conversation_id: str, *facts: Fact) -> None:
    with memory.transaction() as records:
        records.facts.learn(conversation_id, facts)


def test_every_kind_of_value_comes_back_as_it_was(memory: Memory) -> None:
    opened = open_conversation(memory)
    _learn(memory, opened.id, *ONE_OF_EACH_KIND)
    with memory.reading() as records:
        assert list(records.facts.current(opened.id)) == list(ONE_OF_EACH_KIND)


def test_d7_a_correction_supersedes_and_the_old_value_is_kept(memory: Memory) -> None:
    opened = open_conversation(memory)
    corrected = replace(TEAM_OF_40, value=Headcount(50, 50), said="actually 50", at=NOW + MINUTE, message_number=5)
    _learn(memory, opened.id, TEAM_OF_40)
    _learn(memory, opened.id, corrected)
    with memory.reading() as records:
        assert list(records.facts.current(opened.id)) == [corrected]
        assert list(records.facts.history(opened.id)) == [TEAM_OF_40, corrected]


def test_d7_of_two_values_in_one_breath_the_last_holds(memory: Memory) -> None:
    opened = open_conversation(memory)
    corrected = replace(TEAM_OF_40, value=Headcount(50, 50))
    _learn(memory, opened.id, TEAM_OF_40, corrected)
    with memory.reading() as records:
        assert list(records.facts.current(opened.id)) == [corrected]
        assert list(records.facts.history(opened.id)) == [TEAM_OF_40, corrected]


def test_learning_nothing_is_fine(memory: Memory) -> None:
    opened = open_conversation(memory)
    _learn(memory, opened.id)
    with memory.reading() as records:
        assert list(records.facts.history(opened.id)) == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(FACTS, max_size=4), max_size=4))
def test_m2_whatever_is_learned_the_history_is_complete_and_the_last_of_each_key_holds(
    memory: Memory, batches: list[list[Fact]]
) -> None:
    opened = open_conversation(memory)
    for batch in batches:
        _learn(memory, opened.id, *batch)
    learned = [one for batch in batches for one in batch]
    with memory.reading() as records:
        assert list(records.facts.history(opened.id)) == learned
        assert current(records.facts.current(opened.id)) == current(learned)
        assert len(records.facts.current(opened.id)) == len(current(learned))


def test_m4_the_summary_comes_back_with_what_each_sentence_rests_on(memory: Memory) -> None:
    opened = open_conversation(memory)
    first = [SummarySentence("They are 40 people.", (1, 3), ("team_size",))]
    second = [*first, SummarySentence("They use Zendesk now.", (5,))]
    with memory.transaction() as records:
        assert list(records.summaries.get(opened.id)) == []
        records.summaries.put(opened.id, first, up_to=3, now=NOW)
        assert list(records.summaries.get(opened.id)) == first
        records.summaries.put(opened.id, second, up_to=5, now=NOW)
        assert list(records.summaries.get(opened.id)) == second


def test_m1_a_summary_that_covers_less_does_not_replace_one_that_covers_more(memory: Memory) -> None:
    opened = open_conversation(memory)
    with memory.transaction() as records:
        records.summaries.put(opened.id, [SummarySentence("All of it.", (9,))], up_to=9, now=NOW)
        records.summaries.put(opened.id, [SummarySentence("The beginning.", (1,))], up_to=1, now=NOW)
        assert [sentence.text for sentence in records.summaries.get(opened.id)] == ["All of it."]


def test_money_keeps_its_cents_and_dates_their_day(memory: Memory) -> None:
    opened = open_conversation(memory)
    budget = fact(FactKey.BUDGET, Money(Decimal("0.10"), None, "EUR", None))
    start = fact(FactKey.TIMELINE, Timeframe(date(2026, 12, 31), None, "from new year's eve"))
    _learn(memory, opened.id, budget, start)
    with memory.reading() as records:
        assert list(records.facts.current(opened.id)) == [budget, start]
