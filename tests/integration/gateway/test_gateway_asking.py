"""The grader asks so that the same submission gets the same mark."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from recorded_model import RecordedModel, recorded_model
from terakoya.__main__ import main
from terakoya.events.models import Event
from terakoya.gateway.call_log import Asker
from terakoya.gateway.endpoint.problems import ModelProblem, ProblemKind
from terakoya.gateway.models import CallOutcome, ModelCall
from terakoya.gateway.queries import count_answers
from terakoya.gateway.recordings import (
    BrokenRecording,
    RecordedAnswer,
    merged,
    read_recording,
    recording_of,
    write_recording,
)
from terakoya.gateway.services import GuardBlocked, complete, graded_asker
from terakoya.settings import Settings
from terakoya.store.session import Store

pytestmark = pytest.mark.network

SORT = {
    "messages": [
        {
            "role": "system",
            "content": "Sort each inquiry as BILLING, TECHNICAL, CONTRACT or OTHER. "
            "Answer with the label only.",
        },
        {"role": "user", "content": "The screen stays black."},
        {"role": "assistant", "content": "TECHNICAL"},
        {"role": "user", "content": "We were charged twice for October."},
    ],
    "max_tokens": 8,
}


@pytest.fixture
def model(settings: Settings) -> Iterator[RecordedModel]:
    """The recorded answers, which the product takes for its embedded model."""
    with recorded_model() as opened:
        opened.announce(settings.data_dir)
        yield opened


def content_of(response: dict[str, list[dict[str, dict[str, str]]]]) -> str:
    return response["choices"][0]["message"]["content"]


def test_a_graded_request_is_greedy_whatever_it_says_and_asked_once(
    store: Store, settings: Settings, model: RecordedModel
) -> None:
    ask_model = graded_asker(store, settings=settings, lab_slug="sorting", person_id=7)
    wild = {**SORT, "temperature": 1.2, "seed": 99, "top_p": 0.1}
    assert [content_of(ask_model(wild)) for _ in range(3)] == ["BILLING"] * 3
    assert [(item["temperature"], item["seed"]) for item in model.asked] == [(0, 1)]
    with store.reading() as session:
        calls = list(session.scalars(select(ModelCall)))
        assert [call.outcome for call in calls] == [
            CallOutcome.ANSWERED,
            CallOutcome.FROM_CACHE,
            CallOutcome.FROM_CACHE,
        ]
        assert list(session.scalars(select(Event))) == []


def test_a_prompt_that_was_tried_is_graded_from_the_answer_the_learner_saw(
    store: Store, settings: Settings, model: RecordedModel
) -> None:
    tried = complete(store, settings=settings, request=SORT, asker=Asker(person_id=7))
    graded = graded_asker(store, settings=settings, lab_slug="sorting")(SORT)
    assert graded == tried.response
    assert len(model.asked) == 1


def test_grading_goes_on_from_kept_answers_without_the_model(
    store: Store, settings: Settings, model: RecordedModel
) -> None:
    ask_model = graded_asker(store, settings=settings, lab_slug="sorting")
    first = ask_model(SORT)
    model.recording.answers.clear()  # type: ignore[attr-defined]
    assert ask_model(SORT) == first


def test_no_model_is_a_problem_with_a_sentence_and_never_an_answer(
    store: Store, settings: Settings
) -> None:
    ask_model = graded_asker(store, settings=settings, lab_slug="sorting")
    with pytest.raises(ModelProblem) as caught:
        ask_model(SORT)
    assert caught.value.kind is ProblemKind.UNAVAILABLE
    with store.reading() as session:
        assert count_answers(session) == 0


def test_a_graded_request_with_a_card_number_goes_nowhere(
    store: Store, settings: Settings, model: RecordedModel
) -> None:
    ask_model = graded_asker(store, settings=settings, lab_slug="sorting")
    with pytest.raises(GuardBlocked, match="card number"):
        ask_model({"messages": [{"role": "user", "content": "4111 1111 1111 1111"}]})
    assert model.asked == []


def test_recording_anew_gives_the_same_file_and_adds_what_was_kept(
    tmp_path: Path,
    store: Store,
    settings: Settings,
    model: RecordedModel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERAKOYA_DATA_DIR", str(settings.data_dir))
    path = tmp_path / "recorded.json"
    write_recording(path, model.recording)
    before = path.read_text()
    again = CliRunner().invoke(main, ["model", "record", str(path)])
    assert again.exit_code == 0, again.output
    assert path.read_text() == before
    graded_asker(store, settings=settings, lab_slug="sorting")(SORT)
    new = tmp_path / "kept.json"
    kept = CliRunner().invoke(main, ["model", "record", "--kept", str(new)])
    assert kept.exit_code == 0, kept.output
    assert [content_of(item.response) for item in read_recording(new).answers.values()] == [
        "BILLING"
    ]


def test_a_broken_recording_names_its_file_and_the_cure(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text("[]")
    with pytest.raises(BrokenRecording, match=r"broken\.json.*terakoya model record"):
        read_recording(path)


def test_recordings_of_two_models_are_not_mixed(tmp_path: Path, model: RecordedModel) -> None:
    other = recording_of(
        type(model.recording.fingerprint)("other", "engine"), [RecordedAnswer(SORT, {})]
    )
    paths = {tmp_path / "one.json": model.recording, tmp_path / "two.json": other}
    with pytest.raises(BrokenRecording, match=r"one\.json.*two\.json"):
        merged(paths)


def test_asking_from_the_command_line_without_a_model_says_why(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERAKOYA_DATA_DIR", str(settings.data_dir))
    result = CliRunner().invoke(main, ["model", "ask", "Hello"])
    assert result.exit_code == 1
    assert "not running" in result.output or "not on this machine" in result.output
