"""The notebook player in a real Chromium: written like a letter, run without ever seeing code."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue
from playwright.sync_api import Browser, FrameLocator, Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from people import PASSWORD, hire_cast
from player_world import ANSWER, CHECK, LETTER, PROGRAM, SLUG, SameForAll, notebook
from terakoya.app import create_app
from terakoya.labs.player import build, views
from terakoya.language import Language
from terakoya.settings import CHECKOUT, load
from terakoya.store.base import Base
from terakoya.store.session import open_store

START_MILLISECONDS = 90_000
SCRIPT = """
import { openPlayer } from "/static/js/player.js";
window.player = openPlayer(document.querySelector("iframe"));
window.heard = [];
for (const event of ["status", "change", "saved", "error"]) {
  player.on(event, (value) => heard.push([event, value ?? null]));
}
"""
READY = """() => new Promise((done) => {
  if (player.status === "ready") done();
  player.on("error", ({ message }) => done(message));
  player.on("status", (status) => status === "ready" && done());
})"""
WORDS = {
    Language.JA: {
        "try": "試してみる",
        "check": "確かめる",
        "unmet": "もう一歩です",
        "count": "8文字",
    },
    Language.EN: {
        "try": "Try it",
        "check": "Check it",
        "unmet": "Not yet",
        "count": "8 characters",
    },
}


def _add_page_around(app: Flask) -> None:
    """A page of ours with nothing but the player, one for each language."""

    @app.get("/around/<language>")
    def around(language: str) -> ResponseReturnValue:
        address = views.player_address(SLUG, Language(language))
        return (
            f'<!doctype html><html lang="{language}"><title>player</title><a href="#">first</a>'
            f'<iframe title="notebook" width="700" src="{address}"></iframe>'
            '<script type="module" src="/around.js"></script>'
        )

    @app.get("/around.js")
    def script() -> ResponseReturnValue:
        return SCRIPT, {"Content-Type": "text/javascript"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The product with the built player, serving the same notebook to everybody."""
    site = CHECKOUT / "build" / "player"
    build.build_player(site, say=print)
    environment = {
        "TERAKOYA_DATA_DIR": str(tmp_path_factory.mktemp("player")),
        "TERAKOYA_SECRET_KEY": "test",
    }
    settings = replace(load(environment), player_dir=site)
    store = open_store(settings.database)
    Base.metadata.create_all(store.engine)
    with store.writing() as session:
        hire_cast(session)
    app = create_app(settings, store)
    if views.blueprint not in app.blueprints.values():
        app.register_blueprint(views.blueprint)
    views.install(app, SameForAll())
    _add_page_around(app)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    store.engine.dispose()


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """The player asks for 140 files; a failing test should show its own words."""


Opened = tuple[Page, FrameLocator]


@pytest.fixture
def open_player(chromium: Browser, address: str) -> Iterator[Callable[[Language], Opened]]:
    """Sign Aiko in and open the notebook; fails if anything was asked of another host."""
    strangers: list[str] = []
    faults: list[str] = []
    contexts = []

    def note(url: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            strangers.append(url)

    def open_one(language: Language) -> Opened:
        context = chromium.new_context(base_url=address, reduced_motion="reduce")
        contexts.append(context)
        context.on("request", lambda request: note(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.set_default_timeout(START_MILLISECONDS)
        page.goto("/sign-in")
        page.locator("#login").fill("aiko")
        page.locator("#password").fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/")
        token = page.locator("meta[name=csrf-token]").get_attribute("content") or ""
        form = {"language": language.value, "csrf_token": token}
        context.request.post("/preferences", form=form)
        page.goto(f"/around/{language.value}")
        return page, page.frame_locator("iframe")

    yield open_one
    for context in contexts:
        context.close()
    assert strangers == []
    assert faults == []


def cell(frame: FrameLocator, kind: str) -> FrameLocator:
    return frame.locator(f"[data-terakoya={kind}]")


def sources(page: Page) -> dict[str, str]:
    """What the notebook holds now, by cell, as the page around it reads it."""
    cells = page.evaluate("player.get()")["cells"]
    return {found["id"]: "".join(found["source"]) for found in cells}


@pytest.mark.parametrize("language", list(Language))
def test_a_letter_is_written_tried_checked_and_kept(
    open_player: Callable[[Language], Opened], language: Language
) -> None:
    page, frame = open_player(language)
    words, letter = WORDS[language], cell(frame, LETTER)

    letter.locator(".cm-content").click()
    page.keyboard.insert_text("Dear AI, ok")
    letter.get_by_role("button", name=words["try"]).click()
    expect(frame.get_by_text("answer to: Dear AI, ok")).to_be_visible(timeout=START_MILLISECONDS)
    cell(frame, CHECK).get_by_role("button", name=words["check"]).click()
    expect(cell(frame, CHECK).locator(".tk-finding")).to_contain_text(words["unmet"])
    expect(cell(frame, CHECK).locator(".tk-finding")).to_contain_text("the day is missing")

    letter.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("Reply 12!")
    cell(frame, CHECK).get_by_role("button").click()
    expect(cell(frame, CHECK).locator(".tk-finding")).to_have_count(0)
    expect(frame.get_by_text("answer to: Reply 12!")).to_be_visible()
    expect(letter.locator(".tk-count")).to_have_text(words["count"])
    expect(frame.locator("html")).to_have_attribute("lang", language.value)
    assert sources(page)[LETTER] == "%%prompt mail\nReply 12!"
    assert page.evaluate("player.save()")["nbformat"] == 4
    assert "error" not in {event for event, _ in page.evaluate("heard")}


def test_locked_cells_and_the_first_line_of_a_letter_do_not_change(
    open_player: Callable[[Language], Opened],
) -> None:
    page, frame = open_player(Language.EN)
    page.evaluate(READY)
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    before = {found["id"]: found["source"] for found in notebook(Language.EN)["cells"]}

    frame.locator(".jp-MarkdownCell").dblclick()
    for keys in ("abc", "dd", "x", "m", "y"):
        page.keyboard.type(keys)
    cell(frame, LETTER).locator(".cm-content").click()
    for key in ("Control+a", "Delete", "Backspace", "Control+Home", "Backspace", "ArrowUp"):
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    for keys in ("abc", "dd", "x", "m", "y"):
        page.keyboard.type(keys)

    assert sources(page) == before


def test_the_keyboard_suffices_and_starting_again_keeps_what_was_written(
    open_player: Callable[[Language], Opened],
) -> None:
    page, frame = open_player(Language.JA)
    page.evaluate(READY)

    page.get_by_text("first").focus()
    page.keyboard.press("Tab")  # the text of the lab, which the arrow keys scroll
    page.keyboard.press("Tab")
    expect(cell(frame, LETTER).locator(".cm-content")).to_be_focused()
    page.keyboard.type("abc")
    page.keyboard.press("Tab")
    expect(cell(frame, LETTER).get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(frame.get_by_text("answer to: abc")).to_be_visible()

    assert page.evaluate("player.restart()") is True
    expect(frame.get_by_text("answer to: abc")).to_have_count(0)
    assert sources(page)[LETTER] == "%%prompt mail\nabc"
    assert page.evaluate(f"player.runCell('{PROGRAM}')") is True
    outputs = {item["id"]: item.get("outputs") for item in page.evaluate("player.get()")["cells"]}
    assert outputs[PROGRAM][0]["data"]["text/plain"] == "42"
    assert outputs[ANSWER][0]["text"] == "answer to: abc\n"  # what it needs from above ran first
