"""Signing in, signing out, and what guessing gets one."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from clients import csrf_token, post
from people import PASSWORD, Cast
from terakoya import clock
from terakoya.app import create_app
from terakoya.people.models import Person, SignInFailure, SignInSession
from terakoya.people.signing_in import WrongPassword, sign_in
from terakoya.settings import Settings
from terakoya.store.session import Store

Visit = Callable[[str | None], FlaskClient]


def _sign_in(client: FlaskClient, login: str, password: str):
    return post(client, "/sign-in", {"login": login, "password": password})


def test_the_right_password_opens_the_home_page(visit: Visit) -> None:
    client = visit(None)
    assert _sign_in(client, "aiko", PASSWORD).location == "/"
    assert client.get("/").status_code == 200


def _without_what_was_typed(page: str) -> str:
    """The page without the login that was typed and the CSRF token, which is always new."""
    page = re.sub(r'value="(aiko|nobody)"', "", page)
    return re.sub(r'(name="csrf[-_]token" (content|value))="[^"]*"', r"\1", page)


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(visit: Visit) -> None:
    client = visit(None)
    wrong = _sign_in(client, "aiko", "wrong").get_data(as_text=True)
    unknown = _sign_in(client, "nobody", "wrong").get_data(as_text=True)
    assert _without_what_was_typed(wrong) == _without_what_was_typed(unknown)


def test_after_many_wrong_passwords_even_the_right_one_has_to_wait(visit: Visit) -> None:
    client = visit(None)
    answers = [_sign_in(client, "aiko", f"guess {number}").status_code for number in range(20)]
    assert answers[:10] == [401] * 10
    assert answers[10:] == [429] * 10
    late = _sign_in(client, "aiko", PASSWORD)
    assert late.status_code == 429
    assert "15" in late.get_data(as_text=True)


def test_guessing_an_unknown_login_has_to_wait_too(visit: Visit) -> None:
    client = visit(None)
    for number in range(10):
        _sign_in(client, "nobody", f"guess {number}")
    assert _sign_in(client, "nobody", "guess").status_code == 429


def test_signing_out_ends_the_session_on_the_server(visit: Visit) -> None:
    client = visit("aiko")
    cookie = client.get_cookie("terakoya")
    assert cookie is not None
    post(client, "/sign-out", {})
    client.set_cookie("terakoya", cookie.value)
    assert client.get("/").status_code == 302


def test_a_deactivated_account_can_not_sign_in(store: Store, cast: Cast, visit: Visit) -> None:
    with store.writing() as session:
        session.get_one(Person, cast.aiko.id).is_active = False
    assert _sign_in(visit(None), "aiko", PASSWORD).status_code == 401


def test_the_way_back_after_signing_in_never_leads_to_another_site(visit: Visit) -> None:
    fields = {"login": "aiko", "password": PASSWORD, "next": "//evil.example/"}
    assert post(visit(None), "/sign-in", fields).location == "/"


def test_a_form_without_a_csrf_token_changes_nothing(visit: Visit) -> None:
    client = visit("aiko")
    assert client.post("/preferences", data={"language": "en"}).status_code == 400
    assert '<html lang="ja"' in client.get("/").get_data(as_text=True)


def test_the_chosen_language_is_remembered_for_the_person(visit: Visit) -> None:
    post(visit("aiko"), "/preferences", {"language": "en"})
    assert '<html lang="en"' in visit("aiko").get("/").get_data(as_text=True)


def test_the_chosen_theme_is_remembered_for_the_person(visit: Visit) -> None:
    post(visit("aiko"), "/preferences", {"theme": "dark"})
    assert 'data-theme="dark"' in visit("aiko").get("/").get_data(as_text=True)


def test_nobody_becomes_a_demo_person_outside_demo_mode(visit: Visit) -> None:
    answer = post(visit(None), "/demo/sign-in", {"login": "aiko"})
    assert answer.status_code == 401


def _expired(client: FlaskClient, path: str, fields: dict[str, str]) -> str:
    """The sign-in page that answers a form whose session, and CSRF token with it, is gone."""
    post(client, "/sign-out", {})
    own = {"Sec-Fetch-Site": "same-origin", "Referer": "http://localhost/access-rules"}
    answer = client.post(path, data={"csrf_token": "stale", **fields}, headers=own)
    return answer.get_data(as_text=True)


def _hidden(page: str, name: str) -> str:
    return page.rsplit(f'name="{name}" value="', 1)[1].split('"', 1)[0]


def test_what_was_typed_survives_an_expired_session(visit: Visit) -> None:
    client = visit("aiko")
    path = "/courses/any/lessons/any/answers"
    kept = _hidden(_expired(client, path, {"note": "what I typed"}), "continuation")
    again = post(client, "/sign-in", {"login": "aiko", "password": PASSWORD, "continuation": kept})
    page = again.get_data(as_text=True)
    assert 'value="what I typed"' in page
    assert f'action="{path}"' in page


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/preferences", "/no/such/page"])
def test_signing_in_or_out_is_never_offered_for_sending_again(visit: Visit, path: str) -> None:
    page = _expired(visit("aiko"), path, {"login": "aiko", "language": "en"})
    assert _hidden(page, "continuation") == ""


def test_after_a_form_without_fields_one_comes_back_to_its_page(visit: Visit) -> None:
    page = _expired(visit("aiko"), "/courses/any/enrolment", {})
    assert _hidden(page, "next") == "/access-rules"


@pytest.mark.parametrize("wanted", ["/\t/evil.example", "/\n/evil.example", "/\\evil.example"])
def test_characters_that_browsers_drop_do_not_hide_another_site(visit: Visit, wanted: str) -> None:
    answer = visit("aiko").get("/sign-in", query_string={"next": wanted})
    assert answer.location == "/"


def test_a_cookie_does_not_help_a_request_with_a_bearer_token(visit: Visit) -> None:
    headers = {"Authorization": "Bearer no-such-token"}
    assert visit("aiko").get("/api/v1/me", headers=headers).status_code == 401


def test_guessing_on_purpose_locks_out_only_the_guessers_computer(visit: Visit) -> None:
    client = visit(None)
    fields = {"login": "aiko", "csrf_token": csrf_token(client)}
    for number in range(12):
        wrong = {**fields, "password": f"guess {number}"}
        client.post("/sign-in", data=wrong, environ_base={"REMOTE_ADDR": "10.0.0.66"})
    assert _sign_in(client, "aiko", PASSWORD).location == "/"


def test_a_login_guessed_from_many_computers_has_to_wait_everywhere(visit: Visit) -> None:
    client = visit(None)
    fields = {"login": "nobody", "password": "guess", "csrf_token": csrf_token(client)}
    for number in range(50):
        client.post("/sign-in", data=fields, environ_base={"REMOTE_ADDR": f"10.0.0.{number}"})
    assert _sign_in(client, "nobody", "guess").status_code == 429


def test_behind_a_proxy_the_persons_own_address_counts(settings: Settings, store: Store) -> None:
    client = create_app(replace(settings, proxies=1), store).test_client()
    fields = {"login": "nobody", "password": "guess", "csrf_token": csrf_token(client)}
    for number in range(10):
        client.post("/sign-in", data=fields, headers={"X-Forwarded-For": f"10.0.0.{number}"})
    with store.reading() as session:
        assert len(set(session.scalars(select(SignInFailure.address)))) == 10


class _Watched(str):
    """A password that notes, while it is hashed, whether others can write."""

    store: Store

    def encode(self, *_: object) -> bytes:
        with self.store.writing() as other:
            other.add(SignInFailure(login="other", address="", at=clock.now()))
        return b"wrong"


def test_other_writers_do_not_wait_while_a_password_is_checked(
    store: Store, session: Session, cast: Cast
) -> None:
    password = _Watched()
    password.store = store
    with pytest.raises(WrongPassword):
        sign_in(session, login="aiko", password=password, address="", failures_allowed=10)
    session.commit()
    assert session.scalar(select(func.count()).select_from(SignInFailure)) == 2


class _SlowBody(io.BytesIO):
    """A body that, while it arrives, notes whether others can write."""

    def __init__(self, content: bytes, store: Store) -> None:
        super().__init__(content)
        self.store = store
        self.others = 0

    def readinto(self, buffer: Any) -> int:
        self._let_others_write()
        return super().readinto(buffer)

    def read(self, *arguments: Any) -> bytes:
        self._let_others_write()
        return super().read(*arguments)

    def _let_others_write(self) -> None:
        with self.store.writing() as other:
            other.add(SignInFailure(login="other", address="", at=clock.now()))
        self.others += 1


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_other_writers_do_not_wait_while_a_body_arrives(
    visit: Visit, store: Store, kind: str
) -> None:
    body = _SlowBody(b"language=en", store)
    headers = {"Authorization": "Bearer no-such-token"}
    visit(None).post(
        "/sign-out", input_stream=body, content_length=11, content_type=kind, headers=headers
    )
    assert body.others > 0


def test_a_csrf_token_of_before_does_not_work_for_the_next_person(visit: Visit) -> None:
    client = visit(None)
    planted = csrf_token(client)
    _sign_in(client, "aiko", PASSWORD)
    fields = {"csrf_token": planted, "language": "en"}
    assert client.post("/preferences", data=fields).status_code == 400


def test_a_form_in_another_tab_stays_valid_when_the_same_person_signs_in_again(
    store: Store, visit: Visit
) -> None:
    client = visit("aiko")
    client.get("/")
    open_form = csrf_token(client)
    with store.writing() as session:
        session.execute(delete(SignInSession))
    _sign_in(client, "aiko", PASSWORD)
    assert client.post("/preferences", data={"csrf_token": open_form}).status_code == 302
