"""The self-check: what is there, what is missing and how to mend it (`terakoya doctor`)."""

import platform
from collections.abc import Iterator
from dataclasses import dataclass

import click

from terakoya import __version__, clock, settings
from terakoya.content.catalogues import load_catalogue
from terakoya.gateway.sources import ModelState, current_source
from terakoya.grading.engine.sandbox import layers
from terakoya.labs.player.sites import find_version
from terakoya.language import Language
from terakoya.settings import Settings
from terakoya.store.session import open_store, sqlite_version
from terakoya.store.upgrading import is_current


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `is_needed` ones make the self-check fail when not well."""

    name: str
    is_well: bool
    sentence: str
    is_needed: bool = True


def examine(configured: Settings) -> Iterator[Finding]:
    """Look at everything that the product stands on."""
    yield Finding("Terakoya", True, f"{__version__} on Python {platform.python_version()}")
    yield from _examine_store(configured)
    yield from _examine_content(configured)
    built = find_version(configured.player_dir)
    yield Finding(
        "notebook player",
        built is not None,
        f"build {built}" if built else "not built; run: make setup",
    )
    source = current_source(configured)
    is_answering = source.state in {ModelState.READY, ModelState.EXTERNAL}
    yield Finding("model", is_answering, source.sentence.en, is_needed=False)
    accepted = set(configured.accept_missing_sandbox_layers.split(","))
    for layer in layers():
        yield Finding(
            f"sandbox: {layer.name}",
            layer.is_on,
            "on" if layer.is_on else layer.reason.en,
            is_needed=layer.name not in accepted,
        )


def _examine_store(configured: Settings) -> Iterator[Finding]:
    opened = open_store(configured.database)
    kind = opened.engine.dialect.name
    version = f", SQLite {sqlite_version()}" if kind == "sqlite" else ""
    if is_current(opened):
        yield Finding("database", True, f"{kind}, up to date{version}")
    else:
        yield Finding("database", False, "not up to date; run: terakoya db upgrade")
    opened.engine.dispose()


def _examine_content(configured: Settings) -> Iterator[Finding]:
    today = clock.today(configured.time_zone)
    catalogue = load_catalogue(configured.courses_dir, configured.labs_dir, today)
    complaints = [item.to_line(Language.EN) for item in catalogue.complaints]
    counted = f"{len(catalogue.courses)} courses, {len(catalogue.labs)} labs"
    if complaints:
        more = f"; {len(complaints)} complaints, the first: {complaints[0]}"
        yield Finding("content", False, counted + more, is_needed=False)
    else:
        yield Finding("content", True, counted)


@click.command()
def doctor() -> None:
    """Check this installation; exit code 1 when something needed is missing."""
    is_well = True
    for finding in examine(settings.load()):
        mark = "ok  " if finding.is_well else "FAIL" if finding.is_needed else "note"
        is_well = is_well and (finding.is_well or not finding.is_needed)
        click.echo(f"{mark}  {finding.name}: {finding.sentence}")
    if not is_well:
        raise SystemExit(1)


COMMANDS = (doctor,)
