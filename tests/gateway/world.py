"""A whole gateway in one process: real database, live store, pages, rules and desk. Only Rasa is played, by a script
that knows a few words and calls the real action endpoint."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import httpx2
from pydantic import SecretStr
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from actions.turn import TurnStatus
from crm_adapter.local.tables import MIGRATIONS, VERSION_TABLE
from gateway.settings import Settings
from gateway.turns.rasa_client import SECRET_HEADER
from gateway.wiring import build
from memory.contract import Turn
from memory.migrate import History, upgrade
from qualification.errors import Unavailable
from qualification.facts import FactKey

SECRET = "test-secret"
# A busy machine takes its time; only what never happens fails.
PATIENCE_SECONDS = 30.0
# First words of a message → the intent that Rasa would find.
INTENTS: Mapping[str, str] = {
    "hi": "greet",
    "how much": "ask_pricing",
    "i want a human": "ask_human",
    "we are": "inform",
    "my email": "inform",
    "yes please": "affirm",
}


def _nothing(_turn_id: str) -> None:
    """What happens before the action, when nothing special does."""


@dataclass
class PlayedEngine:
    """Stands in for Rasa: understands by the table above, or fails as told."""

    fails: bool = False
    before: Callable[[str], None] = _nothing
    texts: list[str] = field(default_factory=list)
    locales: list[str] = field(default_factory=list)
    intents: Mapping[str, str] = field(default_factory=dict)
    ended: list[TurnStatus] = field(default_factory=list)
    app: ASGIApp | None = None

    def reset(self) -> None:
        """As new, still in its gateway."""
        self.fails, self.before, self.texts, self.ended = False, _nothing, [], []
        self.locales, self.intents = [], {}

    async def take_turn(
        self,
        turn: Turn,
        *,
        text: str,
        requested: FactKey | None,  # noqa: ARG002 - the script needs no context
        locale: str,
        page: str | None,  # noqa: ARG002 - the script needs no context
    ) -> TurnStatus:
        self.texts.append(text)
        self.locales.append(locale)
        if self.fails or self.app is None:
            raise Unavailable("Rasa is down.")
        self.before(turn.id)
        intent = next(
            (name for start, name in {**INTENTS, **self.intents}.items() if text.lower().startswith(start)), "chitchat"
        )
        call = {
            "next_action": "action_next",
            "sender_id": turn.conversation_id,
            "tracker": {
                "sender_id": turn.conversation_id,
                "slots": {},
                "events": [],
                "latest_message": {
                    "text": text,
                    "intent": {"name": intent, "confidence": 0.9},
                    "intent_ranking": [{"name": intent, "confidence": 0.9}],
                    "entities": [],
                    "metadata": {"turn": turn.id, "last_message": turn.numbers[-1]},
                },
            },
            "domain": {},
        }
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
            answer = await client.post("/internal/rasa/actions", json=call, headers={SECRET_HEADER: SECRET})
        if answer.status_code != httpx.codes.OK:
            raise Unavailable(f"The action answered {answer.status_code}.")
        self.ended.append(TurnStatus(answer.json()["responses"][0]["custom"]["status"]))
        return self.ended[-1]

    async def ready(self) -> bool:
        return not self.fails

    async def close(self) -> None:
        """Nothing is open."""


def settings_for(folder: Path, *, rate_limits: bool = False, redis_url: str = "") -> Settings:
    return Settings(
        var_dir=folder,
        redis_url=redis_url,
        rasa_secret=SecretStr(SECRET),
        rate_limits=rate_limits,
        database_url=f"sqlite:///{folder / 'foyer.db'}",
    )


def make_gateway(settings: Settings, engine: PlayedEngine) -> ASGIApp:
    upgrade(settings.database, History(MIGRATIONS, VERSION_TABLE))
    engine.app = build(settings, engine)
    return engine.app


@dataclass
class Visitor:
    """One conversation as its visitor has it."""

    client: TestClient
    id: str
    token: str
    seen: int = 0
    sent: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def path(self) -> str:
        return f"/api/v1/conversations/{self.id}"

    def post(self, text: str, client_id: str | None = None) -> httpx2.Response:
        self.sent += 1
        body = {"client_id": client_id or f"c{self.sent}", "text": text}
        return self.client.post(f"{self.path}/messages", json=body, headers=self.headers)

    def read(self, after: int = 0, wait: float = 0) -> dict[str, object]:
        answer = self.client.get(f"{self.path}/messages", params={"after": after, "wait": wait}, headers=self.headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, object] = answer.json()
        return found

    def messages(self) -> list[dict[str, object]]:
        found = self.read()["messages"]
        assert isinstance(found, list)
        return found

    def say(self, text: str) -> str:
        """Send and wait for the answer to it."""
        number = self.post(text).json()["number"]
        return self.answer_after(number)

    def answer_after(self, number: int) -> str:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            for message in self.messages():
                if isinstance(message["number"], int) and message["number"] > number and message["author"] != "visitor":
                    return str(message["text"])
            time.sleep(0.02)
        raise AssertionError(f"no answer after message {number}: {self.messages()}")


def open_conversation(client: TestClient, channel: str = "website") -> Visitor:
    opened = client.post("/api/v1/conversations", json={"channel": channel}).json()
    return Visitor(client, opened["id"], opened["token"])
