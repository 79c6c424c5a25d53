"""Keeps packages that Foyer never uses from being imported by Rasa.

Rasa imports TensorFlow at start even if no part of the pipeline computes with it (7 s, 350 MB),
and the clients of every chat service it knows (1 s, 25 MB, and one of them runs git). An inert
stand-in takes their place, good enough for class bodies and annotations. If the pipeline does
need TensorFlow, the real one is imported: `tensorflow_is_needed` errs on that side.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

_TENSORFLOW = frozenset({"tensorflow", "tensorflow_hub", "tensorflow_text", "keras"})
# Rasa's own channels need these; only Foyer's channel is ever offered.
_CHAT_SERVICES = frozenset(
    {
        "aiogram",
        "fbmessenger",
        "mattermostwrapper",
        "rocketchat_API",
        "slack_sdk",
        "twilio",
        "webexteamssdk",
    }
)
# Rasa's own parts that are known to work without it; Foyer's components never need it.
_FREE_OF_TENSORFLOW = frozenset({"RulePolicy", "MemoizationPolicy", "AugmentedMemoizationPolicy"})


class _InertType(type):
    """Every attribute of a stand-in is the stand-in again."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return cls


class Inert(metaclass=_InertType):
    """May be named, inherited from and used as a decorator; does nothing."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        pass

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return self


class _InertModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Inert


class _InertFinder(MetaPathFinder, Loader):
    def __init__(self, packages: frozenset[str]) -> None:
        self._packages = packages

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] not in self._packages:
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _InertModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """A stand-in has no content."""


def keep_out_unused(config_file: Path) -> None:
    """Before the first import of Rasa; packages that are already imported stay as they are."""
    unused = _CHAT_SERVICES if tensorflow_is_needed(config_file) else _CHAT_SERVICES | _TENSORFLOW
    if not any(isinstance(finder, _InertFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _InertFinder(unused))


def tensorflow_is_needed(config_file: Path) -> bool:
    """Whether the pipeline or the policies name anything not known to work without it."""
    config = yaml.safe_load(config_file.read_text(encoding="utf-8"))
    return not all(_is_free(name) for name in _component_names(config))


def _component_names(config: dict[str, Any]) -> Iterable[str]:
    for section in ("pipeline", "policies"):
        for entry in config.get(section) or []:
            yield str(entry["name"])


def _is_free(name: str) -> bool:
    return name.startswith("bot.components.") or name in _FREE_OF_TENSORFLOW
