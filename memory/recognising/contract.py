"""Who was here before: codes that prove an address, and what was told under it in other conversations (M3).

Nothing of it may be used before the address is proven; who asks for `earlier_facts` has proven it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from qualification.facts import Fact


@dataclass(frozen=True, slots=True)
class SentCode:
    """A code on its way to an address. `tries` counts the wrong ones; `verified_at` is when the right one was typed."""

    id: int
    address: str
    code_hash: str
    tries: int
    sent_at: datetime
    expires_at: datetime
    verified_at: datetime | None


class Recognition(Protocol):
    """Addresses are compared without regard to capitals."""

    def is_known(self, address: str, *, besides: str) -> bool:
        """Whether it holds as somebody's address in a conversation other than `besides`."""

    def earlier_facts(self, address: str, *, besides: str) -> Sequence[Fact]:
        """What holds in the other conversations in which this address was proven too, oldest first. What anybody else
        told under it without a proof stays where it is."""

    def hold(self, address: str) -> None:
        """Nobody else who holds the mailbox of this address goes on before the transaction ends: what `sent_to` says
        stays true until then."""

    def sent_to(self, address: str, *, since: datetime) -> int:
        """How many codes went to the mailbox of this address, under any of its tags, whoever asked for them."""

    def sent_in(self, conversation_id: str) -> int: ...
    def keep(
        self, conversation_id: str, address: str, code_hash: str, *, now: datetime, expires_at: datetime
    ) -> SentCode: ...
    def newest(self, conversation_id: str) -> SentCode | None: ...
    def count_try(self, code_id: int) -> None: ...
    def prove(self, code_id: int, *, now: datetime) -> None: ...
