"""A working day at the desk as data: people who wait, people being helped. Realistic, and made up."""

from dataclasses import replace
from datetime import datetime, timedelta

from handoff.contract import (
    BriefSentence,
    Card,
    KnownFact,
    MoodView,
    RepIdentity,
    RepNote,
    Thread,
    TurnView,
    VerdictView,
)
from qualification.conversation import Author, HandoffOutcome, HandoffStatus, Message, Source
from qualification.understanding import MoodSign, MoodWord, Sentiment, Urgency

PRIYA = RepIdentity("rep-priya", "Priya Nair", "priya@foyer.example", is_admin=True)
MARCO = RepIdentity("rep-marco", "Marco Ruiz", "marco@foyer.example", is_admin=False)

VERSIONS = {"rulebook": "2026-11-18.2", "model": "nlu-7f3c91", "foyer": "0.1.0"}


# The last one had nothing to measure.
WEIGHED = (
    ("low_confidence", 0.19, 0.04, 0.0076),
    ("narrow_margin", 0.37, 0.04, 0.0148),
    ("open_problem", 0.0, 0.1, 0.0),
    ("lead_score", None, 0.15, 0.0),
)
IN_A_HURRY = MoodView(Sentiment.NEUTRAL, Urgency.SOME, (MoodWord(MoodSign.URGENCY, "before january", 0.4),))
IN_REVIEW = VerdictView(qualified=False, score=0.4, border=0.6, parts=(("Every visitor", 0.4),))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def dana_messages(now: datetime) -> tuple[Message, ...]:
    """A talk with a question answered from knowledge, a correction, and the wish for a person."""
    lines: list[tuple[Author, str, float]] = [
        (Author.VISITOR, "hi, does the growth plan include SSO?", 11.0),
        (
            Author.ASSISTANT,
            (
                "Hello, I'm the assistant at Foyer: a program, not a person. Single sign-on with SAML and OpenID "
                "Connect is part of Scale; Growth signs in with e-mail and password. How many people would use it?"
            ),
            10.9,
        ),
        (Author.VISITOR, "about 40 reps", 9.4),
        (Author.ASSISTANT, "About 40 people. When do you want to start?", 9.3),
        (Author.VISITOR, "before january. and sorry its 50 not 40, we just hired", 8.1),
        (
            Author.ASSISTANT,
            "50 people, by 31 December 2026. I answer from our pages; what do you use today?",
            8.0,
        ),
        (
            Author.VISITOR,
            "zendesk, but the bot there keeps talking over our people. Dana Whitfield, Acme Robotics",
            5.2,
        ),
        (Author.ASSISTANT, "Thanks, Dana. Which e-mail address should we use for you?", 5.1),
        (
            Author.VISITOR,
            "dana.whitfield@acmerobotics.example. can I talk to a human about SSO and the price for 50?",
            2.8,
        ),
        (Author.SYSTEM, "Handed over to the team. Nobody has picked it up yet.", 2.7),
    ]
    messages = [
        Message(number, author, text, now - minutes(before), client_id=f"c{number}" if author == "visitor" else None)
        for number, (author, text, before) in enumerate(lines, start=1)
    ]
    messages[1] = replace(
        messages[1],
        sources=(Source("Security and sign-on", "/help/security#single-sign-on"),),
        choices=("1-10", "11-50", "51-200", "More", "Talk to a person"),
    )
    return tuple(messages)


def dana_facts() -> tuple[KnownFact, ...]:
    return (
        KnownFact("name", "Name", "Dana Whitfield", 7, 0.97),
        KnownFact("company", "Company", "Acme Robotics", 7, 0.93),
        KnownFact("email", "E-mail", "dana.whitfield@acmerobotics.example", 9, 1.0),
        KnownFact("team_size", "Team size", "50 people", 5, 0.96, replaced=("about 40 people",)),
        KnownFact("timeline", "Timeline", "by 31 December 2026", 5, 0.72),
        KnownFact("current_tool", "Current tool", "Zendesk", 7, 0.95),
    )


