"""A criterion: the checks of one test cell and the points they are worth together."""

from collections.abc import Callable
from typing import Any

from terakoya_graders.failures import NotChecked
from terakoya_graders.findings import Finding, Outcome, not_checked, not_tried, show
from terakoya_graders.languages import Text
from terakoya_graders.letters import written_prompt
from terakoya_graders.reading import normal_form
from terakoya_graders.session import say

CheckFunction = Callable[..., Finding]

NOTHING_WRITTEN = Text(
    ja="まだ何も書かれていないようです。上の箱に書くと、ここで確認できます。",
    en="Nothing seems to be written yet. Write in the box above, then this can be checked.",
)
STILL_THE_STARTER = Text(
    ja="文章がはじめのままです。1行書き足すだけでも変わります。まずは、何を頼みたいかを書いてみましょう。",
    en="The text is still as it was at the start. One more line already changes something: "
    "begin with what you want the AI to do.",
)
DECIMALS = 2


class Points(float):
    """The points of a criterion: a number for the gradebook, a sentence for the learner."""

    out_of: float = 0.0

    def __repr__(self) -> str:
        return repr(float(self))

    def _repr_html_(self) -> str:
        text = Text(
            ja=f"{self:g}点（{self.out_of:g}点のうち）", en=f"{self:g} of {self.out_of:g} points"
        )
        return f"<small>{say(text)}</small>"


class Criterion:
    """What one test cell asks of one prompt.

    `name` is the grade_id of the cell and `points` its points. Each check adds a finding below
    the cell and its share of the points; `points()` as the cell's last line gives the score by
    nbgrader's rule for partial credit.
    """

    def __init__(self, name: str, *, points: float, prompt: str, starter: str = "") -> None:
        """Begin a criterion; `prompt` is the name of the prompt cell, `starter` its first text."""
        self.name = name
        self.out_of = points
        self.text = written_prompt(prompt)
        self._earned: list[tuple[float, float]] = []
        self._is_void = False
        self._has_begun = self._check_begun(starter)

    def check(self, check: CheckFunction, *args: Any, weight: float = 1, **options: Any) -> Finding:
        """Run a check on the prompt, show its finding and count it with `weight`."""
        finding = self._run(check, *args, **options)
        self._earned.append((finding.share * weight, weight))
        return finding

    def require(self, check: CheckFunction, *args: Any, **options: Any) -> Finding:
        """Run a check that earns nothing but without which the criterion earns nothing either.

        When it is not satisfied, the checks after it do not run.
        """
        finding = self._run(check, *args, show_passed=False, **options)
        if self._has_begun and not finding.has_passed:
            self._is_void = True
        return finding

    def points(self) -> Points:
        """The points reached; put it in the last line of the test cell."""
        weight = sum(weight for _, weight in self._earned)
        share = sum(earned for earned, _ in self._earned) / weight if weight else 0.0
        if self._is_void or not self._has_begun:
            share = 0.0
        points = Points(round(self.out_of * min(share, 1.0), DECIMALS))
        points.out_of = self.out_of
        return points

    def _run(
        self, check: CheckFunction, *args: Any, show_passed: bool = True, **options: Any
    ) -> Finding:
        if not self._has_begun or self._is_void:
            return Finding(Outcome.NOT_TRIED, NOTHING_WRITTEN)
        try:
            finding = check(self.text, *args, **options).about(self.name)
        except NotChecked as failure:
            show(not_checked(failure.message).about(self.name))
            raise
        if show_passed or not finding.has_passed:
            show(finding)
        return finding

    def _check_begun(self, starter: str) -> bool:
        if not self.text.strip():
            show(not_tried(NOTHING_WRITTEN).about(self.name))
            return False
        if starter and _squeezed(self.text) == _squeezed(starter):
            show(not_tried(STILL_THE_STARTER).about(self.name))
            return False
        return True


def _squeezed(text: str) -> str:
    return "".join(normal_form(text).split())
