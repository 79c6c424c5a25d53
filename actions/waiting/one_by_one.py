"""Work that is due in many conversations at once: each has a transaction of its own, and none holds up the others."""

from collections.abc import Callable, Iterable

import structlog

from memory.contract import Memory, Records
from qualification.errors import Unavailable

log = structlog.get_logger()


def one_by_one(memory: Memory, conversations: Iterable[str], step: Callable[[Records, str], bool]) -> tuple[str, ...]:
    """The conversations in which the step did something. What has been said stays said, whatever comes next."""
    done = []
    for conversation_id in conversations:
        try:
            with memory.transaction() as records:
                acted = step(records, conversation_id)
        except Unavailable:
            # Who has been spoken to must still be told so; the next look finds the others as they are.
            break
        # One conversation that cannot be read would else keep everybody behind it waiting, round after round.
        except Exception:
            log.exception("conversation_left_out", conversation_id=conversation_id)
            continue
        if acted:
            done.append(conversation_id)
    return tuple(done)
