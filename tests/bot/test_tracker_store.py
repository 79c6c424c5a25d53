"""The tracker stays short and the memory bounded, however long people talk."""

import asyncio
from collections.abc import Iterator

import pytest
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import class_from_module_path

from bot.settings import PROJECT
from bot.tracker_store import ShortTrackerStore

DOMAIN = Domain.from_dict(
    {
        "intents": ["inform"],
        "entities": ["team_size"],
        "slots": {
            name: {
                "type": "any",
                "influence_conversation": False,
                "mappings": [{"type": "from_entity", "entity": "team_size"}],
            }
            for name in ("team_size", "company")
        },
        "actions": ["action_next"],
    }
)


def test_it_is_the_store_that_rasa_is_started_with() -> None:
    """With Rasa's own, every conversation would grow without end in its memory, and each turn with it."""
    settings = yaml.safe_load((PROJECT / "bot" / "endpoints.yml").read_text(encoding="utf-8"))
    assert class_from_module_path(settings["tracker_store"]["type"]) is ShortTrackerStore


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


async def _turn(store: ShortTrackerStore, conversation: str, value: object) -> DialogueStateTracker:
    tracker = await store.get_or_create_tracker(conversation)
    parse = {"intent": {"name": "inform"}, "entities": [], "text": "hello"}
    tracker.update(UserUttered("hello", parse["intent"], [], parse), DOMAIN)
    tracker.update(SlotSet("team_size", value), DOMAIN)
    tracker.update(ActionExecuted("action_next"), DOMAIN)
    tracker.update(BotUttered("hi"), DOMAIN)
    await store.save(tracker)
    return tracker


def test_slots_are_remembered_and_the_talk_is_not(loop: asyncio.AbstractEventLoop) -> None:
    store = ShortTrackerStore(DOMAIN)
    loop.run_until_complete(_turn(store, "c1", "40"))
    tracker = loop.run_until_complete(store.retrieve("c1"))
    assert tracker is not None
    assert tracker.current_slot_values()["team_size"] == "40"
    assert tracker.latest_action_name == "action_listen"
    assert tracker.latest_message is None or tracker.latest_message.text is None


def test_turn_500_carries_as_much_as_turn_10(loop: asyncio.AbstractEventLoop) -> None:
    store = ShortTrackerStore(DOMAIN)
    carried = [len(loop.run_until_complete(_turn(store, "c1", str(number))).events) for number in range(500)]
    assert carried[499] == carried[9]
    assert carried[499] < 12


def test_the_least_recently_used_conversation_is_forgotten(loop: asyncio.AbstractEventLoop) -> None:
    store = ShortTrackerStore(DOMAIN, conversations="2")
    for conversation in ("a", "b", "a", "c"):
        loop.run_until_complete(_turn(store, conversation, "1"))
    assert loop.run_until_complete(store.keys()) == ["a", "c"]
    assert loop.run_until_complete(store.retrieve("b")) is None


def test_a_turn_that_breaks_off_leaves_no_trace(loop: asyncio.AbstractEventLoop) -> None:
    store = ShortTrackerStore(DOMAIN)
    loop.run_until_complete(_turn(store, "c1", ["40"]))
    tracker = loop.run_until_complete(store.retrieve("c1"))
    assert tracker is not None
    tracker.current_slot_values()["team_size"].append("not saved")
    tracker.update(SlotSet("company", "Acme"), DOMAIN)
    again = loop.run_until_complete(store.retrieve("c1"))
    assert again is not None
    assert again.current_slot_values()["team_size"] == ["40"]
    assert again.current_slot_values()["company"] is None


def test_a_slot_that_was_emptied_stays_empty(loop: asyncio.AbstractEventLoop) -> None:
    store = ShortTrackerStore(DOMAIN)
    for value in ("40", None):
        loop.run_until_complete(_turn(store, "c1", value))
    tracker = loop.run_until_complete(store.retrieve("c1"))
    assert tracker is not None
    assert tracker.current_slot_values()["team_size"] is None
