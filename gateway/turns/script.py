"""The way without the engine, and the last word when even that fails: nobody meets silence (D9)."""

import structlog

from actions.last_word import say_last_word
from actions.turn import TurnStatus, TurnTools, answer_turn

log = structlog.get_logger()


def answer_by_script(tools: TurnTools, turn_id: str) -> TurnStatus:
    """Answer a turn from what can be read plainly; the fixed words and a person when that raises."""
    try:
        return answer_turn(tools, turn_id, None)
    # Whatever is broken here would be tried again for ever, in silence, if it were let through.
    except Exception:
        log.exception("script_failed", turn_id=turn_id)
    said = say_last_word(tools.memory, tools.replies, turn_id, tools.clock())
    return TurnStatus.ANSWERED if said else TurnStatus.DUPLICATE