def dana_card(now: datetime) -> Card:
    return Card(
        handoff_id="h-dana",
        conversation_id="c-dana",
        status=HandoffStatus.WAITING,
        who="Dana Whitfield",
        company="Acme Robotics",
        channel="website",
        cause="asked_for_person",
        reason="Wants single sign-on and a price for 50 people before January.",
        score=82.0,
        brief=(
            BriefSentence(
                "Dana Whitfield of Acme Robotics wants to move 50 reps away from Zendesk before January.", (5, 7)
            ),
            BriefSentence(
                "She asked whether Growth includes single sign-on and was told that it is part of Scale.", (1, 2)
            ),
            BriefSentence("Their current bot talks over their people.", (7,)),
        ),
        open_question="What does Scale cost for 50 people, with single sign-on?",
        opener="Hi Dana, Scale is the plan with single sign-on. For 50 people in December, is SAML what you use?",
        facts=dana_facts(),
        missing=("Budget", "Role", "Use case"),
        last_words="can I talk to a human about SSO and the price for 50?",
        requested_at=now - minutes(2.7),
        claimed_by=None,
        claimed_name=None,
        claimed_at=None,
        outcome=None,
        verdict=VerdictView(
            qualified=True, score=0.7, border=0.6, parts=(("Every visitor", 0.4), ("Company known", 0.3))
        ),
        score_parts=(
            ("Team size", 24.5),
            ("Stated timeline", 21.3),
            ("Current tool", 14.2),
            ("Asked for a person", 22.0),
        ),
    )


