"""Whether a page is light or dark."""

from flask import request

from terakoya.web.guards import find_identity

COOKIE = "theme"
AS_ON_THE_DEVICE = "system"


def current_theme() -> str:
    """light, dark or system: the person's choice, else this browser's."""
    identity = find_identity()
    if identity is not None and identity.theme != AS_ON_THE_DEVICE:
        return identity.theme
    return request.cookies.get(COOKIE, AS_ON_THE_DEVICE)
