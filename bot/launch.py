"""Starts the Rasa process: `python -m bot.launch`.

Loads the newest model under `var/models/` and serves the channel of `channel.py` on loopback,
with the patches of `patches.py`. It must not open Rasa's own HTTP API, listen on any other
address, or send telemetry.
"""

from __future__ import annotations

import gc
import os
import socket
import sys
from functools import partial
from typing import Any

from bot.model_files import newest_model
from bot.rasa_output import quiet_logs
from bot.settings import PROJECT, BotSettings, InvalidSetting
from bot.turn_request import MOST_PARSE_BYTES
from bot.unused_imports import keep_out_unused

LOOPBACK = "127.0.0.1"
CONFIG_FILE = PROJECT / "config.yml"
ENDPOINTS_FILE = PROJECT / "bot" / "endpoints.yml"
# Python's own number, 700, means a dozen collections a turn.
OBJECTS_PER_COLLECTION = 20_000


class CannotStart(Exception):
    """The message says what is wrong and what to do."""


def check_startable(settings: BotSettings) -> None:
    if not settings.secret:
        raise CannotStart("FOYER_RASA_SECRET is not set; Rasa and the gateway must share one.")
    if newest_model(settings.models_folder) is None:
        raise CannotStart(f"There is no model in {settings.models_folder}: run `make train` first.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, settings.port))
        except OSError as error:
            raise CannotStart(f"Port {settings.port} is taken: stop what uses it or set FOYER_RASA_PORT.") from error


def rasa_environment(settings: BotSettings) -> dict[str, str]:
    """What Rasa reads from the environment, now or when its modules are imported."""
    return {
        "FOYER_ACTIONS_URL": settings.actions_url,
        "FOYER_RASA_SECRET": settings.secret,
        "FOYER_RASA_CONVERSATIONS": str(settings.conversations),
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_CACHE_DIRECTORY": str(settings.var_folder / "rasa_cache"),
        # A turn waits for an earlier one of its conversation as long as a turn may take.
        "TICKET_LOCK_LIFETIME": str(max(1, round(settings.turn_seconds))),
        # A turn is one action. Rasa would predict a second time only to find that it listens now,
        # and repeat the fallback ten times; ShortTrackerStore knows that it listens after a turn.
        "MAX_NUMBER_OF_PREDICTIONS": "1",
        "SANIC_WORKERS": "1",
        "LOG_LEVEL": settings.log_level,
        # Linear algebra on one core: more threads only take time from the gateway.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }


def build_app(settings: BotSettings) -> Any:
    """The Sanic application, its model loaded before the first request is accepted."""
    from rasa.core.run import close_resources, configure_app, load_agent_on_start
    from rasa.core.utils import AvailableEndpoints

    from bot.channel import FoyerChannel
    from bot.patches import apply_patches

    apply_patches()
    endpoints = AvailableEndpoints.read_endpoints(str(ENDPOINTS_FILE))
    channel = FoyerChannel(settings.secret, settings.turn_seconds)
    app = configure_app([channel], cors=None, enable_api=False, endpoints=endpoints)
    app.config.REQUEST_MAX_SIZE = MOST_PARSE_BYTES
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.ACCESS_LOG = False
    model = str(newest_model(settings.models_folder))
    app.register_listener(partial(load_agent_on_start, model, endpoints, None), "before_server_start")
    app.register_listener(_spare_the_collector, "after_server_start")
    app.register_listener(close_resources, "after_server_stop")
    return app


async def _spare_the_collector(*_: Any) -> None:
    """What is loaded by now stays: the model and Rasa's modules need no looking through again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_PER_COLLECTION)


def main() -> int:
    try:
        settings = BotSettings.from_environment(os.environ)
        check_startable(settings)
    except (InvalidSetting, CannotStart) as problem:
        print(f"Rasa: {problem}", file=sys.stderr)
        return 2
    os.environ.update(rasa_environment(settings))
    quiet_logs(settings.log_level)
    keep_out_unused(CONFIG_FILE)
    app = build_app(settings)
    print(f"Rasa: loading the model, then listening on {LOOPBACK}:{settings.port}.", flush=True)
    app.run(host=LOOPBACK, port=settings.port, workers=1, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
