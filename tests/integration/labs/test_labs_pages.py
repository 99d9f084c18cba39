"""The lab over HTTP: one's own only, nothing typed is lost, nothing hidden is shown."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from clients import csrf_token
from labs_world import COURSE, SLUG, grade_by_length, notebook, write_course
from people import JOINED, Cast
from terakoya.content.catalogues import load_catalogue
from terakoya.grading.leases import Timing
from terakoya.grading.running import JobRunner
from terakoya.grading.sources import SourceShelf
from terakoya.learning.queries import list_enrolments
from terakoya.learning.services import assign_course
from terakoya.settings import Settings, load
from terakoya.store.session import Store

Visit = Callable[[str | None], FlaskClient]
PAGE = f"/labs/{SLUG}"
DRAFT = f"{PAGE}/draft"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(
        {
            "TERAKOYA_DATA_DIR": str(tmp_path / "var"),
            "TERAKOYA_SECRET_KEY": "test",
            **write_course(tmp_path),
        }
    )


@pytest.fixture
def aiko(visit: Visit, store: Store, cast: Cast, settings: Settings) -> FlaskClient:
    """Aiko's browser; she is enrolled in the course of the lab."""
    course = load_catalogue(settings.courses_dir, settings.labs_dir).courses[COURSE]
    with store.writing() as session:
        assign_course(session, person_id=cast.aiko.id, course=course, assigned_on=JOINED)
    return visit("aiko")


@pytest.fixture
def work(app: Flask, store: Store, tmp_path: Path) -> Callable[[], None]:
    """Do what a worker does: check everything that waits."""
    queue = app.extensions["terakoya_queue"]
    catalogue = app.extensions["terakoya_shelf"].catalogue()
    runner = JobRunner(
        store=store,
        queue=queue,
        grade=grade_by_length,
        courses=lambda: catalogue.courses,
        shelf=SourceShelf(tmp_path / "files"),
        timing=Timing(),
    )

    def run() -> None:
        queue.receive(runner.run)
        while (task := queue.huey.dequeue()) is not None:
            queue.huey.execute(task)

    return run


def send(
    client: FlaskClient, method: str, path: str, value: Any = None, **headers: str
) -> TestResponse:
    return client.open(
        path,
        method=method,
        json=value,
        headers={"X-CSRFToken": csrf_token(client), "Accept": "application/json", **headers},
    )


def save(client: FlaskClient, text: str, revision: int) -> TestResponse:
    return send(client, "PUT", DRAFT, {"notebook": notebook(text)}, **{"If-Match": f'"{revision}"'})


def hand_in(client: FlaskClient, text: str = "とても長い依頼文です") -> TestResponse:
    return send(client, "POST", f"{PAGE}/attempts", {"notebook": notebook(text)})


def test_the_page_is_whole_and_valid(aiko: FlaskClient) -> None:
    page = aiko.get(PAGE)
    assert page.status_code == 200
    html5lib.HTMLParser(strict=True).parse(page.get_data(as_text=True))
    text = page.get_data(as_text=True)
    for words in (
        "問い合わせを仕分ける",
        "<strong>問い合わせ</strong>",
        "採点に出す",
        "分類を示す",
    ):
        assert words in text


def test_a_lab_of_no_course_of_mine_is_not_there(visit: Visit, aiko: FlaskClient) -> None:
    ben = visit("ben")
    for path in (PAGE, DRAFT, f"{PAGE}/kernel-session", f"/api/v1{PAGE}/notebook"):
        assert aiko.get(path).status_code == 200
        assert ben.get(path).status_code == 404
    assert hand_in(ben).status_code == 404
    assert aiko.get("/labs/unknown").status_code == 404


def test_a_trainer_opens_every_lab(visit: Visit) -> None:
    assert visit("daichi").get(PAGE).status_code == 200


def test_what_learners_get_holds_no_solution_and_no_hidden_test(aiko: FlaskClient) -> None:
    for path in (DRAFT, f"/api/v1{PAGE}/notebook"):
        text = aiko.get(path).get_data(as_text=True)
        assert "the secret answer" not in text
        assert "the hidden input" not in text


