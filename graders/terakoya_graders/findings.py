"""Findings: what a check saw, in words that teach."""

from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape
from typing import Any

from terakoya_graders.display import framed, publish
from terakoya_graders.languages import Text
from terakoya_graders.session import say

MIME = "application/vnd.terakoya.finding+json"


class Outcome(StrEnum):
    """The four ways a criterion can end."""

    PASSED = "passed"
    NOT_YET = "not-yet"
    NOT_TRIED = "not-tried"
    NOT_CHECKED = "not-checked"


HEADINGS = {
    Outcome.PASSED: Text("できています", "Reached"),
    Outcome.NOT_YET: Text("もう一歩です", "Not yet"),
    Outcome.NOT_TRIED: Text("まだ試していません", "Not tried yet"),
    Outcome.NOT_CHECKED: Text("確認できませんでした", "Could not be checked"),
}


@dataclass(frozen=True)
class Finding:
    """What one check says: outcome, sentence, the passage that counted, share of the points.

    `share` runs from 0 to 1; `code` names the reason in a way that does not change with wording.
    """

    outcome: Outcome
    message: Text
    quote: str | None = None
    share: float = 0.0
    code: str = ""
    criterion: str = ""

    @property
    def has_passed(self) -> bool:
        """Whether the check is satisfied."""
        return self.outcome is Outcome.PASSED

    def about(self, criterion: str) -> "Finding":
        """The same finding under the name of a criterion."""
        return replace(self, criterion=criterion)

    def as_dict(self) -> dict[str, Any]:
        """The finding as the page and the server read it (the MIME type above)."""
        return {
            "criterion": self.criterion,
            "outcome": self.outcome.value,
            "message": self.message.as_dict(),
            "quote": self.quote,
        }


def passed(message: Text, quote: str | None = None, *, share: float = 1.0) -> Finding:
    """The check is satisfied; `quote` is the passage that counted."""
    return Finding(Outcome.PASSED, message, quote, share)


def not_yet(message: Text, quote: str | None = None, *, share: float = 0.0) -> Finding:
    """The check is not satisfied yet; the message names what is missing."""
    return Finding(Outcome.NOT_YET, message, quote, share)


def not_tried(message: Text) -> Finding:
    """There is nothing to check yet."""
    return Finding(Outcome.NOT_TRIED, message)


def not_checked(message: Text) -> Finding:
    """The check could not run; that never counts against the learner."""
    return Finding(Outcome.NOT_CHECKED, message)


shown: list[Finding] = []
"""Every finding shown in this process, oldest first."""


def show(finding: Finding) -> None:
    """Show a finding in the notebook and remember it in `shown`."""
    shown.append(finding)
    publish(
        {MIME: finding.as_dict(), "text/html": as_html(finding), "text/plain": as_text(finding)}
    )


def as_text(finding: Finding) -> str:
    """The finding as one or two plain lines."""
    line = f"{say(HEADINGS[finding.outcome])}: {say(finding.message)}"
    return line if finding.quote is None else f"{line}\n  » {finding.quote}"


def as_html(finding: Finding) -> str:
    """The finding as HTML; everything that people wrote is escaped."""
    body = (
        f"<strong>{escape(say(HEADINGS[finding.outcome]))}</strong> {escape(say(finding.message))}"
    )
    if finding.quote is not None:
        body += f'<br><q style="opacity:.8">{escape(finding.quote)}</q>'
    return framed(body, finding.outcome.value)
