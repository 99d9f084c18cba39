"""Checks for prompts and notebooks, used by labs in the browser and on the server.

Importing the package in a notebook makes `%%prompt NAME` known.
"""

from terakoya_graders import model
from terakoya_graders.criteria import Criterion, Points
from terakoya_graders.failures import NotChecked
from terakoya_graders.findings import MIME, Finding, Outcome
from terakoya_graders.languages import Text
from terakoya_graders.letters import Letter, prompts, read_prompt_cell
from terakoya_graders.magic import load_ipython_extension, load_where_possible
from terakoya_graders.registry import CHECKS, check
from terakoya_graders.session import current_language, start
from terakoya_graders.trials import try_on

__all__ = [
    "CHECKS",
    "MIME",
    "Criterion",
    "Finding",
    "Letter",
    "NotChecked",
    "Outcome",
    "Points",
    "Text",
    "check",
    "current_language",
    "load_ipython_extension",
    "model",
    "prompts",
    "read_prompt_cell",
    "start",
    "try_on",
]

load_where_possible()