def test_the_notebook_for_tools_can_be_asked_for_again_cheaply(aiko: FlaskClient) -> None:
    first = aiko.get(f"/api/v1{PAGE}/notebook?language=en")
    assert first.json is not None
    assert first.json["metadata"]["terakoya"]["language"] == "en"
    name = first.headers["ETag"]
    again = aiko.get(f"/api/v1{PAGE}/notebook?language=en", headers={"If-None-Match": name})
    assert again.status_code == 304


def test_a_draft_is_saved_and_opens_again_where_it_was_left(aiko: FlaskClient) -> None:
    saved = save(aiko, "途中の文章", 1)
    assert (saved.status_code, saved.headers["ETag"]) == (200, '"2"')
    draft = aiko.get(DRAFT).json
    assert draft is not None
    assert draft["notebook"] == notebook("途中の文章")


def test_a_second_tab_is_told_and_gets_the_newer_text(aiko: FlaskClient) -> None:
    save(aiko, "一つ目のタブ", 1)
    refused = save(aiko, "二つ目のタブ", 1)
    assert refused.status_code == 412
    assert refused.json is not None
    error = refused.json["error"]
    assert error["draft"]["notebook"] == notebook("一つ目のタブ")
    assert error["draft"]["revision"] == 2
    assert "どちらの文章も残っています" in error["message"]["ja"]


def test_the_text_that_was_not_chosen_can_be_had_back(aiko: FlaskClient) -> None:
    save(aiko, "一つ目", 1)
    chosen = {"notebook": notebook("二つ目"), "keeps_other": True}
    send(aiko, "PUT", DRAFT, chosen, **{"If-Match": '"2"'})
    back = send(aiko, "POST", f"{DRAFT}/restoration").json
    assert back is not None
    assert back["notebook"] == notebook("一つ目")
    assert back["can_go_back"]


def test_starting_over_can_be_undone(aiko: FlaskClient) -> None:
    save(aiko, "私の文章", 1)
    fresh = send(aiko, "POST", f"{DRAFT}/reset").json
    back = send(aiko, "POST", f"{DRAFT}/restoration").json
    assert fresh is not None
    assert back is not None
    assert "私の文章" not in json.dumps(fresh["notebook"], ensure_ascii=False)
    assert back["notebook"] == notebook("私の文章")


@pytest.mark.parametrize("revision", [{}, {"If-Match": "x"}, {"If-Match": "9" * 5000}])
def test_saving_without_naming_the_revision_is_refused(
    aiko: FlaskClient, revision: dict[str, str]
) -> None:
    sent = send(aiko, "PUT", DRAFT, {"notebook": notebook()}, **revision)
    assert sent.status_code == 428


@pytest.mark.parametrize("path", ["/attempts", "/api/v1/submissions"])
def test_an_attempt_with_an_impossible_number_is_not_found(aiko: FlaskClient, path: str) -> None:
    assert aiko.get(f"{path}/{'9' * 30}").status_code == 404


@pytest.mark.parametrize("body", [b"", b"{", b'{"notebook": 7}', b'{"notebook": {"cells": []}}'])
def test_a_broken_notebook_is_refused_with_a_sentence_and_loses_nothing(
    aiko: FlaskClient, body: bytes
) -> None:
    save(aiko, "大事な文章", 1)
    for path in (f"{PAGE}/attempts", f"/api/v1{PAGE}/submissions"):
        refused = aiko.post(
            path,
            data=body,
            content_type="application/json",
            headers={"X-CSRFToken": csrf_token(aiko)},
        )
        assert refused.status_code == 400
        assert refused.json is not None
        assert "そのまま残っています" in refused.json["error"]["message"]["ja"]
    draft = aiko.get(DRAFT).json
    assert draft is not None
    assert draft["notebook"] == notebook("大事な文章")


def test_the_notebook_of_another_lab_is_refused(aiko: FlaskClient) -> None:
    refused = send(aiko, "POST", f"{PAGE}/attempts", {"notebook": notebook(lab="other")})
    assert refused.status_code == 400
    assert refused.json is not None
    assert "別のラボ" in refused.json["error"]["message"]["ja"]


