"""Hands Rasa the language data with the language of each example, which its folder says (named in `config.yml`)."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.constants import METADATA
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.message_spans import LOCALE
from bot.language_files import locale_of_file
from bot.settings import BotSettings


class LanguageImporter(RasaFileImporter):  # type: ignore[misc]  # Rasa ships no types
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        folder = BotSettings.from_environment(os.environ).nlu_folder
        files: defaultdict[str, list[str]] = defaultdict(list)
        for file in sorted(self._nlu_files):
            files[locale_of_file(folder, Path(file))].append(file)
        return TrainingData().merge(*(_told(locale, paths) for locale, paths in files.items()))


def _told(locale: str, files: list[str]) -> TrainingData:
    data = training_data_from_paths(files, locale)
    for example in data.training_examples:
        example.set(METADATA, {**(example.get(METADATA) or {}), LOCALE: locale})
    return data
