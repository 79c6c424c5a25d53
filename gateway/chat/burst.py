"""Secrets that a visitor spreads over several messages (M6). It runs inside of the transaction that stores the last of
them, so that nobody ever reads the whole secret."""

from itertools import takewhile

from memory.contract import Transcript
from qualification.conversation import Author
from qualification.screening.masking import mask_together

# As many as a card has digits, and one more.
LONGEST_BURST = 20


def mask_burst(transcript: Transcript, conversation_id: str) -> None:
    """Screen the newest message together with those right before it that are the visitor's own too."""
    newest_first = reversed(transcript.last(conversation_id, LONGEST_BURST))
    burst = [*takewhile(lambda message: message.author is Author.VISITOR, newest_first)][::-1]
    texts = [message.text for message in burst]
    for message, masked in zip(burst, mask_together(texts, screened=len(texts) - 1), strict=True):
        if masked.text != message.text:
            transcript.mask(conversation_id, message.number, masked.text)
