"""`make train`: builds the sentence encoder and trains the language model, each only if something changed."""

import os
import sys

from ops.problems import CannotRun
from ops.running.preflight import check_bot_python, check_yaml
from ops.running.steps import ENCODER, TRAIN, run_step
from ops.settings import PROJECT, RunSettings, bot_python, current_settings
from ops.stopping import Stopped, StopRequests


def train(settings: RunSettings, stop: StopRequests) -> None:
    check_bot_python(bot_python())
    check_yaml(PROJECT)
    environ = settings.child_environment(os.environ, secret="")
    for step in (ENCODER, TRAIN):
        run_step(step, settings, environ, stop)


def main() -> int:
    stop = StopRequests()
    stop.listen()
    try:
        train(current_settings(), stop)
    except CannotRun as problem:
        print(f"Foyer cannot learn its language data: {problem}", file=sys.stderr)
        return 1
    except Stopped:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
