"""The desk on its own, over fakes: a small app for tests and for looking at pages."""

from dataclasses import dataclass

from fastapi import FastAPI

from handoff.desk.router import desk_router
from tests.handoff.fakes import FakeAccounts, FakeRepActions, FakeUpdates


@dataclass(frozen=True, slots=True)
class FakeDesk:
    """The app and the fakes behind it."""

    app: FastAPI
    actions: FakeRepActions
    accounts: FakeAccounts
    updates: FakeUpdates


def make_fake_desk(*, empty: bool = False, secure_cookies: bool = False) -> FakeDesk:
    updates, accounts = FakeUpdates(), FakeAccounts()
    actions = FakeRepActions(updates, empty=empty)
    app = FastAPI()
    app.include_router(desk_router(actions, accounts, updates, secure_cookies=secure_cookies))
    return FakeDesk(app, actions, accounts, updates)
