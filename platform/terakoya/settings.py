"""All settings of the product, read once from the environment.

Each field `x_y` is set by the environment variable `TERAKOYA_X_Y`; `docs/operating/settings.md`
is generated from the metadata below.
"""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any

PREFIX = "TERAKOYA_"
SHORTEST_SECRET = 32
CHECKOUT = Path(__file__).resolve().parents[2]
BUNDLED = Path(__file__).resolve().parent / "bundled"


class SettingsError(Exception):
    """A setting is unknown or has a value that can't be used; the message names it and the cure."""


def _content_dir(name: str) -> Path:
    """Courses and labs lie in the checkout, or inside the installed package."""
    return CHECKOUT / name if (CHECKOUT / name).is_dir() else BUNDLED / name


def _setting(default: Any, about: str, *, is_secret: bool = False) -> Any:
    return field(default=default, metadata={"about": about}, repr=not is_secret)


@dataclass(frozen=True, slots=True)
class Settings:
    """The product's settings; paths are absolute after `load`."""

    data_dir: Path = _setting(Path("var"), "Folder for the database, the queue and other state.")
    host: str = _setting("127.0.0.1", "Address on which the web server listens.")
    port: int = _setting(8000, "Port on which the web server listens.")
    public_url: str = _setting("", "Address people type, if a proxy stands in front.")
    proxies: int = _setting(0, "Proxies in front whose X-Forwarded-For, -Proto and -Host count.")
    database_url: str = _setting(
        "", "SQLAlchemy address; empty means SQLite in the data folder.", is_secret=True
    )
    queue_url: str = _setting(
        "", "Queue: empty (SQLite file), postgresql://… or redis://….", is_secret=True
    )
    secret_key: str = _setting(
        "", "Signs cookies and tokens; made at the first start if empty.", is_secret=True
    )
    demo: bool = _setting(False, "Demo company: one-click sign-in, marked on every page.")
    production: bool = _setting(False, "Refuses demo data and insecure cookies.")
    company_name: str = _setting("", "Name of the company on certificates and reports.")
    time_zone: str = _setting("Asia/Tokyo", "IANA time zone for dates on pages and in reports.")
    default_language: str = _setting("ja", "Language before a person has chosen: ja or en.")
    courses_dir: Path = _setting(Path("courses"), "Folder with the courses.")
    labs_dir: Path = _setting(Path("labs"), "Folder with the labs.")
    player_dir: Path = _setting(Path("build/player"), "Folder with the built notebook player.")
    model_url: str = _setting("", "OpenAI-compatible endpoint; empty means the embedded model.")
    model_api_key: str = _setting(
        "", "Key for that endpoint; never leaves the server.", is_secret=True
    )
    model_name: str = _setting("", "Model to ask for at that endpoint.")
    model_path: str = _setting("", "A GGUF file to use instead of the embedded model's.")
    model_dir: str = _setting("", "Folder for fetched model weights; empty means the user's cache.")
    model_timeout_seconds: int = _setting(120, "Longest wait for one answer of the model.")
    company_words: str = _setting("", "Comma-separated words that must never go to the model.")
    worker_slots: int = _setting(2, "Attempts that a worker checks at the same time.")
    accept_missing_sandbox_layers: str = _setting(
        "", "Comma-separated sandbox layers that may be missing, named by `terakoya doctor`."
    )
    sign_in_failures_allowed: int = _setting(
        10, "Wrong passwords per account and address in 15 minutes; 5 times as many for either."
    )
    session_idle_minutes: int = _setting(12 * 60, "Signed out after this time without a request.")

    @property
    def database(self) -> str:
        """The SQLAlchemy address in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'terakoya.db'}"

    @property
    def has_https(self) -> bool:
        """Whether people reach the product over HTTPS."""
        return self.public_url.startswith("https://")


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `environment` (default: the process's).

    Raises SettingsError for an unknown `TERAKOYA_…` name or a value of the wrong kind.
    """
    given = os.environ if environment is None else environment
    known = {PREFIX + item.name.upper(): item for item in fields(Settings)}
    unknown = sorted(name for name in given if name.startswith(PREFIX) and name not in known)
    if unknown:
        message = f"Unknown setting {', '.join(unknown)}. Known: {', '.join(sorted(known))}."
        raise SettingsError(message)
    values = {item.name: _read(item, given[name]) for name, item in known.items() if name in given}
    values.setdefault("courses_dir", _content_dir("courses"))
    values.setdefault("labs_dir", _content_dir("labs"))
    values.setdefault("player_dir", CHECKOUT / "build" / "player")
    values.setdefault("data_dir", Path("var"))
    for name in ("courses_dir", "labs_dir", "player_dir", "data_dir"):
        values[name] = Path(values[name]).resolve()
    if not values.get("secret_key"):
        values["secret_key"] = _kept_secret(values["data_dir"])
    return _checked(Settings(**values))


def _checked(settings: Settings) -> Settings:
    if settings.production and settings.demo:
        message = "TERAKOYA_DEMO and TERAKOYA_PRODUCTION exclude each other: unset one of them."
        raise SettingsError(message)
    if settings.production and not settings.has_https:
        message = "TERAKOYA_PRODUCTION needs TERAKOYA_PUBLIC_URL=https://…: cookies must be secure."
        raise SettingsError(message)
    if settings.production and len(settings.secret_key) < SHORTEST_SECRET:
        message = (
            f"TERAKOYA_SECRET_KEY has fewer than {SHORTEST_SECRET} characters and can be guessed: "
            "give a longer one, or none to have one made."
        )
        raise SettingsError(message)
    if settings.default_language not in ("ja", "en"):
        message = "TERAKOYA_DEFAULT_LANGUAGE is ja or en."
        raise SettingsError(message)
    return settings


def _read(item: "Field[Any]", text: str) -> Any:
    default = item.default
    if default is MISSING or isinstance(default, str):
        return text
    try:
        if isinstance(default, bool):
            return {"1": True, "true": True, "0": False, "false": False, "": False}[text.lower()]
        return type(default)(text)
    except (KeyError, ValueError) as error:
        kind = "true or false" if isinstance(default, bool) else "a whole number"
        message = f"{PREFIX}{item.name.upper()} must be {kind}, not {text!r}."
        raise SettingsError(message) from error


def _kept_secret(data_dir: Path) -> str:
    """A secret made at the first start and kept in the data folder, readable by the owner only."""
    path = data_dir / "secret-key"
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        # Linked when it is whole: another process that starts now must never read half of it.
        with tempfile.NamedTemporaryFile("w", dir=data_dir, prefix="secret-key-") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            with contextlib.suppress(FileExistsError):
                path.hardlink_to(file.name)
    return path.read_text()
