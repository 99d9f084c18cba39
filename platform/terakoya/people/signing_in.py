"""Signing in and out, and slowing down those who guess.

Failures are counted per typed login and per address, known or not, so that the answers never
tell whether an account exists. Few are allowed for one login from one address, more for a login
from everywhere: a colleague who guesses on purpose locks out only the own computer.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from terakoya import clock
from terakoya.events.models import Verb
from terakoya.events.services import record_event
from terakoya.people.models import AccessToken, Person, SignInFailure, SignInSession
from terakoya.people.passwords import hash_password, is_outdated, is_right_password
from terakoya.people.queries import find_person

FAILURE_WINDOW = timedelta(minutes=15)
FAILURES_ELSEWHERE_FACTOR = 5
SEEN_EVERY = timedelta(minutes=5)


class WrongPassword(Exception):
    """The login or the password is not right; which of them is not said."""


class TooManyFailures(Exception):
    """This login or this address has to wait."""


def sign_in(
    session: Session, *, login: str, password: str, address: str, failures_allowed: int
) -> tuple[Person, str]:
    """Check a password and start a session; returns the person and the session's secret key.

    Raises TooManyFailures or WrongPassword. A failure is recorded in `session`: commit it.
    """
    now = clock.now()
    typed = login.strip().replace("\0", "")[:80]  # PostgreSQL stores no zero bytes
    if _has_to_wait(session, typed, address, now, failures_allowed):
        raise TooManyFailures
    person = find_person(session, login=typed)
    stored = person.password_hash if person else None
    session.commit()  # the check is slow on purpose, and other writers need not wait for it
    if not is_right_password(stored, password) or person is None or not person.is_active:
        session.add(SignInFailure(login=typed, address=address, at=now))
        raise WrongPassword
    if stored is not None and is_outdated(stored):
        person.password_hash = hash_password(password)
    session.execute(delete(SignInFailure).where(SignInFailure.login == typed))
    return person, start_session(session, person=person)


def start_session(session: Session, *, person: Person) -> str:
    """Start a session for a person whose identity is proved; returns its secret key."""
    now = clock.now()
    key = secrets.token_urlsafe(32)
    session.add(
        SignInSession(key_digest=_digest(key), person_id=person.id, started_at=now, seen_at=now)
    )
    record_event(
        session, verb=Verb.LOGGED_IN, actor_id=person.id, object_type="person",
        object_id=str(person.id),
    )  # fmt: skip
    return key


def is_valid_session(session: Session, *, person_id: int, key: str, idle_minutes: int) -> bool:
    """Whether the session exists and was used within `idle_minutes`."""
    found = session.get(SignInSession, _digest(key))
    if found is None or found.person_id != person_id:
        return False
    return clock.now() - found.seen_at < timedelta(minutes=idle_minutes)


def needs_a_sighting(session: Session, *, key: str) -> bool:
    """Whether the session's last use is old enough to be written anew (not on each request)."""
    found = session.get(SignInSession, _digest(key))
    return found is not None and clock.now() - found.seen_at > SEEN_EVERY


def note_sighting(session: Session, *, key: str) -> None:
    """Write that the session was used now."""
    found = session.get(SignInSession, _digest(key))
    if found is not None:
        found.seen_at = clock.now()


def sign_out(session: Session, *, person_id: int, key: str) -> None:
    """End a session."""
    session.execute(delete(SignInSession).where(SignInSession.key_digest == _digest(key)))
    record_event(
        session, verb=Verb.LOGGED_OUT, actor_id=person_id, object_type="person",
        object_id=str(person_id),
    )  # fmt: skip


def create_access_token(session: Session, *, person: Person, name: str, days: int) -> str:
    """A new personal access token, shown this once; valid for `days`."""
    token = "trk_" + secrets.token_urlsafe(32)
    now = clock.now()
    session.add(
        AccessToken(
            person_id=person.id,
            name=name,
            digest=_digest(token),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    return token


def find_token_holder(session: Session, *, token: str) -> int | None:
    """The id of the person whose valid access token this is, or None."""
    return session.scalar(
        select(AccessToken.person_id).where(
            AccessToken.digest == _digest(token), AccessToken.expires_at > clock.now()
        )
    )


def _has_to_wait(
    session: Session, login: str, address: str, now: datetime, failures_allowed: int
) -> bool:
    since = now - FAILURE_WINDOW
    counted = select(func.count()).select_from(SignInFailure).where(SignInFailure.at > since)
    of_login = counted.where(SignInFailure.login == login)
    limits = (
        (of_login.where(SignInFailure.address == address), failures_allowed),
        (of_login, failures_allowed * FAILURES_ELSEWHERE_FACTOR),
        (
            counted.where(SignInFailure.address == address),
            failures_allowed * FAILURES_ELSEWHERE_FACTOR,
        ),
    )
    return any((session.scalar(query) or 0) >= most for query, most in limits)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
