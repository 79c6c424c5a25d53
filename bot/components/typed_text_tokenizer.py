"""Rasa component: cuts messages into words the way people type them.

A thin shell over `typed_words`.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.shapes import find_shapes
from bot.understanding.typed_words import cut_words


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class TypedTextTokenizer(Tokenizer):
    """No options of its own; Rasa's base class wants to be told not to split intent names."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_"}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        text = message.get(attribute)
        return [Token(word.text, word.start) for word in cut_words(text, find_shapes(text))]
