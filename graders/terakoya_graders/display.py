"""Showing things in the notebook: rich for people, plain for machines, silent elsewhere."""

import sys
from collections.abc import Mapping
from html import escape
from typing import Any

from terakoya_graders.session import current_language

FRAME = "border-left:4px solid {colour};padding:.4em .9em;margin:.3em 0;line-height:1.7"
FONT = "font-family:var(--jp-ui-font-family,system-ui,sans-serif);font-size:14px"
COLOURS = {
    "passed": "#1f7a4d",
    "not-yet": "#b45309",
    "not-tried": "#64748b",
    "not-checked": "#64748b",
}


def running_shell() -> Any | None:
    """The IPython shell of this process, or None.

    IPython is looked up, never imported: a server process that only uses the checks stays small.
    """
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def publish(
    data: Mapping[str, Any], *, display_id: str | None = None, update: bool = False
) -> None:
    """Show a MIME bundle below the running cell; with `update`, replace the one of `display_id`."""
    shell = running_shell()
    if shell is None:
        return
    transient = {} if display_id is None else {"display_id": display_id}
    shell.display_pub.publish(data=dict(data), metadata={}, transient=transient, update=update)


def framed(body: str, outcome: str) -> str:
    """HTML `body` beside a bar in the colour of `outcome`; the words inside carry the meaning."""
    frame = FRAME.format(colour=COLOURS.get(outcome, COLOURS["not-tried"]))
    names = f"tk-finding tk-{escape(outcome)}"
    language = current_language()
    return f'<div class="{names}" lang="{language}" style="{FONT};{frame}">{body}</div>'


def say_in_notebook(sentence: str, *, outcome: str = "passed") -> None:
    """Show one sentence in the notebook as text, not as code."""
    publish({"text/plain": sentence, "text/html": framed(escape(sentence), outcome)})
