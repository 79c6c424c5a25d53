"""Trains Rasa's model when something it is made of has changed: `python -m bot.train`.

Made of: language data, domain, rules, `config.yml`, the components' code, the encoders and Rasa's
version. It reads only `data/nlu` and `bot/rules`; Rasa would take any YAML it is pointed at.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path

from bot.encoder.english import ENGLISH
from bot.encoder.multilingual import MULTILINGUAL
from bot.language_files import BrokenFile, check_examples, check_yaml, locale_of_file, read_vocabulary
from bot.model_files import (
    fingerprint_file,
    fingerprint_of,
    fingerprint_sources,
    forget_old_models,
    newest_model,
)
from bot.rasa_output import held_back, quiet_logs
from bot.settings import PROJECT, BotSettings, InvalidSetting
from bot.unused_imports import keep_out_unused

CONFIG_FILE = PROJECT / "config.yml"
DOMAIN_FOLDER = PROJECT / "bot" / "domain"
RULES_FOLDER = PROJECT / "bot" / "rules"
IMPORTER_FILE = PROJECT / "bot" / "language_importer.py"
CODE_FOLDERS = (PROJECT / "bot" / "components", PROJECT / "bot" / "understanding")
RASA_VERSION = "3.6.21"


class TrainingFailed(Exception):
    """Rasa refused; the message says why in its words."""


def sources(nlu_folder: Path) -> list[Path]:
    found = [CONFIG_FILE, IMPORTER_FILE, *(file for folder in CODE_FOLDERS for file in folder.glob("*.py"))]
    for folder in (nlu_folder, DOMAIN_FOLDER, RULES_FOLDER):
        found += [file for file in folder.rglob("*.yml") if file.is_file()]
    return found


def train(settings: BotSettings, fingerprint: str) -> Path:
    _prepare_environment(settings)
    import rasa.model_training
    from rasa.shared.exceptions import RasaException

    models = settings.models_folder
    models.mkdir(parents=True, exist_ok=True)
    name = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
    with held_back() as output:
        try:
            result = rasa.model_training.train(
                domain=str(DOMAIN_FOLDER),
                config=str(CONFIG_FILE),
                training_files=[str(settings.nlu_folder), str(RULES_FOLDER)],
                output=str(models),
                force_training=True,
                fixed_model_name=name,
            )
        except RasaException as refusal:
            raise TrainingFailed(" ".join(str(refusal).split())) from refusal
        # Rasa leaves the process over some mistakes in rules or domain.
        except SystemExit as left:
            raise TrainingFailed(" ".join(output.getvalue().split())[-500:]) from left
    if result.model is None:
        raise TrainingFailed("Rasa made no model: " + " ".join(output.getvalue().split())[-500:])
    model = Path(result.model)
    # Written last: a model without it is not used (an interrupted training leaves none).
    fingerprint_file(model).write_text(fingerprint + "\n", encoding="utf-8")
    return model


def _prepare_environment(settings: BotSettings) -> None:
    os.environ.update(
        {
            "RASA_TELEMETRY_ENABLED": "false",
            # Training takes seconds; a cache of its parts would cost more than it saves.
            "RASA_MAX_CACHE_SIZE": "0",
            "RASA_CACHE_DIRECTORY": str(settings.var_folder / "rasa_cache"),
            "OMP_NUM_THREADS": "1",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        }
    )
    keep_out_unused(CONFIG_FILE)
    with held_back():
        quiet_logs(settings.log_level)


def main() -> int:
    try:
        settings = BotSettings.from_environment(os.environ)
        return _train_if_changed(settings)
    except (InvalidSetting, BrokenFile, TrainingFailed) as problem:
        print(f"Training: {problem}", file=sys.stderr)
        return 2


def _train_if_changed(settings: BotSettings) -> int:
    files = sources(settings.nlu_folder)
    check_yaml(file for file in files if file.suffix == ".yml")
    examples = [file for file in files if file.is_relative_to(settings.nlu_folder)]
    if not examples:
        raise TrainingFailed(f"there are no examples (*.yml) in {settings.nlu_folder}.")
    for file in examples:
        locale_of_file(settings.nlu_folder, file)
    check_examples(examples, read_vocabulary(DOMAIN_FOLDER))
    encoders = (ENGLISH, MULTILINGUAL)
    if not all(encoder.is_built(settings.encoder_folder) for encoder in encoders):
        raise TrainingFailed("a sentence encoder is missing: run `python -m bot.encoder`.")
    made_with = (RASA_VERSION, *(encoder.fingerprint for encoder in encoders))
    fingerprint = fingerprint_sources(PROJECT, files, *made_with)
    newest = newest_model(settings.models_folder)
    if newest is not None and fingerprint_of(newest) == fingerprint:
        print(f"Training: nothing has changed, the model {newest.name} is used again.")
        return 0
    print("Training: making a new model (minutes, once) ...", flush=True)
    model = train(settings, fingerprint)
    forget_old_models(settings.models_folder)
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = used.ru_utime + used.ru_stime
    print(f"Training: the model {model.name} is ready ({seconds:.0f} s of processor time).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
