"""Learners and notebook kernels ask the model over HTTP, in OpenAI's format."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from clients import csrf_token
from people import Cast
from recorded_model import RecordedModel, recorded_model
from terakoya import clock
from terakoya.events.models import Event, Verb
from terakoya.gateway.embedded.addresses import write_refusal
from terakoya.gateway.embedded.places import model_folder
from terakoya.gateway.embedded.progress import FetchState, Progress, fetch_lock, write_progress
from terakoya.gateway.embedded.weights import default_weights
from terakoya.gateway.models import CallOutcome, ModelCall
from terakoya.gateway.views import WAITING
from terakoya.language import Text
from terakoya.people.signing_in import create_access_token
from terakoya.settings import Settings, load
from terakoya.store.session import Store
from terakoya.web.tokens import sign_lab_token

pytestmark = pytest.mark.network

PATH = "/api/v1/model/chat/completions"
QUESTION = "日本の首都はどこですか。地名だけで答えてください。"
ANSWER = "日本の首都は東京です。"
Visit = Callable[[str | None], FlaskClient]


@pytest.fixture
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings without any model on the machine."""
    folder = tmp_path_factory.mktemp("gateway")
    return load(
        {
            "TERAKOYA_DATA_DIR": str(folder / "var"),
            "TERAKOYA_MODEL_DIR": str(folder / "models"),
            "TERAKOYA_SECRET_KEY": "test",
            "TERAKOYA_COMPANY_WORDS": "プロジェクト朝霧",
        }
    )


@pytest.fixture
def model(settings: Settings) -> Iterator[RecordedModel]:
    """The recorded answers, which the product takes for its embedded model."""
    with recorded_model() as opened:
        opened.announce(settings.data_dir)
        yield opened


def asked(text: str = QUESTION, **fields: object) -> dict[str, object]:
    return {"messages": [{"role": "user", "content": text}], "max_tokens": 8, **fields}


def ask(client: FlaskClient, request: object, token: str | None = None) -> TestResponse:
    """Ask as a page does, with the CSRF token; or as a kernel, with a bearer token."""
    if token is not None:
        return client.post(PATH, json=request, headers={"Authorization": f"Bearer {token}"})
    return client.post(PATH, json=request, headers={"X-CSRFToken": csrf_token(client)})


def calls(store: Store) -> list[ModelCall]:
    with store.reading() as session:
        return list(session.scalars(select(ModelCall).order_by(ModelCall.id)))


def events(store: Store, verb: Verb) -> list[Event]:
    with store.reading() as session:
        return list(session.scalars(select(Event).where(Event.verb == verb)))


def error_of(response: TestResponse, status: int) -> dict[str, object]:
    assert response.status_code == status, response.get_data(as_text=True)
    error: dict[str, object] = response.get_json()["error"]
    assert set(error["message"]) == {"ja", "en"}  # type: ignore[call-overload]
    return error


def test_a_signed_in_learner_gets_the_models_answer(
    visit: Visit, model: RecordedModel, store: Store, cast: Cast
) -> None:
    response = ask(visit("aiko"), asked(metadata={"lab": "customer-mail"}))
    assert response.get_json()["choices"][0]["message"]["content"] == ANSWER
    (call,) = calls(store)
    assert (call.person_id, call.department_id) == (cast.aiko.id, cast.sales_tokyo.id)
    assert (call.lab_slug, call.outcome) == ("customer-mail", CallOutcome.ANSWERED)
    assert (call.prompt_tokens > 0, call.answer_tokens > 0) == (True, True)
    (event,) = events(store, Verb.ASKED)
    assert (event.actor_id, event.object_id) == (cast.aiko.id, "customer-mail")
    assert model.unknown == []


def test_a_kernel_asks_with_its_lab_token_and_for_its_lab_only(
    app: Flask, visit: Visit, model: RecordedModel, store: Store, cast: Cast
) -> None:
    with app.app_context():
        token = sign_lab_token(cast.aiko.id, "sorting")
    response = ask(visit(None), asked(metadata={"lab": "other"}), token)
    assert response.get_json()["choices"][0]["message"]["content"] == ANSWER
    assert [call.lab_slug for call in calls(store)] == ["sorting"]


def test_an_in_house_tool_asks_with_a_personal_access_token(
    visit: Visit, model: RecordedModel, store: Store, cast: Cast
) -> None:
    with store.writing() as session:
        token = create_access_token(session, person=cast.aiko, name="tool", days=1)
    assert ask(visit(None), asked(), token).status_code == 200


