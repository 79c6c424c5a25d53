"""The settings of the Rasa process."""

import pytest

from bot.settings import PROJECT, BotSettings, InvalidSetting


def test_without_an_environment_the_defaults_hold() -> None:
    settings = BotSettings.from_environment({})
    assert settings.port == 5005
    assert settings.actions_url == "http://127.0.0.1:8000/internal/rasa/actions"
    assert settings.encoder_folder == PROJECT / "var" / "encoder"
    assert settings.models_folder == PROJECT / "var" / "models"
    assert settings.nlu_folder == PROJECT / "data" / "nlu"
    assert settings.secret == ""


def test_folders_are_meant_from_the_projects_root() -> None:
    settings = BotSettings.from_environment({"FOYER_VAR_DIR": "elsewhere", "FOYER_NLU": "/abs"})
    assert settings.var_folder == PROJECT / "elsewhere"
    assert str(settings.nlu_folder) == "/abs"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FOYER_RASA_PORT", "http"),
        ("FOYER_RASA_PORT", "0"),
        ("FOYER_RASA_PORT", "70000"),
        ("FOYER_RASA_TURN_SECONDS", "nan"),
        ("FOYER_RASA_CONVERSATIONS", "0"),
        ("FOYER_LOG_LEVEL", "chatty"),
    ],
)
def test_a_wrong_value_is_refused_with_the_settings_name(name: str, value: str) -> None:
    with pytest.raises(InvalidSetting, match=name):
        BotSettings.from_environment({name: value})
