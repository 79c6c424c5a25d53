"""What every CRM does behind the contract, whichever it is (C1)."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from crm_adapter.contract import Activity, Actor, Crm, Lead, LeadDetails, LeadRef, LeadStatus
from qualification.errors import Rejected, RuleViolation
from qualification.ordering import Place, queue_key
from tests.contracts.conftest import CrmAccount

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
DANA = LeadDetails(
    conversation_id="conversation-1",
    source="chat:website",
    email="dana@acme.com",
    name="Dana",
    company="Acme",
    facts={"team_size": "40 people"},
)


def _capture(crm: Crm, details: LeadDetails = DANA, *, key: str = "lead:1", now: datetime = NOW) -> LeadRef:
    return crm.capture_lead(details, key=key, now=now)


def _lead(crm: Crm, ref: LeadRef) -> Lead:
    lead = crm.lead(ref)
    assert lead is not None
    return lead


def _kinds(crm: Crm, ref: LeadRef) -> Sequence[str]:
    return [activity.kind for activity in crm.timeline(ref)]


def test_l2_a_captured_lead_is_visible_at_once_with_status_new(crm: Crm) -> None:
    ref = _capture(crm)
    lead = _lead(crm, ref)
    assert (lead.status, lead.details) == (LeadStatus.NEW, DANA)
    assert (lead.created_at, lead.last_activity_at) == (NOW, NOW)
    assert crm.lead_of("conversation-1") == lead
    assert list(crm.leads()) == [lead]


def test_l4_qualification_of_a_lead_is_no_status_of_its_own_making(crm: Crm) -> None:
    """Completing with a score moves nothing on the status axis."""
    ref = _capture(crm)
    _capture(crm, replace(DANA, score=95.0), key="lead:2")
    assert _lead(crm, ref).status is LeadStatus.NEW


def test_a_conversation_completes_its_own_lead(crm: Crm) -> None:
    ref = _capture(crm)
    more = replace(DANA, email="dana@acme.example", name=None, facts={"budget": "2,000 EUR a month"}, score=71.0)
    assert _capture(crm, more, key="lead:2", now=LATER) == ref
    lead = _lead(crm, ref)
    assert lead.details.email == "dana@acme.example"
    assert lead.details.name == "Dana"
    assert lead.details.facts == {"team_size": "40 people", "budget": "2,000 EUR a month"}
    assert lead.details.score == 71.0
    assert (lead.created_at, lead.last_activity_at) == (NOW, LATER)
    assert len(crm.leads()) == 1


def test_completing_with_nothing_new_changes_nothing(crm: Crm) -> None:
    ref = _capture(crm)
    before = crm.timeline(ref)
    _capture(crm, key="lead:2", now=LATER)
    assert crm.timeline(ref) == before


def test_m3_the_same_unverified_email_in_two_conversations_never_merges(crm: Crm) -> None:
    ref = _capture(crm)
    other = _capture(crm, replace(DANA, conversation_id="conversation-2", name="Mallory"), key="lead:2")
    assert ref != other
    assert _lead(crm, ref).details == DANA
    assert _lead(crm, other).details.name == "Mallory"
    assert len(crm.leads()) == 2


@pytest.mark.parametrize(
    ("way", "last"),
    [
        ([LeadStatus.CONTACTED, LeadStatus.QUALIFIED], LeadStatus.CONVERTED),
        ([LeadStatus.QUALIFIED], LeadStatus.DISQUALIFIED),
        ([LeadStatus.DISQUALIFIED], LeadStatus.NEW),
    ],
)
def test_l3_legal_transitions_are_made(crm: Crm, way: list[LeadStatus], last: LeadStatus) -> None:
    ref = _capture(crm)
    for number, status in enumerate([*way, last]):
        crm.change_status(ref, status, reason="said so", actor=Actor.HUMAN, key=f"status:{number}", now=LATER)
    assert _lead(crm, ref).status is last


@pytest.mark.parametrize(
    ("way", "illegal"),
    [
        ([], LeadStatus.CONVERTED),
        ([LeadStatus.QUALIFIED], LeadStatus.NEW),
        ([LeadStatus.QUALIFIED, LeadStatus.CONVERTED], LeadStatus.DISQUALIFIED),
        ([LeadStatus.DISQUALIFIED], LeadStatus.QUALIFIED),
    ],
)
def test_l3_an_illegal_transition_is_refused_with_the_reason(
    crm: Crm, way: list[LeadStatus], illegal: LeadStatus
) -> None:
    ref = _capture(crm)
    for number, status in enumerate(way):
        crm.change_status(ref, status, reason="said so", actor=Actor.HUMAN, key=f"status:{number}", now=NOW)
    before = (_lead(crm, ref), crm.timeline(ref))
    with pytest.raises(RuleViolation, match=f"cannot become {illegal}"):
        crm.change_status(ref, illegal, reason="said so", actor=Actor.HUMAN, key="illegal", now=LATER)
    assert (_lead(crm, ref), crm.timeline(ref)) == before


@pytest.mark.parametrize("reason", ["", "  "])
def test_l3_disqualifying_without_a_reason_is_refused(crm: Crm, reason: str) -> None:
    ref = _capture(crm)
    with pytest.raises(RuleViolation, match="reason"):
        crm.change_status(ref, LeadStatus.DISQUALIFIED, reason=reason, actor=Actor.HUMAN, key="status:1", now=NOW)
    assert _lead(crm, ref).status is LeadStatus.NEW


def test_l5_a_transition_writes_exactly_one_status_change(crm: Crm) -> None:
    ref = _capture(crm)
    crm.change_status(ref, LeadStatus.QUALIFIED, reason="fits", actor=Actor.HUMAN, key="status:1", now=LATER)
    newest, *older = crm.timeline(ref)
    assert (newest.kind, newest.actor, newest.at) == ("status_change", Actor.HUMAN, LATER)
    assert newest.data == {"from": "new", "to": "qualified", "reason": "fits"}
    assert "status_change" not in [activity.kind for activity in older]


def test_l5_the_status_it_has_already_writes_no_status_change(crm: Crm) -> None:
    ref = _capture(crm)
    for number in (1, 2):
        crm.change_status(
            ref, LeadStatus.QUALIFIED, reason="fits", actor=Actor.HUMAN, key=f"status:{number}", now=LATER
        )
    assert list(_kinds(crm, ref)).count("status_change") == 1


def test_c2_the_same_key_twice_has_the_effect_of_one_write(crm: Crm) -> None:
    first = _capture(crm)
    assert _capture(crm, replace(DANA, conversation_id="conversation-2"), now=LATER) == first
    for status in (LeadStatus.CONTACTED, LeadStatus.QUALIFIED):
        crm.change_status(first, status, reason="", actor=Actor.SYSTEM, key="status:1", now=LATER)
    for text in ("said hello", "said goodbye"):
        crm.add_activity(first, Activity("message", text, Actor.AGENT, LATER), key="activity:1")
    assert _lead(crm, first).status is LeadStatus.CONTACTED
    assert [activity.text for activity in crm.timeline(first) if activity.kind == "message"] == ["said hello"]
    assert len(crm.leads()) == 1


def test_c3_the_timeline_shows_what_happened_newest_first(crm: Crm) -> None:
    ref = _capture(crm)
    given = [
        Activity(
            "message", f"line {number} \u202bמה\u202c 👋", Actor.AGENT, NOW + timedelta(minutes=number), {"n": number}
        )
        for number in range(5)
    ]
    for number, activity in enumerate(given):
        crm.add_activity(ref, activity, key=f"activity:{number}")
    assert list(crm.timeline(ref, limit=5)) == given[::-1]
    assert list(crm.timeline(ref, limit=2)) == given[:2:-1]


def test_a_late_activity_does_not_turn_the_leads_clock_back(crm: Crm) -> None:
    ref = _capture(crm, now=LATER)
    crm.add_activity(ref, Activity("message", "earlier", Actor.AGENT, NOW), key="activity:1")
    assert _lead(crm, ref).last_activity_at == LATER
    assert crm.timeline(ref)[-1].text == "earlier"


def test_l6_leads_come_in_the_order_of_the_queue(crm: Crm) -> None:
    for number, (score, priority, hours, _twice) in enumerate(product((70.0, None, 10.0), (0, 1), (1, 0, 2), (1, 2))):
        details = replace(DANA, conversation_id=f"conversation-{number}", score=score, source_priority=priority)
        _capture(crm, details, key=f"lead:{number}", now=NOW + timedelta(hours=hours))
    leads = list(crm.leads())
    assert leads == sorted(leads, key=_queue_key)
    assert list(crm.leads(limit=7)) == leads[:7]


def _queue_key(lead: Lead) -> tuple[float, float, int, str]:
    return queue_key(Place(lead.details.score, lead.last_activity_at, lead.details.source_priority, lead.ref.id))


def test_unknown_leads_are_not_found_and_writes_to_them_rejected(crm: Crm) -> None:
    nobody = LeadRef("nobody")
    assert crm.lead(nobody) is None
    assert crm.lead_of("nothing") is None
    assert list(crm.timeline(nobody)) == []
    with pytest.raises(Rejected):
        crm.add_activity(nobody, Activity("note", "hello", Actor.HUMAN, NOW), key="activity:1")
    with pytest.raises(Rejected):
        crm.change_status(nobody, LeadStatus.QUALIFIED, reason="fits", actor=Actor.HUMAN, key="status:1", now=NOW)


def test_l9_a_workspace_sees_and_changes_nothing_of_another(crm_account: CrmAccount) -> None:
    ours, theirs = crm_account.open("acme"), crm_account.open("globex")
    ref = _capture(ours)
    assert theirs.lead(ref) is None
    assert theirs.lead_of(DANA.conversation_id) is None
    assert list(theirs.leads()) == []
    assert list(theirs.timeline(ref)) == []
    with pytest.raises(Rejected):
        theirs.change_status(ref, LeadStatus.QUALIFIED, reason="fits", actor=Actor.HUMAN, key="status:1", now=NOW)
    same_key_and_conversation = _capture(theirs, replace(DANA, name="Somebody else"))
    assert same_key_and_conversation != ref
    assert _lead(ours, ref).details.name == "Dana"


def test_l1_a_conversation_captured_from_many_threads_becomes_one_lead(crm: Crm) -> None:
    def capture(number: int) -> LeadRef:
        return _capture(crm, replace(DANA, facts={f"fact_{number}": "x"}), key=f"lead:{number}")

    _capture(crm, key="first")
    with ThreadPoolExecutor(8) as pool:
        refs = set(pool.map(capture, range(24)))
    assert len(refs) == 1
    assert len(_lead(crm, refs.pop()).details.facts) == 25


def test_text_that_no_database_can_hold_is_stored_without_it(crm: Crm) -> None:
    ref = _capture(crm, replace(DANA, name="Da\x00na \ud800", facts={"use_case": "NUL \x00 inside"}))
    assert (_lead(crm, ref).details.name or "").startswith("Dana")
