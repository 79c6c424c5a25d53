"""What the tests of the Rasa side share: a model trained on very little, and a Rasa that serves it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import PROJECT
from bot.unused_imports import keep_out_unused
from tests.bot.rasa_process import FakeActions, RasaProcess, borrow_encoder, environment, run_module


def pytest_configure() -> None:
    """As the launcher does it: without this every test run would import TensorFlow."""
    keep_out_unused(PROJECT / "config.yml")


@pytest.fixture(scope="session")
def small_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder with the encoder and a model of the small language data."""
    folder = tmp_path_factory.mktemp("small_var")
    borrow_encoder(folder)
    trained = run_module("bot.train", environment(folder))
    assert trained.returncode == 0, trained.stderr
    return folder


@pytest.fixture(scope="session")
def actions() -> Iterator[FakeActions]:
    fake = FakeActions()
    yield fake
    fake.close()


@pytest.fixture(scope="session")
def rasa(small_var: Path, actions: FakeActions) -> Iterator[RasaProcess]:
    process = RasaProcess(small_var, actions.url)
    process.wait_until_ready()
    yield process
    process.stop()
