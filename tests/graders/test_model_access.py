"""Asking the model: what is sent, and what becomes of every failure."""

import json
from typing import Any

import pytest

from terakoya.language import Text as PlatformText
from terakoya_graders import NotChecked, model
from terakoya_graders.browser import BUSY, SIGNED_OUT, STRANGE, UNREACHABLE, read_answer


def answering(text: object, sent: list[dict[str, Any]]) -> model.Transport:
    def transport(request: dict[str, Any]) -> dict[str, Any]:
        sent.append(request)
        return {"choices": [{"message": {"content": text}}]}

    return transport


def test_without_a_model_nothing_is_checked() -> None:
    with pytest.raises(NotChecked, match="does not count against you"):
        model.ask("hello")


def test_graded_requests_are_greedy_seeded_and_short_whatever_is_asked() -> None:
    sent: list[dict[str, Any]] = []
    model.use(answering("yes", sent))
    assert model.ask("hello", temperature=0.9, seed=7, max_tokens=9999) == "yes"
    assert sent == [
        {
            "messages": [{"role": "user", "content": "hello"}],
            "temperature": 0,
            "seed": 1,
            "max_tokens": 256,
        }
    ]


def test_outside_of_grading_a_learner_may_choose_options() -> None:
    sent: list[dict[str, Any]] = []
    model.use(answering("yes", sent), graded=False)
    model.ask([{"role": "system", "content": "Be brief."}], temperature=0.9)
    assert sent[0]["temperature"] == 0.9
    assert sent[0]["messages"] == [{"role": "system", "content": "Be brief."}]


@pytest.mark.parametrize("response", [{}, {"choices": []}, {"choices": [{"message": None}]}])
def test_rubbish_from_the_model_is_not_checked(response: dict[str, Any]) -> None:
    model.use(lambda _: response)
    with pytest.raises(NotChecked):
        model.ask("hello")


def test_a_failure_on_the_way_is_not_checked_and_keeps_its_own_sentence() -> None:
    class FullOfCalls(Exception):
        sentence = PlatformText("混んでいます。", "It is busy.")

    def transport(request: dict[str, Any]) -> dict[str, Any]:
        raise FullOfCalls

    model.use(transport)
    with pytest.raises(NotChecked) as caught:
        model.ask("hello")
    assert caught.value.message.ja == "混んでいます。"


def test_the_learner_sees_a_sentence_and_no_traceback() -> None:
    with pytest.raises(NotChecked) as caught:
        model.ask("hello")
    lines = caught.value._render_traceback_()
    assert len(lines) == 1
    assert "Traceback" not in lines[0]


def test_the_gateways_own_sentence_reaches_the_learner() -> None:
    body = {
        "error": {"type": "model_fetching", "message": {"ja": "取得中です。", "en": "Fetching."}}
    }
    with pytest.raises(NotChecked) as caught:
        read_answer(503, json.dumps(body))
    assert caught.value.message.as_dict() == {"ja": "取得中です。", "en": "Fetching."}


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (0, "", UNREACHABLE),
        (401, "{}", SIGNED_OUT),
        (429, "not json", BUSY),
        (200, "not json", STRANGE),
        (500, '{"error": "secret detail"}', STRANGE),
    ],
)
def test_every_other_failure_has_a_sentence_too(status: int, body: str, sentence: object) -> None:
    with pytest.raises(NotChecked) as caught:
        read_answer(status, body)
    assert caught.value.message == sentence


def test_a_good_answer_is_handed_on() -> None:
    assert read_answer(200, '{"choices": []}') == {"choices": []}
