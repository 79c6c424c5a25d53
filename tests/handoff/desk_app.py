"""The desk on its own, over fakes: a small app for tests and for looking at pages."""

from dataclasses import dataclass

from fastapi import FastAPI

from handoff.desk.brand import Brand
from handoff.desk.router import desk_router
from tests.handoff.fakes import FakeAccounts, FakeRepActions, FakeUpdates

BRAND = Brand("Foyer", "M3 22V11a9 9 0 0 1 18 0v11h-6v-9a3 3 0 0 0-6 0v9z", "#0b6b4f", "#5cc79e")


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
    app.include_router(desk_router(actions, accounts, updates, secure_cookies=secure_cookies, brand=BRAND))
    return FakeDesk(app, actions, accounts, updates)
