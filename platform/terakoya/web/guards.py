"""Every view is guarded by `@needs(Permission.X)`; what is not guarded does not start.

`install` refuses an application with a route whose view declares no permission.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import abort
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user

from terakoya.policy.rules import Identity

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
DECLARED = "terakoya_permission"


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no type hints
    """What Flask-Login carries through a request: the identity, and how it was proved."""

    def __init__(self, identity: Identity, session_key: str) -> None:
        self.identity = identity
        self.session_key = session_key

    def get_id(self) -> str:
        """The person's id and the secret of the sign-in session, as kept in the cookie."""
        return f"{self.identity.person_id}:{self.session_key}"


class UnguardedView(Exception):
    """A route was added without `@needs`."""


def current_identity() -> Identity:
    """The identity behind the request. Answers 401 when nobody is signed in."""
    found = find_identity()
    if found is None:
        abort(401)
    return found


def find_identity() -> Identity | None:
    """The identity behind the request, or None."""
    user = current_user._get_current_object()  # noqa: SLF001  # the object behind the proxy
    return user.identity if isinstance(user, SignedIn) else None
