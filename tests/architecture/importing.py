"""Run as a program: imports the modules named on the command line and prints what they did besides being defined.

An empty environment and an empty working folder come from whoever starts it; an audit hook sees files opened for
writing, connections, programs started and folders made. It must run on Python 3.10 too, where Rasa lives.
"""

import importlib
import inspect
import logging
import os
import sys
import threading
import traceback
from collections.abc import Sequence

FORBIDDEN = {
    "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.system", "os.putenv", "subprocess.Popen", "shutil.copyfile",
    "socket.bind", "socket.connect", "socket.getaddrinfo", "sqlite3.connect", "urllib.Request",
}  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND


def import_all(modules: Sequence[str], project: str) -> "list[str]":
    """Sentences about what happened, with the module during whose import it did."""
    done: list[str] = []
    importing = [""]

    def watch(event: str, arguments: "tuple[object, ...]") -> None:
        if event in FORBIDDEN and _is_our_doing(project):
            done.append(f"{importing[0]}: {event} {arguments[:2]!r}")
        elif event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING and _is_our_doing(project):
            done.append(f"{importing[0]}: wrote to {arguments[0]!r}")

    sys.addaudithook(watch)
    for module in modules:
        importing[0] = module
        before = (logging.getLogger().handlers[:], threading.active_count())
        importlib.import_module(module)
        if before != (logging.getLogger().handlers[:], threading.active_count()):
            done.append(f"{module}: set up logging or started a thread")
    return done


def _is_our_doing(project: str) -> bool:
    """Whether our code did it, directly or through the standard library; a library's own doing is not ours to mend."""
    for frame, _ in traceback.walk_stack(inspect.currentframe()):
        file = frame.f_code.co_filename
        if "site-packages" in file:
            return False
        if file.startswith(project) and file != __file__:
            return True
    return False


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    sys.stdout.write("\n".join(import_all(sys.argv[2:], sys.argv[1])))
