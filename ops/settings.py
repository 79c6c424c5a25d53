"""What the commands need to know before they start anything: two ports and one folder.

Everything else is read by the program it belongs to (gateway/settings.py, bot/settings.py).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ops.problems import CannotRun

HIGHEST_PORT = 65535
PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class RunSettings:
    """FOYER_PORT, FOYER_RASA_PORT and FOYER_VAR_DIR, with what the children are given besides."""

    port: int
    rasa_port: int
    var: Path

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "RunSettings":
        port, rasa_port = _port(environ, "FOYER_PORT", 8000), _port(environ, "FOYER_RASA_PORT", 5005)
        if port == rasa_port:
            raise CannotRun(f"FOYER_PORT and FOYER_RASA_PORT are both {port}: choose two different ports.")
        return cls(port=port, rasa_port=rasa_port, var=PROJECT / (environ.get("FOYER_VAR_DIR") or "var"))

    @property
    def gateway_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def rasa_url(self) -> str:
        return f"http://127.0.0.1:{self.rasa_port}"

    def child_environment(self, environ: Mapping[str, str], secret: str) -> dict[str, str]:
        """The environment of gateway and Rasa: the same ports, folder and secret for both."""
        return {
            # TensorFlow and the command line of Rasa are talkative; whoever wants to hear them sets these.
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "PYTHONWARNINGS": "ignore",
            **environ,
            "PYTHONUNBUFFERED": "1",
            "RASA_TELEMETRY_ENABLED": "false",
            "RASA_CACHE_DIRECTORY": str(self.var / "rasa-cache"),
            "FOYER_VAR_DIR": str(self.var),
            "FOYER_PORT": str(self.port),
            "FOYER_RASA_PORT": str(self.rasa_port),
            "FOYER_RASA_URL": self.rasa_url,
            "FOYER_RASA_SECRET": secret,
            "FOYER_ACTIONS_URL": f"{self.gateway_url}/internal/rasa/actions",
        }


def service_python() -> str:
    return str(PROJECT / ".venv" / "bin" / "python")


def bot_python() -> str:
    return str(PROJECT / "bot" / ".venv" / "bin" / "python")


def current_settings() -> RunSettings:
    return RunSettings.from_environment(os.environ)


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= HIGHEST_PORT:
        raise CannotRun(f"{name} is {text!r}: it must be a port number from 1 to {HIGHEST_PORT}.")
    return int(text)
