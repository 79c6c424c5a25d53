"""The silence of a visitor: whether the assistant left anything open that an answer is awaited to."""

from qualification.state import DialogueState, Pending

# Whether help has worked is listened for after an answer, but not asked in words.
_NOT_ASKED = frozenset({None, Pending.PROBLEM_CHECK})


def awaits_answer(dialogue: DialogueState) -> bool:
    """Whether something was asked or offered that is still open; only then may silence be spoken to."""
    return dialogue.requested is not None or dialogue.pending not in _NOT_ASKED
