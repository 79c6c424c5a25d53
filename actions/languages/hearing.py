"""From a visitor's words to the language that a conversation is held in from then on (D14), stored with it."""

from dataclasses import replace
from functools import lru_cache

from actions.languages.detector import LanguageDetector
from memory.contract import Conversation, Records
from qualification.language.choosing import Choice, Held, LanguageNumbers, choose_language, without_quotations

TURNS_AT_ONCE = 32


class Languages:
    """Hears the language of a message in the light of its conversation."""

    def __init__(self, numbers: LanguageNumbers, spoken: tuple[str, ...], detector: LanguageDetector) -> None:
        self._numbers = numbers
        self._spoken = spoken
        self._detector = detector
        # A turn is heard when it begins and again when it is decided.
        self._remembered = lru_cache(maxsize=TURNS_AT_ONCE)(self._choice)

    def heard(self, text: str, conversation: Conversation) -> Choice:
        """What holds from this message on; the same again when it is asked again after it has been stored."""
        dialogue = conversation.dialogue
        held = Held(
            conversation.locale,
            self._spoken,
            begun=dialogue.turn > 0,
            chosen=dialogue.language_chosen,
            answering=dialogue.requested is not None,
        )
        return self._remembered(text, held)

    def _choice(self, text: str, held: Held) -> Choice:
        said = without_quotations(text)
        return choose_language(said, self._detector.detect(said), held, self._numbers)


def hold_in(records: Records, conversation: Conversation, locale: str, *, chosen: bool) -> Conversation:
    """The conversation in this language, stored if it differs."""
    if (conversation.locale, conversation.dialogue.language_chosen) == (locale, chosen):
        return conversation
    dialogue = replace(conversation.dialogue, language_chosen=chosen)
    records.conversations.set_locale(conversation.id, locale)
    records.conversations.set_dialogue(conversation.id, dialogue)
    return replace(conversation, locale=locale, dialogue=dialogue)
