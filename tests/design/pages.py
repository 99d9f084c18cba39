"""Renders the chrome, the parts and the error pages without a server, in any language and theme."""

import gettext
import io
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined

WEB = Path(__file__).resolve().parents[2] / "platform" / "terakoya" / "web"
TEMPLATES = WEB / "templates"
HERE = Path(__file__).resolve().parent

EVERYTHING = frozenset({"learn", "see-completion-report", "see-status", "see-access-rules"})
AIKO = SimpleNamespace(ja="佐藤 愛子", en="Aiko Sato", department=("営業部", "Sales"))


def translations(language: str) -> gettext.NullTranslations:
    """Return the chrome's translations; English is written in the templates themselves."""
    if language == "en":
        return gettext.NullTranslations()
    source = WEB / "locale" / language / "LC_MESSAGES" / "messages.po"
    compiled = io.BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def environment(language: str, static_url: str = "/static/") -> Environment:
    """Return a Jinja environment with the globals that the web core provides."""
    jinja = Environment(
        loader=FileSystemLoader([TEMPLATES, HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    jinja.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    jinja.globals.update(
        url_for=lambda _endpoint, filename: static_url + filename,
        csrf_token=lambda: "token",
    )
    return jinja


def render(
    template: str,
    *,
    language: str = "ja",
    theme: str = "system",
    path: str = "/",
    is_signed_in: bool = True,
    may: Iterable[str] = EVERYTHING,
    is_demo: bool = True,
    flashed: Iterable[tuple[str, str]] = (),
    static_url: str = "/static/",
    **context: Any,
) -> str:
    """Return the page `template` as HTML, as a person with the permissions `may` sees it."""
    jinja = environment(language, static_url)
    jinja.globals["get_flashed_messages"] = lambda with_categories: list(flashed)
    allowed = frozenset(may)
    identity = SimpleNamespace(
        name=getattr(AIKO, language), department_name=AIKO.department[language == "en"]
    )
    return jinja.get_template(template).render(
        language=language,
        theme=theme,
        identity=identity if is_signed_in else None,
        may=lambda name: is_signed_in and name in allowed,
        settings=SimpleNamespace(demo=is_demo),
        version="0",
        request=SimpleNamespace(path=path, full_path=path + "?", query_string=b"", method="GET"),
        **context,
    )
