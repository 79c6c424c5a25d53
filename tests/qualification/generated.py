"""Everything `decide` may be given, generated: any state of a dialogue, any turn, sense or nonsense."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from qualification.conversation import Channel, HandoffStatus
from qualification.facts import (
    Fact,
    FactKey,
    FactSource,
    FactValue,
    Headcount,
    JobTitle,
    Money,
    Period,
    Seniority,
    Text,
    Timeframe,
)
from qualification.state import (
    ConversationState,
    DialogueState,
    KnowledgeHit,
    KnownTicket,
    Misread,
    Pending,
    TurnSignals,
)
from qualification.understanding import Entity, Intent, Understanding

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
DATES = st.dates(date(2020, 1, 1), date(2035, 1, 1))
SHARES = st.floats(0, 1)
WORDS = st.text(max_size=30)
COUNTS = st.integers(0, 4)
AMOUNTS = st.decimals(0, 10**6, places=2, allow_nan=False)
LOCALES = st.sampled_from(["en", "de", "ar"])

VALUES: st.SearchStrategy[FactValue] = st.one_of(
    st.builds(Text, WORDS),
    st.builds(JobTitle, WORDS, st.none() | st.sampled_from(Seniority)),
    st.builds(Headcount, st.integers(0, 5000), st.none() | st.integers(0, 5000)),
    st.builds(Money, AMOUNTS, st.none() | AMOUNTS, st.sampled_from(["", "EUR"]), st.none() | st.sampled_from(Period)),
    st.builds(Timeframe, st.none() | DATES, st.none() | DATES, WORDS, st.none() | st.times()),
)
KEYS = st.sampled_from(FactKey)
FACTS = st.builds(
    Fact, KEYS, VALUES, WORDS, st.sampled_from(FactSource), SHARES, MOMENTS, st.none() | st.integers(1, 99)
)
KNOWN = st.lists(FACTS, max_size=6).map(lambda facts: {fact.key: fact for fact in facts})
DIALOGUES = st.builds(
    DialogueState,
    turn=COUNTS,
    introduced=st.booleans(),
    question_answered=st.booleans(),
    requested=st.none() | KEYS,
    asked=st.dictionaries(KEYS, st.integers(0, 3), max_size=4),
    declined=st.frozensets(KEYS, max_size=4),
    pending=st.none() | st.sampled_from(Pending),
    problem_open=st.booleans(),
    buying_signal=st.booleans(),
    sales_interest=st.booleans(),
    stopped=st.booleans(),
    misunderstandings=COUNTS,
    abuse_count=COUNTS,
    resumed=COUNTS,
    help_attempts=COUNTS,
    concluded=st.booleans(),
    refused_person=st.booleans(),
    problem_numbers=st.lists(st.integers(1, 99), max_size=3).map(tuple),
    ticketed=st.booleans(),
    tickets=COUNTS,
    upgrade_offered=st.booleans(),
)
STATES = st.builds(
    ConversationState,
    channel=st.sampled_from(Channel),
    dialogue=DIALOGUES,
    facts=KNOWN,
    handoff=st.sampled_from(HandoffStatus),
    locale=LOCALES,
    page=st.none() | WORDS | st.just("https://foyer.example/pricing") | st.just("http://["),
    handoff_since=st.none() | MOMENTS,
    ticket=st.none() | st.builds(KnownTicket, st.integers(1, 99), WORDS),
)
HITS = st.builds(KnowledgeHit, WORDS, WORDS, WORDS, SHARES)
ENTITIES = st.builds(Entity, KEYS, WORDS, COUNTS, COUNTS, SHARES)
UNDERSTANDINGS = st.builds(
    Understanding,
    text=WORDS | st.just("why?"),
    ranking=st.lists(st.tuples(st.sampled_from(Intent), SHARES), max_size=3).map(
        lambda ranking: tuple(sorted(ranking, key=lambda entry: -entry[1]))
    ),
    entities=st.lists(ENTITIES, max_size=2).map(tuple),
    sentiment=st.floats(-1, 1),
    urgency=SHARES,
    language=LOCALES,
)
SIGNALS = st.builds(
    TurnSignals,
    message_numbers=st.lists(st.integers(1, 99), max_size=3).map(tuple),
    understanding=st.none() | UNDERSTANDINGS,
    learned=st.lists(FACTS, max_size=3).map(tuple),
    misread=st.lists(st.builds(Misread, KEYS, WORDS), max_size=2).map(tuple),
    hits=st.lists(HITS, max_size=2).map(tuple),
    person_requested=st.booleans(),
    reps_available=st.booleans(),
    secret_masked=st.booleans(),
    lead_score=st.none() | st.floats(0, 100),
    known_account=st.booleans(),
)
