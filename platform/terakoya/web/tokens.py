"""Short-lived signed tokens for a notebook kernel, which has no cookie or CSRF token."""

from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

LAB_TOKEN_SECONDS = 8 * 60 * 60
SALT = "terakoya.lab-token"
PREFIX = "lab."


@dataclass(frozen=True, slots=True)
class LabToken:
    """For whom and for which lab a kernel may ask the model."""

    person_id: int
    lab_slug: str


def sign_lab_token(person_id: int, lab_slug: str) -> str:
    """A bearer token for one person and one lab; valid for LAB_TOKEN_SECONDS."""
    return PREFIX + _serializer().dumps([person_id, lab_slug])


def read_lab_token(token: str) -> LabToken | None:
    """What a lab token says, or None when it is forged, expired or something else."""
    if not token.startswith(PREFIX):
        return None
    try:
        person_id, lab_slug = _serializer().loads(
            token.removeprefix(PREFIX), max_age=LAB_TOKEN_SECONDS
        )
    except (BadSignature, ValueError, TypeError):
        return None
    return LabToken(person_id=person_id, lab_slug=lab_slug)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.extensions["terakoya_settings"].secret_key, salt=SALT)
