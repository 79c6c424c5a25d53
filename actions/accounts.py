"""Who may sign in at the desk: passwords as argon2 hashes, sessions kept hashed, guessing slowed down.

The secret of a session is known to the browser alone; memory knows its hash. Nothing is logged here.
"""

import hashlib
import hmac
import math
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import anyio
import anyio.to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from handoff.contract import RepIdentity, Session
from memory.contract import Memory, Rep
from qualification.errors import Conflict, RuleViolation

SESSION_LIFETIME = timedelta(hours=12)
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1024
# Each hash takes 64 MiB and a core for a moment on purpose; a crowd at the door must not take the machine.
HASHES_AT_ONCE = 2

WINDOW_MINUTES = 15
# One person who mistypes, one address that guesses around, one account that is guessed at from everywhere. The last two
# are other people's tries: they must not keep a rep out who has signed in from this browser before, so for those counts
# only what came from this browser.
TRIES_OF_PAIR: RateLimitItem = RateLimitItemPerMinute(5, WINDOW_MINUTES, namespace="sign-in-pair")
TRIES_FROM_ADDRESS: RateLimitItem = RateLimitItemPerMinute(50, WINDOW_MINUTES, namespace="sign-in-address")
TRIES_OF_DEVICE: RateLimitItem = RateLimitItemPerMinute(10, WINDOW_MINUTES, namespace="sign-in-device")
TRIES_FOR_EMAIL: RateLimitItem = RateLimitItemPerMinute(50, WINDOW_MINUTES, namespace="sign-in-email")


class PasswordAccounts:
    """Implements `handoff.contract.Accounts`. Guesses are counted by each gateway for itself."""

    def __init__(
        self,
        memory: Memory,
        *,
        clock: Callable[[], datetime],
        hasher: PasswordHasher | None = None,
    ) -> None:
        self._memory = memory
        self._clock = clock
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._hasher = hasher or PasswordHasher()
        # Checked when the e-mail is unknown, so that the answer takes as long as for a known one.
        self._nobodys_hash = self._hasher.hash(secrets.token_urlsafe(16))
        self._hashing = anyio.CapacityLimiter(HASHES_AT_ONCE)

    async def sign_in(
        self, email: str, password: str, *, address: str | None = None, device: str | None = None
    ) -> Session | None:
        # anyio keeps the place taken while a thread goes on for somebody who has left; asyncio's semaphore would not.
        return await anyio.to_thread.run_sync(self._sign_in, email, password, address, device, limiter=self._hashing)

    async def rep_of(self, token: str) -> RepIdentity | None:
        return await self._memory.run(self._rep_of, token)

    async def sign_out(self, token: str) -> None:
        def end() -> None:
            with self._memory.transaction() as records:
                records.reps.end_session(_digest(token))

        await self._memory.run(end)

    def create_first_admin(self, email: str, name: str, password: str) -> bool:
        """False, and nothing changed, when somebody can sign in already."""
        with self._memory.reading() as records:
            if records.reps.count():
                return False
        try:
            self.add_rep(email, name, password, is_admin=True)
        except Conflict:
            return False  # another gateway started at the same moment
        return True

    def add_rep(self, email: str, name: str, password: str, *, is_admin: bool = False) -> RepIdentity:
        """Conflict when the address is taken already."""
        _check_length(password)
        password_hash = self._hasher.hash(password)
        with self._memory.transaction() as records:
            rep = records.reps.add(
                email=email, name=name, password_hash=password_hash, is_admin=is_admin, now=self._clock()
            )
        return _identity(rep)

    def renew_password(self, email: str, password: str) -> RepIdentity:
        """For who has lost it; ends every session of theirs. RuleViolation when nobody signs in with this address."""
        _check_length(password)
        password_hash = self._hasher.hash(password)
        with self._memory.transaction() as records:
            known = records.reps.by_email(email)
            if known is None:
                raise RuleViolation(f"Nobody signs in as {email}. Look at the spelling, or add a rep.")
            records.reps.set_password(known[0].id, password_hash)
        return _identity(known[0])

    def _sign_in(self, email: str, password: str, address: str | None, device: str | None) -> Session | None:
        who = (email.strip().casefold(), address or "")
        with self._memory.reading() as records:
            known = records.reps.by_email(email)
        if device is not None and known is not None and _has_signed_in(device, *known):
            self._check_not_guessing({TRIES_OF_DEVICE: (who[0], device)})
        else:
            self._check_not_guessing({TRIES_OF_PAIR: who, TRIES_FROM_ADDRESS: who[1:], TRIES_FOR_EMAIL: who[:1]})
        if not self._fits(password, known[1] if known else self._nobodys_hash) or known is None:
            return None
        self._limiter.clear(TRIES_OF_PAIR, *who)
        return self._open_session(*known, password)

    def _open_session(self, rep: Rep, password_hash: str, password: str) -> Session:
        renewed = self._hasher.hash(password) if self._hasher.check_needs_rehash(password_hash) else None
        now = self._clock()
        session = Session(secrets.token_urlsafe(32), now + SESSION_LIFETIME, _device(rep, renewed or password_hash))
        with self._memory.transaction() as records:
            if renewed is not None:
                records.reps.set_password(rep.id, renewed)
            records.reps.open_session(rep.id, token_hash=_digest(session.token), expires_at=session.expires_at, now=now)
        return session

    def _check_not_guessing(self, tries: Mapping[RateLimitItem, Sequence[str]]) -> None:
        """Counts before the password is looked at, so that tries at the same moment count too."""
        for limit, key in tries.items():
            if not self._limiter.hit(limit, *key):
                seconds = self._limiter.get_window_stats(limit, *key).reset_time - time.time()
                minutes = max(1, math.ceil(seconds / 60))
                unit = "minute" if minutes == 1 else "minutes"
                raise RuleViolation(f"Too many tries. Wait {minutes} {unit}, then try again.")

    def _fits(self, password: str, password_hash: str) -> bool:
        if len(password) > LONGEST_PASSWORD:
            return False
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False

    def _rep_of(self, token: str) -> RepIdentity | None:
        with self._memory.reading() as records:
            rep = records.reps.session_rep(_digest(token), now=self._clock())
        return _identity(rep) if rep else None


def _check_length(password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise RuleViolation(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters. Choose another.")


def _digest(token: str) -> str:
    """A session's secret has 256 bits of chance in it, so one plain hash is enough to keep it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _device(rep: Rep, password_hash: str, chance: str | None = None) -> str:
    """Signed with what nobody but memory knows, so that nothing has to be kept; a new password forgets all devices."""
    chance = chance or secrets.token_urlsafe(16)
    signed = hmac.new(password_hash.encode(), f"device {rep.id} {chance}".encode(), hashlib.sha256)
    return f"{chance}.{signed.hexdigest()}"


def _has_signed_in(device: str, rep: Rep, password_hash: str) -> bool:
    chance = device.partition(".")[0]
    return bool(chance) and hmac.compare_digest(device.encode(), _device(rep, password_hash, chance).encode())


def _identity(rep: Rep) -> RepIdentity:
    return RepIdentity(rep.id, rep.name, rep.email, rep.is_admin)
