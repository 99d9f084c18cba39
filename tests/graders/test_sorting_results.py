"""The behavioural check, with models that behave in known ways."""

from typing import Any

import pytest

from terakoya_graders import Outcome, model, try_on
from terakoya_graders.checks import sorts_rightly
from terakoya_graders.sorting import chance_f1, run
from terakoya_graders.templates import label_in

LABELS = ["QUOTE", "DELIVERY"]
ITEMS = [
    {"text": "what price", "label": "QUOTE"},
    {"text": "what cost", "label": "QUOTE"},
    {"text": "when here", "label": "DELIVERY"},
    {"text": "when sent", "label": "DELIVERY"},
]
OPTIONS: dict[str, Any] = {"fallback": "OTHER", "passes_at": 3, "full_at": 4}


def use_answers(**answers: str) -> None:
    """A model that answers by the last word of what it reads."""

    def transport(request: dict[str, Any]) -> dict[str, Any]:
        word = request["messages"][0]["content"].split()[-1]
        return {"choices": [{"message": {"content": answers.get(word, answers.get("any", ""))}}]}

    model.use(transport)


def test_a_prompt_that_sorts_all_gets_all() -> None:
    use_answers(price="QUOTE", cost="「quote」。", here="Label: DELIVERY", sent="DELIVERY\n\nok")
    finding = sorts_rightly("Sort: {input}", ITEMS, LABELS, **OPTIONS)
    assert (finding.outcome, finding.share) == (Outcome.PASSED, 1.0)


def test_the_share_of_points_is_the_share_of_messages() -> None:
    use_answers(price="QUOTE", cost="DELIVERY", here="QUOTE", sent="DELIVERY")
    finding = sorts_rightly("Sort: {input}", ITEMS, LABELS, **OPTIONS)
    assert (finding.outcome, finding.share) == (Outcome.NOT_YET, 0.5)
    assert "another label" in finding.message.en


def test_a_constant_answer_earns_nothing() -> None:
    use_answers(any="QUOTE")
    finding = sorts_rightly("Sort: {input}", ITEMS, LABELS, **OPTIONS)
    assert finding.share == 0
    assert "same answer" in finding.message.en


def test_long_answers_are_told_from_wrong_ones() -> None:
    use_answers(any="This is a question about a price, so QUOTE.")
    finding = sorts_rightly("Sort: {input}", ITEMS, LABELS, **OPTIONS)
    assert finding.share == 0
    assert "form of the answer" in finding.message.en


def test_too_much_doubt_gets_its_own_advice() -> None:
    use_answers(price="QUOTE", any="OTHER")
    finding = sorts_rightly("Sort: {input}", ITEMS, LABELS, **OPTIONS)
    assert "the answer was OTHER" in finding.message.en


def test_no_better_than_the_starting_text_earns_nothing() -> None:
    use_answers(price="QUOTE", cost="DELIVERY", here="DELIVERY", sent="DELIVERY")
    finding = sorts_rightly("Sort: {input}", ITEMS, LABELS, **OPTIONS, baseline="Bare {input}")
    assert finding.share == 0


def test_messages_are_never_shown_in_a_finding() -> None:
    use_answers(price="QUOTE", any="what cost")
    finding = sorts_rightly("Sort: {input}", ITEMS, LABELS, **OPTIONS)
    assert not any(item["text"] in str(finding) for item in ITEMS)


def test_without_a_slot_the_model_is_not_even_asked() -> None:
    assert "{input}" in sorts_rightly("Sort.", ITEMS, LABELS, **OPTIONS).message.en


def test_macro_f1_of_one_label_for_all_is_chance() -> None:
    use_answers(any="QUOTE")
    assert run("{input}", ITEMS, LABELS).macro_f1() == pytest.approx(chance_f1(LABELS))


def test_a_label_inside_a_sentence_is_no_label() -> None:
    assert label_in("It is a QUOTE", LABELS) is None
    assert label_in("**Delivery**", LABELS) == "DELIVERY"
    assert label_in("", LABELS) is None


def test_trying_without_a_model_never_raises() -> None:
    try_on(ITEMS, LABELS, prompt="sorting", fallback="OTHER")
