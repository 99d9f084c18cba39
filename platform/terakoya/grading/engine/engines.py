"""The engine: a notebook in, a result out."""

import copy
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from terakoya.grading.engine import sentences
from terakoya.grading.engine.channel import BadMessage, ChannelClosed, TooLate
from terakoya.grading.engine.checking import Check
from terakoya.grading.engine.children import Child, EngineFault, ForkServerProcess
from terakoya.grading.engine.reading import read_notebook
from terakoya.grading.engine.rebuilding import Rebuilt, rebuild
from terakoya.grading.engine.releasing import PreparedSource, Shelf
from terakoya.grading.engine.sandbox import Allowance, Layer, layers
from terakoya.grading.engine.values import (
    AskModel,
    GradedCell,
    GradedNotebook,
    Limits,
    SourceNotebook,
)
from terakoya.language import Text

START_SECONDS = 20.0


class SandboxIncomplete(Exception):
    """This machine lacks a layer of the sandbox that the operator hasn't accepted to lack."""

    def __init__(self, missing: list[Layer]) -> None:
        named = "; ".join(f"{layer.name}: {layer.reason.en}" for layer in missing)
        super().__init__(f"missing sandbox layers: {named}")
        self.missing = missing


class Engine:
    """Grades notebooks, from as many threads at once as you like. Use it in a `with` statement."""

    def __init__(self, limits: Limits | None = None, ask_model: AskModel | None = None) -> None:
        """`ask_model` takes an OpenAI chat request and gives the response, in grade()'s thread.

        Raises SandboxIncomplete, and ValueError when `limits` accepts a layer that isn't one.
        """
        self._limits = limits or Limits()
        self._ask_model = ask_model
        self._shelf = Shelf()
        self._server = ForkServerProcess(_missing_layers(self._limits))

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.stop()

    def grade(
        self, source: SourceNotebook, submitted: bytes, ask_model: AskModel | None = None
    ) -> GradedNotebook:
        """The result of a submission, whatever is in it.

        Raises EngineFault or ValueError (a broken source notebook) only for what is no fault of
        the learner.
        """
        prepared = self._shelf.fetch(source)
        notebook = read_notebook(submitted, lab=prepared.lab, largest=self._limits.notebook)
        if isinstance(notebook, Text):
            return GradedNotebook({}, 0.0, prepared.max_score, notebook)
        rebuilt = rebuild(prepared, notebook)
        if not rebuilt.has_answers:
            return GradedNotebook({}, 0.0, prepared.max_score, sentences.no_answer_cells())
        check = Check(
            lambda role: self._start(role, source.files), self._limits, ask_model or self._ask_model
        )
        cells, trouble = check.run(rebuilt)
        return _result(prepared, rebuilt, cells, trouble)

    def _start(self, role: str, files: Path | None) -> Child:
        allowance = Allowance(
            memory=self._limits.memory,
            cpu_seconds=int(self._limits.submission_seconds) + 1,
            file_size=self._limits.folder // 3,
        )
        child = self._server.fork(role, files, allowance, self._limits.reply)
        try:
            said = child.channel.receive(deadline=monotonic() + START_SECONDS)
        except (ChannelClosed, TooLate, BadMessage) as error:
            child.end()
            message = f"the {role} process did not start"
            raise EngineFault(message) from error
        if said.get("say") != "ready":
            child.end()
            raise EngineFault(str(said.get("reason", "")))
        return child


def _missing_layers(limits: Limits) -> frozenset[str]:
    found = layers()
    unknown = limits.accept_missing - {layer.name for layer in found}
    if unknown:
        message = f"no sandbox layer is called {', '.join(sorted(unknown))}"
        raise ValueError(message)
    missing = [layer for layer in found if not layer.is_on]
    refused = [layer for layer in missing if layer.name not in limits.accept_missing]
    if refused:
        raise SandboxIncomplete(refused)
    return frozenset(layer.name for layer in missing)


def _result(
    prepared: PreparedSource,
    rebuilt: Rebuilt,
    cells: dict[str, GradedCell],
    trouble: Text | None,
) -> GradedNotebook:
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 4,
        "metadata": copy.deepcopy(prepared.metadata),
        "cells": [step.cell for step in rebuilt.steps],
    }
    return GradedNotebook(
        cells=cells,
        score=sum(cell.score or 0.0 for cell in cells.values()),
        max_score=sum(cell.max_score for cell in cells.values()),
        error=trouble,
        notebook=notebook,
    )
