"""The engine's limits as the operator has set them."""

from terakoya.grading.engine import Limits
from terakoya.settings import Settings, SettingsError


def limits_from(settings: Settings) -> Limits:
    """Limits with the layers of the sandbox that the operator accepts to lack."""
    text = settings.accept_missing_sandbox_layers
    names = {name.strip() for name in text.split(",")} - {""}
    return Limits(accept_missing=frozenset(names))


def refusal(error: Exception) -> SettingsError:
    """Why the engine doesn't start, as an operator reads it."""
    message = (
        f"Grading does not start: {error}. `docs/operating/sandbox.md` says how to mend this; "
        "TERAKOYA_ACCEPT_MISSING_SANDBOX_LAYERS=NAME accepts the risk."
    )
    return SettingsError(message)
