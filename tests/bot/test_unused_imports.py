"""TensorFlow and chat clients stay out of the process, and only when nothing needs them."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import PROJECT
from bot.unused_imports import tensorflow_is_needed

CONFIG = """recipe: default.v1
pipeline:
  - name: {component}
policies:
  - name: {policy}
"""
OWN = "bot.components.typed_text_tokenizer.TypedTextTokenizer"


@pytest.mark.parametrize(
    ("component", "policy", "needed"),
    [
        (OWN, "RulePolicy", False),
        ("DIETClassifier", "RulePolicy", True),
        (OWN, "TEDPolicy", True),
        ("some.other.Component", "RulePolicy", True),
    ],
)
def test_tensorflow_stays_in_as_soon_as_anything_unknown_is_configured(
    tmp_path: Path, component: str, policy: str, *, needed: bool
) -> None:
    config = tmp_path / "config.yml"
    config.write_text(CONFIG.format(component=component, policy=policy), encoding="utf-8")
    assert tensorflow_is_needed(config) is needed


def test_the_products_own_pipeline_needs_no_tensorflow() -> None:
    assert not tensorflow_is_needed(PROJECT / "config.yml")


def test_rasa_starts_without_importing_what_is_not_used() -> None:
    program = (
        "import sys; from pathlib import Path; from bot.unused_imports import keep_out_unused; "
        "keep_out_unused(Path('config.yml')); import rasa.core.run, tensorflow as tf; "
        "class_ = type('Layer', (tf.keras.layers.Layer,), {}); "
        "print([name for name in ('tensorflow.python', 'jax', 'twilio.rest.api') if name in sys.modules])"
    )
    answer = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-W", "ignore", "-c", program],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "[]"
