"""The command `terakoya grade`."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click

from terakoya import settings
from terakoya.gateway.endpoint.client import ChatClient
from terakoya.gateway.endpoint.request import settled_request
from terakoya.gateway.sources import current_source
from terakoya.grading.assignments import Assignment, NotAnAssignment, open_lab, open_source
from terakoya.grading.engine import Engine, GradedNotebook, SandboxIncomplete
from terakoya.grading.protection import limits_from, refusal
from terakoya.language import Language, Text
from terakoya.settings import Settings

Line = dict[str, Any]
NOT_READABLE = Text("このファイルは読み込めません。", "This file can't be read.")


@click.command("grade")
@click.option("--lab", "lab", metavar="DIR_OR_SLUG", help="The lab to check against.")
@click.option(
    "--source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A plain nbgrader source notebook; its folder's other files lie beside each notebook.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, one a notebook.")
@click.option("--language", type=click.Choice(["ja", "en"]), default="en", show_default=True)
@click.argument("notebooks", nargs=-1, required=True, type=click.Path(path_type=Path))
def grade(
    lab: str | None,
    source: Path | None,
    as_json: bool,
    language: str,
    notebooks: tuple[Path, ...],
) -> None:
    """Check NOTEBOOKS as the worker does, with all protections, without storing anything.

    Ends with 0 when every notebook got a result, also if that is a sentence why it can't be
    checked; with 1 when a fault of ours or an unreadable file kept one from getting any.
    """
    configured = settings.load()
    spoken = Language(language)
    assignment = _assignment(lab, source, configured, spoken)
    has_failed = False
    try:
        with assignment as opened, _engine(configured) as engine:
            for line, has_result in _lines(engine, opened, notebooks, spoken):
                click.echo(json.dumps(line, ensure_ascii=False) if as_json else _in_words(line))
                has_failed |= not has_result
    except NotAnAssignment as problem:
        raise click.ClickException(str(problem)) from problem
    if has_failed:
        raise click.exceptions.Exit(1)


def _assignment(
    lab: str | None, source: Path | None, configured: Settings, language: Language
) -> AbstractContextManager[Assignment]:
    if lab is not None and source is None:
        return open_lab(lab, configured.labs_dir, language)
    if source is not None and lab is None:
        return open_source(source, language)
    message = "Give either --lab or --source."
    raise click.UsageError(message)


def _engine(configured: Settings) -> Engine:
    try:
        return Engine(limits_from(configured), ask_model=_ask_model(configured))
    except (SandboxIncomplete, ValueError) as error:
        raise refusal(error) from error


def _ask_model(configured: Settings) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def ask(request: dict[str, Any]) -> dict[str, Any]:
        endpoint = current_source(configured).require_endpoint()
        client = ChatClient(endpoint, configured.model_timeout_seconds)
        return dict(client.chat(settled_request(request, is_graded=True)))

    return ask


def _lines(
    engine: Engine, assignment: Assignment, notebooks: tuple[Path, ...], language: Language
) -> Iterator[tuple[Line, bool]]:
    """One line a notebook, in order, several being checked at once; False where none came."""

    def check(path: Path) -> tuple[Line, bool]:
        try:
            submitted = path.read_bytes()
        except OSError as error:
            return _line(path, None, f"{NOT_READABLE.to(language)} ({error.strerror})"), False
        try:
            result = engine.grade(assignment.source_for(submitted), submitted)
        except Exception as error:
            # One notebook never stops the others.
            return _line(path, None, f"{type(error).__name__}: {error}"), False
        return _line(path, result, result.error.to(language) if result.error else None), True

    with (
        ThreadPoolExecutor(os.cpu_count() or 1) as pool,
        click.progressbar(
            pool.map(check, notebooks),
            length=len(notebooks),
            label="Checking",
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        ) as progress,
    ):
        yield from progress


def _line(path: Path, result: GradedNotebook | None, error: str | None) -> Line:
    cells = result.cells if result else {}
    return {
        "notebook": str(path),
        "score": result.score if result and cells else None,
        "max_score": result.max_score if result else None,
        "cells": {
            grade_id: {"score": cell.score, "max_score": cell.max_score, "outcome": cell.outcome}
            for grade_id, cell in cells.items()
        },
        "error": error,
    }


def _in_words(line: Line) -> str:
    score = "-" if line["score"] is None else f"{line['score']:g}"
    most = "-" if line["max_score"] is None else f"{line['max_score']:g}"
    cells = " ".join(
        f"{grade_id}={'-' if cell['score'] is None else format(cell['score'], 'g')}"
        for grade_id, cell in line["cells"].items()
    )
    return "\n  ".join(
        filter(None, [f"{line['notebook']}: {score} of {most}", cells, line["error"]])
    )


COMMANDS = (grade,)