def test_nobody_else_gets_an_answer(visit: Visit, model: RecordedModel) -> None:
    assert error_of(ask(visit(None), asked(), "forged"), 401)["type"] == "unauthenticated"
    without_csrf_token = visit("aiko").post(PATH, json=asked())
    assert without_csrf_token.status_code == 400
    assert model.asked == []


def test_the_same_request_is_answered_from_what_is_kept(
    visit: Visit, model: RecordedModel, store: Store
) -> None:
    client = visit("aiko")
    first = ask(client, asked()).get_json()
    assert ask(visit("ben"), asked(model="another name")).get_json() == first
    assert len(model.asked) == 1
    outcomes = [call.outcome for call in calls(store)]
    assert outcomes == [CallOutcome.ANSWERED, CallOutcome.FROM_CACHE]


def test_an_answer_can_be_streamed_and_is_kept_as_any_other(
    visit: Visit, model: RecordedModel, store: Store
) -> None:
    client = visit("aiko")
    streamed = [ask(client, asked(stream=True)).get_data(as_text=True) for _ in range(2)]
    for text in streamed:
        lines = [line.removeprefix("data: ") for line in text.split("\n\n") if line]
        assert lines[-1] == "[DONE]"
        pieces = [json.loads(line)["choices"] for line in lines[:-1]]
        told = "".join(choice["delta"].get("content", "") for (choice,) in pieces)
        assert told == ANSWER
    assert ask(client, asked()).get_json()["choices"][0]["message"]["content"] == ANSWER
    assert len(model.asked) == 1
    assert len(calls(store)) == 3


def test_confidential_input_goes_nowhere_and_is_not_counted_for_the_person(
    visit: Visit, model: RecordedModel, store: Store, cast: Cast
) -> None:
    text = "【社外秘】プロジェクト朝霧の会員 4111 1111 1111 1111 に返信"
    error = error_of(ask(visit("aiko"), asked(text)), 400)
    assert error["type"] == "guard_blocked"
    findings = error["findings"]
    assert isinstance(findings, list)
    kinds = [finding["kind"] for finding in findings]
    assert kinds == ["internal-mark", "company-word", "card"]
    assert text[findings[2]["start"] : findings[2]["end"]] == "4111 1111 1111 1111"
    assert model.asked == []
    (call,) = calls(store)
    assert (call.person_id, call.department_id) == (None, cast.sales_tokyo.id)
    assert (call.outcome, call.guard_kinds) == (CallOutcome.BLOCKED, sorted(kinds))
    (event,) = events(store, Verb.PREVENTED)
    assert (event.actor_id, event.data) == (None, {"kinds": sorted(kinds)})


def test_what_only_warns_is_answered_with_the_warning(visit: Visit, model: RecordedModel) -> None:
    text = "taro@example.com さんに、会議の時間をたずねる一文を書いてください。"
    response = ask(visit("aiko"), {**asked(text), "max_tokens": 24}).get_json()
    assert response["choices"][0]["message"]["content"]
    (warning,) = response["terakoya"]["warnings"]
    assert (warning["kind"], warning["action"]) == ("email", "warn")
    assert text[warning["start"] : warning["end"]] == "taro@example.com"


def test_without_a_model_each_state_is_said(visit: Visit, settings: Settings, store: Store) -> None:
    client = visit("aiko")
    client.set_cookie("language", "ja")

    def states() -> tuple[str, object]:
        error = error_of(ask(client, asked()), 503)
        state = client.get("/model/state").get_json()
        assert state["sentence"].rstrip("。") in error["message"]["ja"] or (  # type: ignore[index]
            "動いていません" in error["message"]["ja"]  # type: ignore[index]
        )
        return state["state"], (error["type"], error.get("percent"))

    assert states() == ("absent", ("model_unavailable", None))
    folder = model_folder(default_weights(), model_dir=settings.model_dir)
    with fetch_lock(folder):
        half = folder.weights.size // 2
        message = Text("取り寄せています（50%）。", "Fetching (50 %).")
        write_progress(folder, Progress(FetchState.FETCHING, half, half * 2, message))
        assert states() == ("fetching", ("model_fetching", 50))
    why = Text("ミラーに届きません。", "The mirror is out of reach.")
    write_progress(folder, Progress(FetchState.FAILED, 0, half * 2, why))
    assert states() == ("failed", ("model_unavailable", None))
    assert "ミラーに届きません。" in visit("emi").get("/status").get_data(as_text=True)
    write_refusal(settings.data_dir, Text("メモリが足りません。", "Too little memory."))
    assert states() == ("refused", ("model_unavailable", None))
    assert {call.outcome for call in calls(store)} == {CallOutcome.UNAVAILABLE}


