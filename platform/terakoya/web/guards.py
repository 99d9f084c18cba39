"""Every view is guarded by `@needs(Permission.X)`; what is not guarded does not start.

`refuse_unguarded_views` stops an application with a route whose view declares no permission.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user

from terakoya.language import Text
from terakoya.policy.permissions import Permission
from terakoya.policy.rules import Context, Identity, allows
from terakoya.web import problems
from terakoya.web.continuation import ask_to_sign_in

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


def may(permission_name: str) -> bool:
    """For templates: whether the current person may do `permission_name`."""
    return allows(Permission(permission_name), find_identity(), _context())


def needs(permission: Permission, *, api: bool = False) -> Callable[[View], View]:
    """Guard a view by a permission; with `api`, refusals are JSON instead of pages."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            identity = find_identity()
            if allows(permission, identity, _context()):
                return view(*args, **kwargs)
            if identity is not None:
                return _forbidden() if api else abort(403)
            return _unauthenticated() if api else ask_to_sign_in()

        setattr(guarded, DECLARED, permission)
        return cast("View", guarded)

    return guard


def declared_permission(view: Callable[..., Any]) -> Permission | None:
    """The permission a view declares, or None."""
    found: Permission | None = getattr(view, DECLARED, None)
    return found


def refuse_unguarded_views(app: Flask) -> None:
    """Raise UnguardedView when a route of `app` declares no permission."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        if declared_permission(app.view_functions[rule.endpoint]) is None:
            message = f"{rule.rule} ({rule.endpoint}) has no @needs(Permission.…)"
            raise UnguardedView(message)


def _context() -> Context:
    return Context(is_demo=current_app.extensions["terakoya_settings"].demo)


def _unauthenticated() -> ResponseReturnValue:
    sentence = Text(
        "サインインの有効期限が切れています。もう一度サインインしてください。",
        "Your sign-in has expired. Please sign in again.",
    )
    return problems.answer(401, "unauthenticated", sentence)


def _forbidden() -> ResponseReturnValue:
    sentence = Text("この操作は許可されていません。", "You are not permitted to do this.")
    return problems.answer(403, "forbidden", sentence)
