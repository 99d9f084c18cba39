"""Password hashing with Argon2id.

Parameters: 19 MiB, 2 passes, 1 lane, the minimum that the OWASP Password Storage Cheat Sheet
recommends; a sign-in costs about 40 ms of one core.
"""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _HASHER.hash("a password that nobody has")


def hash_password(password: str) -> str:
    """The hash to store for `password`."""
    return _HASHER.hash(password)


def is_right_password(stored: str | None, password: str) -> bool:
    """Whether `password` belongs to the `stored` hash.

    Takes the same time when there is none, so that nobody learns which accounts exist.
    """
    try:
        return _HASHER.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Whether `stored` was made with other parameters and should be made anew."""
    return _HASHER.check_needs_rehash(stored)
