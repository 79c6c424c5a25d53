"""The intent classifier on disk: numbers in one `.npz`, names in one `.json`, no pickle."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from bot.understanding.calibration import Calibration
from bot.understanding.intent_model import IntentModel
from bot.understanding.ngrams import FloatArray, NgramTable

_NUMBERS = "intents.npz"
_NAMES = "intents.json"


def write_classifier(folder: Path, model: IntentModel, calibration: Calibration) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(
        folder / _NUMBERS,
        words_telling=model.words.telling,
        characters_telling=model.characters.telling,
        vector_weights=model.vector_weights,
        word_weights=model.word_weights,
        character_weights=model.character_weights,
        offsets=model.offsets,
        landmarks=model.landmarks,
        landmark_intents=model.landmark_intents,
    )
    names = {
        "intents": model.intents,
        "words": list(model.words.numbers),
        "characters": list(model.characters.numbers),
        "border": calibration.border,
        "steepness": calibration.steepness,
    }
    (folder / _NAMES).write_text(json.dumps(names), encoding="utf-8")


def read_classifier(folder: Path) -> tuple[IntentModel, Calibration]:
    names = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
    with np.load(folder / _NUMBERS, allow_pickle=False) as numbers:
        model = IntentModel(
            intents=names["intents"],
            words=_table("words", names["words"], numbers["words_telling"]),
            characters=_table("characters", names["characters"], numbers["characters_telling"]),
            vector_weights=numbers["vector_weights"],
            word_weights=numbers["word_weights"],
            character_weights=numbers["character_weights"],
            offsets=numbers["offsets"],
            landmarks=numbers["landmarks"],
            landmark_intents=numbers["landmark_intents"],
        )
    return model, Calibration(names["border"], names["steepness"])


def _table(kind: str, grams: list[str], telling: FloatArray) -> NgramTable:
    return NgramTable(kind, {gram: number for number, gram in enumerate(grams)}, telling)