@pytest.mark.parametrize(
    "request_",
    [
        [],
        {"messages": []},
        {"messages": [{"role": ["user"], "content": "x"}]},
        asked(n_predict=-1),
        asked(temperature=float("nan")),
        asked("half \ud83d"),
    ],
)
def test_an_unusable_request_is_named(visit: Visit, model: RecordedModel, request_: object) -> None:
    assert error_of(ask(visit("aiko"), request_), 400)["type"] == "invalid_request"
    assert model.asked == []


def test_endless_nesting_is_an_unusable_request(visit: Visit) -> None:
    client = visit("aiko")
    headers = {"X-CSRFToken": csrf_token(client), "Content-Type": "application/json"}
    response = client.post(PATH, data='{"messages":' + "[" * 100_000, headers=headers)
    assert error_of(response, 400)["type"] == "invalid_request"


def test_what_is_no_name_of_a_lab_is_not_written_down(
    visit: Visit, model: RecordedModel, store: Store
) -> None:
    ask(visit("aiko"), asked(metadata={"lab": "my own\0words " * 99}))
    assert [call.lab_slug for call in calls(store)] == [None]


def test_a_kernels_token_counts_also_where_the_browser_adds_the_cookie(
    app: Flask, visit: Visit, model: RecordedModel, store: Store, cast: Cast
) -> None:
    with app.app_context():
        token = sign_lab_token(cast.aiko.id, "sorting")
    client = visit("aiko")
    assert ask(client, asked(metadata={"lab": "other"}), token).status_code == 200
    assert [call.lab_slug for call in calls(store)] == ["sorting"]
    headers = {"Authorization": f"Bearer {token}"}
    for path in ("/api/v1/me", "/reports/completion", "/player/x/api/contents/all.json"):
        assert client.get(path, headers=headers).status_code == 403
    answer = client.post("/preferences", data={"language": "en"}, headers=headers)
    assert answer.status_code == 403


def test_other_writers_are_not_kept_waiting_while_the_model_thinks(
    visit: Visit, model: RecordedModel, store: Store
) -> None:
    client = visit("aiko")
    wrote: list[int] = []

    def write_meanwhile(_request: object) -> None:
        with store.writing() as session:
            session.add(ModelCall(at=clock.now(), model="", outcome=CallOutcome.SLOW))
        wrote.append(1)

    model.before_answer = write_meanwhile
    assert ask(client, asked()).status_code == 200
    assert wrote == [1]


def test_a_class_that_waits_for_the_model_leaves_threads_for_pages(
    visit: Visit, model: RecordedModel
) -> None:
    client = visit("aiko")
    with ExitStack() as waiting:
        while WAITING.acquire(blocking=False):
            waiting.callback(WAITING.release)
        assert error_of(ask(client, asked()), 503)["type"] == "model_busy"
    assert ask(client, asked()).status_code == 200


def test_the_list_of_models_names_the_one_that_answers(visit: Visit, model: RecordedModel) -> None:
    listed = visit("aiko").get("/api/v1/model/models").get_json()
    assert [item["id"] for item in listed["data"]] == ["recorded"]


def test_it_sees_the_model_its_fingerprint_and_the_calls(
    visit: Visit, model: RecordedModel
) -> None:
    ask(visit("aiko"), asked())
    page = visit("emi").get("/status").get_data(as_text=True)
    assert model.recording.fingerprint.digest in page
    assert model.recording.fingerprint.engine in page
    assert "SQLite 3." in page


def test_only_it_sees_the_status(visit: Visit, model: RecordedModel) -> None:
    for login in ("aiko", "fumi"):
        assert visit(login).get("/status").status_code == 403


def test_the_key_of_the_model_is_in_no_page(visit: Visit, model: RecordedModel) -> None:
    client = visit("emi")
    pages = [client.get(path) for path in ("/status", "/model/state", "/api/v1/model/models")]
    pages.append(ask(client, asked("知らない質問")))
    for page in pages:
        assert "recorded-model-key" not in page.get_data(as_text=True)