def test_another_person_who_signed_in_meanwhile_does_not_get_the_text(
    aiko: FlaskClient, cast: Cast
) -> None:
    other = {"If-Match": '"1"', "X-Terakoya-Person": str(cast.ben.id)}
    refused = send(aiko, "PUT", DRAFT, {"notebook": notebook("Benの文章")}, **other)
    assert refused.status_code == 409


def test_a_result_comes_criterion_by_criterion(aiko: FlaskClient, work: Callable[[], None]) -> None:
    sent = hand_in(aiko, "短い")
    assert sent.status_code == 202
    waiting = aiko.get(sent.location, headers={"Accept": "application/json"}).json
    assert waiting is not None
    assert waiting["is_open"]
    assert "待ち" in waiting["parts"]["progress"]
    work()
    ended = aiko.get(sent.location, headers={"Accept": "application/json"}).json
    assert ended is not None
    assert not ended["is_open"]
    assert "1つの観点ができています" in ended["parts"]["result"]
    assert "もう少し長く書きましょう。" in ended["parts"]["result"]
    assert "must not be kept" not in json.dumps(ended)


def test_a_passed_lab_shows_the_hanamaru_and_completes_the_course(
    aiko: FlaskClient, work: Callable[[], None], store: Store, cast: Cast
) -> None:
    hand_in(aiko)
    work()
    page = aiko.get(PAGE).get_data(as_text=True)
    assert "このラボのねらいに届きました" in page
    assert 'class="hanamaru"' in page
    with store.reading() as session:
        (enrolment,) = list_enrolments(session, person_id=cast.aiko.id)
    assert enrolment.completed_at is not None


def test_a_check_that_runs_is_found_again_when_the_page_is_opened(aiko: FlaskClient) -> None:
    sent = hand_in(aiko)
    attempt_id = sent.location.rsplit("/", 1)[1]
    assert f'data-attempt="{attempt_id}"' in aiko.get(PAGE).get_data(as_text=True)


def test_an_attempt_of_somebody_else_is_not_there(aiko: FlaskClient, visit: Visit) -> None:
    address = hand_in(aiko).location
    number = address.rsplit("/", 1)[1]
    daichi = visit("daichi")
    for path in (address, f"/api/v1/submissions/{number}"):
        assert aiko.get(path, headers={"Accept": "application/json"}).status_code == 200
        assert daichi.get(path, headers={"Accept": "application/json"}).status_code == 404


def test_the_api_accepts_a_notebook_and_tells_the_result(
    aiko: FlaskClient, work: Callable[[], None]
) -> None:
    sent = send(aiko, "POST", f"/api/v1{PAGE}/submissions", {"notebook": notebook("短い")})
    assert sent.status_code == 202
    work()
    result = aiko.get(sent.location).json
    assert result is not None
    assert (result["status"], result["score"], result["max_score"]) == ("graded", 1.0, 2.0)
    assert [item["outcome"] for item in result["criteria"]] == ["passed", "not-yet"]
    assert set(result["criteria"][1]["findings"][0]) == {
        "criterion",
        "outcome",
        "message",
        "quote",
    }


def test_an_expired_sign_in_answers_as_json(visit: Visit) -> None:
    assert visit(None).get(DRAFT).status_code == 401


def test_a_lab_token_may_not_open_drafts(aiko: FlaskClient, app: Flask) -> None:
    session = aiko.get(f"{PAGE}/kernel-session").json
    assert session is not None
    kernel = app.test_client()
    token = {"Authorization": f"Bearer {session['token']}"}
    assert kernel.get(DRAFT, headers=token).status_code == 403


def test_the_trainers_page_names_what_is_wrong_in_the_files(
    visit: Visit, app: Flask, settings: Settings
) -> None:
    broken = settings.labs_dir / "broken"
    broken.mkdir()
    (broken / "lab.yml").write_text("id: broken\n")
    app.extensions["terakoya_shelf"].look_again()
    page = visit("daichi").get("/trainer/labs").get_data(as_text=True)
    assert "broken/lab.yml" in page
    assert "ファイルは整っています" in page
