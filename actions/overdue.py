"""Tells the truth to visitors whose handoff nobody has picked up in time (D9, H2)."""

from dataclasses import replace
from datetime import datetime

from actions.replies import Replies
from actions.waiting.hours import back_at
from actions.waiting.one_by_one import one_by_one
from actions.wording import Voice, announce
from memory.contract import Handoff, Memory, NewMessage, Records
from qualification.conversation import Author, HandoffStatus
from qualification.facts import FactKey, known_text
from qualification.rulebook import Rulebook
from qualification.state import Pending


def tell_unanswered(memory: Memory, replies: Replies, rulebook: Rulebook, now: datetime) -> tuple[str, ...]:
    """Mark every handoff that waited longer as unanswered and say so; the conversations that were told."""
    with memory.reading() as records:
        waiting = records.handoffs.waiting_longer_than(rulebook.handoff.waiting, now=now)
    overdue = {handoff.conversation_id: handoff for handoff in waiting}

    def tell(records: Records, conversation_id: str) -> bool:
        return _tell(records, overdue[conversation_id], replies, rulebook, now)

    return one_by_one(memory, overdue, tell)


def _tell(records: Records, handoff: Handoff, replies: Replies, rulebook: Rulebook, now: datetime) -> bool:
    conversation = records.conversations.lock(handoff.conversation_id)
    current = records.handoffs.get(handoff.id)
    # Somebody may have accepted between the look and the lock.
    if conversation is None or current is None or current.status is not HandoffStatus.WAITING:
        return False
    unanswered = records.handoffs.set_status(handoff.id, HandoffStatus.UNANSWERED, now=now)
    voice = Voice(replies, conversation.locale, seed=handoff.id)
    facts = records.facts.current(conversation.id)
    email = known_text(facts, FactKey.EMAIL)
    # Whoever waited into the evening is told when the team is back; while somebody is still at the desk, it is here.
    reps_there = records.reps.seen_since(now - rulebook.handoff.presence) > 0
    back = None if reps_there else back_at(rulebook.hours, facts, now)
    line = announce(unanswered, voice, email, back, waited=True)
    message = NewMessage(Author.ASSISTANT, voice.say(line.key, **line.values), choices=voice.choices(line.key))
    records.transcript.say(conversation.id, [message], owner_number=conversation.owner.number, now=now)
    if email is None:
        dialogue = replace(conversation.dialogue, pending=Pending.HANDOFF_CONTACT, requested=None)
        records.conversations.set_dialogue(conversation.id, dialogue)
    return True
