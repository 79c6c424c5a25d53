"""`make run`: checks, gets everything ready, starts gateway and Rasa, and says where to find them.

Ctrl-C ends all of it. Whatever keeps it from starting is one clear line and an exit status that is not 0.
"""

import os
import secrets
import sys
from collections.abc import Sequence

from honcho.printer import Printer

from ops.problems import CannotRun
from ops.running.children import Program
from ops.running.preflight import check_everything, only_one
from ops.running.steps import ENCODER, MIGRATE, TRAIN, run_step
from ops.running.supervision import Service, Supervisor
from ops.settings import RunSettings, bot_python, current_settings, service_python
from ops.stopping import Stopped, StopRequests

PRIVATE = 0o077
# How the gateway's line with the first password begins; it is shown once.
FIRST_SIGN_IN = "First start: "
SECRET = "FOYER_RASA_SECRET"  # noqa: S105 - the name of the variable, not the secret


def run(settings: RunSettings, stop: StopRequests) -> None:
    """Runs Foyer until it is stopped."""
    with only_one(settings.var):
        check_everything(settings)
        # One that is given stays: whoever evaluates asks Rasa directly.
        secret = os.environ.get(SECRET) or secrets.token_urlsafe(32)
        environ = settings.child_environment(os.environ, secret)
        for step in (ENCODER, TRAIN, MIGRATE):
            run_step(step, settings, environ, stop)
        print("Starting Foyer. Rasa needs 20 to 40 seconds to load its model.", flush=True)
        supervisor = Supervisor(services(settings), environ, Printer(sys.stdout), stop)
        supervisor.run(lambda kept_back: print(addresses(settings, kept_back), flush=True))


def services(settings: RunSettings) -> tuple[Service, ...]:
    return (
        Service(
            Program("gateway", (service_python(), "-m", "gateway"), colour="36"),
            ready_url=f"{settings.gateway_url}/readyz",
            doing="the gateway is starting",
            restart=False,
            kept_back=FIRST_SIGN_IN,
        ),
        Service(
            Program("rasa", (bot_python(), "-m", "bot.launch"), colour="35"),
            ready_url=f"{settings.rasa_url}/webhooks/foyer/ready",
            doing="Rasa is loading its model",
            restart=True,
        ),
    )


def addresses(settings: RunSettings, sign_in: Sequence[str] = ()) -> str:
    """Where everything is; `sign_in` is what the gateway said about getting into the desk, at the first start."""
    way_in = "".join(f"\n    {line}" for line in sign_in)
    return f"""
Foyer is running.
  Demo site with the chat   {settings.gateway_url}/
  Desk for reps             {settings.gateway_url}/desk{way_in}
  API description (OpenAPI) {settings.gateway_url}/openapi.json
Stop it with Ctrl-C.
"""


def main() -> int:
    # Databases, logs and models belong to the user that runs Foyer; every program started here inherits this.
    os.umask(PRIVATE)
    stop = StopRequests()
    stop.listen()
    try:
        run(current_settings(), stop)
    except CannotRun as problem:
        print(f"Foyer does not run: {problem}", file=sys.stderr, flush=True)
        return 1
    except Stopped:
        print("Foyer has ended.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
