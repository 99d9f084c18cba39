"""Points of a criterion: shares, requirements, nothing written, nothing checked."""

import pytest

from terakoya_graders import Criterion, Finding, NotChecked, Outcome, Text, findings, prompts
from terakoya_graders.findings import not_yet, passed

WORDS = Text("言葉", "words")


def gives(share: float) -> Finding:
    return passed(WORDS) if share == 1 else not_yet(WORDS, share=share)


def share_check(text: str, share: float) -> Finding:
    return gives(share)


def test_points_are_the_weighted_shares() -> None:
    prompts["p"] = "text"
    criterion = Criterion("labels", points=6, prompt="p")
    criterion.check(share_check, 1.0, weight=2)
    criterion.check(share_check, 0.5)
    assert criterion.points() == 5.0
    assert repr(criterion.points()) == "5.0"


def test_an_unmet_requirement_takes_all_points_and_stops_the_rest() -> None:
    prompts["p"] = "text"
    criterion = Criterion("labels", points=6, prompt="p")
    criterion.check(share_check, 1.0)
    criterion.require(share_check, 0.0)
    after = criterion.check(share_check, 1.0)
    assert criterion.points() == 0.0
    assert after.outcome is Outcome.NOT_TRIED
    assert [found.outcome for found in findings.shown] == [Outcome.PASSED, Outcome.NOT_YET]


def test_a_met_requirement_is_not_mentioned() -> None:
    prompts["p"] = "text"
    Criterion("labels", points=6, prompt="p").require(share_check, 1.0)
    assert findings.shown == []


@pytest.mark.parametrize("text", ["", "  \n", "Sort　this.\n\n{input}\n"])
def test_nothing_of_ones_own_is_not_tried(text: str) -> None:
    prompts["p"] = text
    criterion = Criterion("labels", points=6, prompt="p", starter="Sort this.\n{input}")
    criterion.check(share_check, 1.0)
    assert criterion.points() == 0.0
    assert [found.outcome for found in findings.shown] == [Outcome.NOT_TRIED]


def test_a_check_that_cannot_run_says_so_and_gives_no_points_at_all() -> None:
    prompts["p"] = "text"
    criterion = Criterion("result", points=6, prompt="p")

    def check(text: str) -> Finding:
        raise NotChecked(Text("いまは無理です。", "Not now."))

    with pytest.raises(NotChecked, match="Not now"):
        criterion.check(check)
    assert findings.shown[0].as_dict() == {
        "criterion": "result",
        "outcome": "not-checked",
        "message": {"ja": "いまは無理です。", "en": "Not now."},
        "quote": None,
    }


def test_what_the_learner_wrote_is_escaped_in_html() -> None:
    finding = passed(WORDS, "<img src=x onerror=alert(1)>")
    assert "<img" not in findings.as_html(finding)
