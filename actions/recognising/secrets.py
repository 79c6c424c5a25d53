"""Makes codes and keeps them as slow, salted hashes: who reads the table cannot try a million codes in their time."""

import hashlib
import hmac
import secrets

from qualification.recognising.codes import DIGITS

SALT_BYTES = 16
# About 30 ms a try: nothing for a visitor, eight hours for all codes that there are.
COST, BLOCK, LANES = 2**13, 8, 1


def new_code() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def hash_of(code: str, salt: bytes | None = None) -> str:
    salt = salt or secrets.token_bytes(SALT_BYTES)
    return f"{salt.hex()}${hashlib.scrypt(code.encode(), salt=salt, n=COST, r=BLOCK, p=LANES).hex()}"


def is_code(code: str, stored: str) -> bool:
    """Compared in constant time."""
    salt = bytes.fromhex(stored.partition("$")[0])
    return hmac.compare_digest(hash_of(code, salt), stored)
