"""Between the contract's types and the local CRM's rows, both directions. Pure."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Row

from crm_adapter.contract import Activity, Actor, Lead, LeadDetails, LeadRef, LeadStatus


def lead_of(row: Row[Any]) -> Lead:
    return Lead(
        ref=LeadRef(row.id),
        status=LeadStatus(row.status),
        details=LeadDetails(
            conversation_id=row.conversation_id,
            source=row.source,
            email=row.email,
            name=row.name,
            company=row.company,
            facts=row.facts,
            score=row.score,
            source_priority=row.source_priority,
        ),
        created_at=row.created_at,
        last_activity_at=row.last_activity_at,
    )


def contact_row(details: LeadDetails) -> Mapping[str, object]:
    return {"email": details.email, "name": details.name, "company": details.company}


def lead_row(details: LeadDetails) -> Mapping[str, object]:
    return {
        "source": details.source,
        "source_priority": details.source_priority,
        "score": details.score,
        "facts": dict(details.facts),
    }


def activity_of(row: Row[Any]) -> Activity:
    return Activity(kind=row.kind, text=row.text, actor=Actor(row.actor), at=row.at, data=row.data)


def activity_row(activity: Activity) -> Mapping[str, object]:
    return {
        "kind": activity.kind,
        "text": activity.text,
        "actor": activity.actor.value,
        "at": activity.at,
        "data": dict(activity.data),
    }


def completed(known: LeadDetails, given: LeadDetails) -> LeadDetails:
    """What is known after `given` was added: new words win, silence takes nothing away."""
    return replace(
        given,
        email=known.email if given.email is None else given.email,
        name=known.name if given.name is None else given.name,
        company=known.company if given.company is None else given.company,
        score=known.score if given.score is None else given.score,
        facts={**known.facts, **given.facts},
    )


def changes(before: LeadDetails, after: LeadDetails) -> Mapping[str, object]:
    """What is different, as [was, is] by name; facts by their own keys. Empty when nothing is."""
    plain = {
        field.name: [getattr(before, field.name), getattr(after, field.name)]
        for field in fields(LeadDetails)
        if field.name not in {"facts", "conversation_id"}
    }
    facts = {key: [before.facts.get(key), value] for key, value in after.facts.items()}
    return {name: pair for name, pair in {**facts, **plain}.items() if pair[0] != pair[1]}