def _other_card(now: datetime, **changes: object) -> Card:
    plain = replace(
        dana_card(now),
        verdict=IN_REVIEW,
        company=None,
        brief=(),
        open_question=None,
        opener=None,
        facts=(),
        missing=(),
        score_parts=(),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the caller names fields of Card


def waiting_cards(now: datetime) -> list[Card]:
    return [
        dana_card(now),
        _other_card(
            now,
            handoff_id="h-support",
            conversation_id="c-support",
            who="Visitor",
            channel="support",
            cause="unsolved_problem",
            reason="Two answers did not help with the failing Slack connection.",
            score=58.0,
            opener="Hello, I read what you tried with Slack. Did the workspace owner approve the app before the error?",
            brief=(BriefSentence("The Slack connection fails with “invalid_auth” after reinstalling twice.", (1, 3)),),
            missing=("Name", "E-mail"),
            last_words="still the same error, I reinstalled it twice already",
            requested_at=now - minutes(0.9),
            tickets=(12,),
            locale="de",
        ),
        _other_card(
            now,
            handoff_id="h-late",
            conversation_id="c-late",
            status=HandoffStatus.UNANSWERED,
            who="tom@northwind.example",
            company="Northwind",
            cause="demo",
            reason="Asked for a demo; nobody picked up in time, the e-mail address was taken.",
            score=41.0,
            opener="Hi, you asked for a demo yesterday evening. Would 10:00 or 15:00 today suit you?",
            facts=(KnownFact("email", "E-mail", "tom@northwind.example", 5, 1.0),),
            missing=("Team size", "Timeline"),
            last_words="ok then mail me please",
            requested_at=now - minutes(74),
        ),
    ]


def taken_cards(now: datetime) -> list[Card]:
    return [
        _other_card(
            now,
            handoff_id="h-mine",
            conversation_id="c-mine",
            status=HandoffStatus.ACCEPTED,
            who="Amara Okafor",
            company="Lumen Health",
            cause="legal",
            reason="Asks for a data processing agreement in writing.",
            score=66.0,
            last_words="we need the DPA signed before the pilot",
            requested_at=now - minutes(22),
            claimed_by=PRIYA.id,
            claimed_name=PRIYA.name,
            claimed_at=now - minutes(18),
        ),
        _other_card(
            now,
            handoff_id="h-marco",
            conversation_id="c-marco",
            status=HandoffStatus.ACCEPTED,
            who="Jonas Weber",
            company="Weber & Söhne GmbH",
            cause="qualified",
            reason="Company and role are known; a price for 120 people decides.",
            score=74.0,
            last_words="und gibt es einen Rabatt ab 100 Plätzen?",
            requested_at=now - minutes(41),
            verdict=dana_card(now).verdict,
            claimed_by=MARCO.id,
            claimed_name=MARCO.name,
            claimed_at=now - minutes(39),
        ),
    ]


def cards(now: datetime) -> list[Card]:
    return [*waiting_cards(now), *taken_cards(now)]


def dana_turns(now: datetime) -> tuple[TurnView, ...]:
    return (
        TurnView(
            numbers=(1,),
            started_at=now - minutes(11),
            answered_at=now - minutes(11) + timedelta(milliseconds=240),
            intent="ask_security",
            intent_confidence=0.81,
            ranking=(("ask_security", 0.81), ("ask_pricing", 0.44), ("ask_product", 0.21), ("ask_integration", 0.12)),
            entities=(),
            outcome="answer",
            confidence=0.76,
            reason="The question is known and a page answers it; 0.76 is above the threshold of 0.55.",
            source="blend",
            contributions=WEIGHED,
            evidence=(("message", "1"), ("page", "/help/security#single-sign-on"), ("rule", "D3@2")),
            versions=VERSIONS,
            in_scope=0.5,
        ),
        TurnView(
            numbers=(5,),
            started_at=now - minutes(8.1),
            answered_at=now - minutes(8.0),
            intent="correct",
            intent_confidence=0.46,
            ranking=(("correct", 0.46), ("inform", 0.43), ("ask_pricing", 0.05)),
            entities=(("team_size", "50"), ("timeline", "before january")),
            outcome="ask",
            confidence=0.68,
            reason="Two facts were given, one corrects an earlier one; the current tool can change the route most.",
            source="blend",
            contributions=(
                ("low_confidence", 0.54, 0.04, 0.0216),
                ("slot_completeness", 0.64, 0.05, 0.032),
                ("urgency", 0.4, 0.15, 0.06),
            ),
            evidence=(("message", "5"), ("fact", "team_size"), ("fact", "timeline"), ("rule", "D6@2")),
            versions=VERSIONS,
            in_scope=0.5,
            mood=IN_A_HURRY,
        ),
        TurnView(
            numbers=(9,),
            started_at=now - minutes(2.8),
            answered_at=now - minutes(2.7),
            intent="ask_human",
            intent_confidence=0.98,
            ranking=(("ask_human", 0.98), ("ask_pricing", 0.31)),
            entities=(("email", "dana.whitfield@acmerobotics.example"),),
            outcome="escalate",
            confidence=1.0,
            reason="The visitor asked for a person; that is obeyed at once.",
            source="hard_rule",
            contributions=(),
            evidence=(("message", "9"), ("rule", "D4@1")),
            versions=VERSIONS,
            in_scope=0.5,
        ),
    )


def dana_thread(now: datetime) -> Thread:
    card = dana_card(now)
    return Thread(
        conversation_id="c-dana",
        status="open",
        owner_name=None,
        owner_id=None,
        owner_number=1,
        channel="website",
        locale="en",
        page_url="https://foyer.example/pricing?utm_source=newsletter",
        started_at=now - minutes(11.2),
        card=card,
        summary=card.brief,
        messages=dana_messages(now),
        notes=(
            RepNote(MARCO.name, "Acme asked for SSO at the fair too. Their CISO is Helen Park.", now - minutes(1.5)),
        ),
        facts=card.facts,
        missing=card.missing,
        turns=dana_turns(now),
        lead_id="l-dana",
        verdict=card.verdict,
    )


def _thread_of(card: Card, now: datetime) -> Thread:
    messages = (
        Message(1, Author.VISITOR, "Hello, is somebody there?", card.requested_at - minutes(3)),
        Message(
            2, Author.ASSISTANT, "Hello, I'm the assistant at Foyer. What can I look up for you?", card.requested_at
        ),
        Message(3, Author.VISITOR, card.last_words, card.requested_at),
    )
    return replace(
        dana_thread(now),
        conversation_id=card.conversation_id,
        owner_id=card.claimed_by,
        owner_name=card.claimed_name,
        owner_number=2 if card.claimed_by else 1,
        channel=card.channel,
        page_url=None,
        started_at=card.requested_at - minutes(3),
        card=card,
        summary=card.brief,
        messages=messages,
        notes=(),
        facts=card.facts,
        missing=card.missing,
        turns=(),
        lead_id=None,
        verdict=card.verdict,
    )


def threads(now: datetime) -> list[Thread]:
    """The conversations behind the cards, one of the assistant's, one closed, one with nothing said."""
    with_card = [dana_thread(now), *(_thread_of(card, now) for card in cards(now)[1:])]
    base = _thread_of(_other_card(now, requested_at=now - minutes(4)), now)
    assistant = replace(
        base,
        conversation_id="c-assistant",
        card=None,
        messages=(
            Message(1, Author.VISITOR, "wie viel kostet growth im monat?", now - minutes(1)),
            Message(2, Author.ASSISTANT, "Growth costs $99 a month.", now - minutes(0.9)),
        ),
        turns=dana_turns(now)[:1],
    )
    closed_card = _other_card(
        now,
        handoff_id="h-closed",
        conversation_id="c-closed",
        who="Li Wei",
        status=HandoffStatus.CLOSED,
        outcome=HandoffOutcome.MEETING_BOOKED,
        requested_at=now - minutes(3000),
        last_words="great, see you on Thursday",
    )
    silent = replace(base, conversation_id="c-silent", card=None, messages=(), started_at=now - minutes(5))
    return [*with_card, assistant, replace(_thread_of(closed_card, now), status="closed"), silent]
