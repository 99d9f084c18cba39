"""The checking engine: two processes with two trusts, a sandbox, and nbgrader's rules."""

from terakoya.grading.engine.children import EngineFault
from terakoya.grading.engine.engines import Engine, SandboxIncomplete
from terakoya.grading.engine.values import (
    AskModel,
    GradedCell,
    GradedNotebook,
    Limits,
    SourceNotebook,
)

__all__ = [
    "AskModel",
    "Engine",
    "EngineFault",
    "GradedCell",
    "GradedNotebook",
    "Limits",
    "SandboxIncomplete",
    "SourceNotebook",
]
