"""Leads and what happened to one of them, as data for the desk. Realistic, and made up."""

from datetime import datetime

from handoff.contract import UNKNOWN_VISITOR, LeadRow, TimelineEntry
from tests.handoff.samples import dana_card, minutes


def leads(now: datetime) -> list[LeadRow]:
    rows = [
        ("l-dana", "Dana Whitfield", "Acme Robotics", "dana.whitfield@acmerobotics.example", "new", 82.0, 2.7),
        ("l-jonas", "Jonas Weber", "Weber & Söhne GmbH", "jonas@weber.example", "contacted", 74.0, 40.0),
        ("l-amara", "Amara Okafor", "Lumen Health", "amara@lumen.example", "qualified", 66.0, 18.0),
        ("l-tom", "tom@northwind.example", "Northwind", "tom@northwind.example", "new", 41.0, 74.0),
        ("l-li", "Li Wei", None, "li.wei@example.org", "converted", 71.0, 3000.0),
        ("l-none", UNKNOWN_VISITOR, None, None, "disqualified", None, 9000.0),
    ]
    return [
        LeadRow(
            id=lead_id,
            who=who,
            company=company,
            email=email,
            status=status,
            score=score,
            source="chat:website",
            conversation_id="c-dana",
            created_at=now - minutes(active + 10),
            last_activity_at=now - minutes(active),
            score_parts=dana_card(now).score_parts if lead_id == "l-dana" else (),
        )
        for lead_id, who, company, email, status, score, active in rows
    ]


def timeline(now: datetime) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            "handoff", "Handoff requested: The visitor asked for a person.", "agent", now - minutes(2.8), "c-dana"
        ),
        TimelineEntry("captured", "Captured from chat:website.", "agent", now - minutes(2.8), "c-dana"),
        TimelineEntry("note", "Marco Ruiz kept a note.", "human", now - minutes(1.5), "c-dana"),
        TimelineEntry("status_change", "new → contacted: by mail", "human", now - minutes(1.2), None),
    ]
