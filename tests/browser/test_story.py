"""One employee, one lab, one report: the whole story in a real browser, in both languages."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from accessibility import violations_in_every_look
from playwright.sync_api import FrameLocator, Page, expect
from visiting import answer, choose_language

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, str], None]
LESSONS = ("how-it-works", "risks", "limits", "guidelines")
EXAMPLES = Path(__file__).resolve().parents[2] / "labs/sorting-inquiries/examples"
KERNEL_MILLISECONDS = 90_000
RESULT_MILLISECONDS = 60_000
JUDGEMENT = {
    "ja": "B：人が読んで、正しい担当に回します。",
    "en": "B: a person reads it and passes it on.",
}
WORDS = {
    "ja": {"try": "試してみる", "check": "確かめる", "reached": "このラボのねらいに届きました"},
    "en": {"try": "Try it", "check": "Check it", "reached": "You have reached the aim"},
}


def good_prompt(language: str) -> str:
    """A good example of the lab, whose answers by the real model are recorded."""
    text = (EXAMPLES / language / "good-plain-lines.md").read_text()
    return text.split("---", 2)[2].strip()


def take_lesson(page: Page, slug: str) -> None:
    """Read a lesson, answer its questions, see an explanation, complete it."""
    page.goto(f"/courses/generative-ai-basics/lessons/{slug}")
    while page.locator(".check-form").count():
        answer(page.locator(".check-form").first)
    page.locator(".lesson-end button").click()


def notebook_of(page: Page) -> FrameLocator:
    """The notebook on the lab page, once its Python is ready."""
    expect(page.locator("#lab-player")).to_have_attribute(
        "data-player-status", "ready", timeout=KERNEL_MILLISECONDS
    )
    return page.frame_locator("#lab-player")


def write_letter(notebook: FrameLocator, number: int, text: str) -> None:
    """Replace the text of a prompt cell as a person does."""
    letter = notebook.locator(".jp-CodeCell:has(.tk-heading) .cm-content").nth(number)
    letter.click()
    letter.press("Control+a")
    letter.press("Delete")
    letter.page.keyboard.insert_text(text)


def send_for_checking(page: Page, *, attempt: int) -> None:
    """Press the button and wait for this attempt's result."""
    page.locator("#lab-hand-in").click()
    expect(page.locator("#result")).to_contain_text(
        re.compile(rf"{attempt}回目|Attempt {attempt}\b"), timeout=RESULT_MILLISECONDS
    )


@pytest.mark.timeout(420)
@pytest.mark.parametrize(("language", "login"), [("ja", "aiko"), ("en", "hana")])
def test_an_employee_learns_practises_and_completes_and_the_manager_sees_it(
    open_page: OpenPage, sign_in: SignIn, language: str, login: str
) -> None:
    page = open_page(language=language)
    sign_in(page, login)
    choose_language(page, language)
    for slug in LESSONS:
        take_lesson(page, slug)
    page.goto("/courses/generative-ai-basics/completion")
    expect(page.locator(".certificate")).to_contain_text(login.capitalize())
    assert violations_in_every_look(page) == []

    page.goto("/labs/sorting-inquiries")
    notebook = notebook_of(page)
    assert violations_in_every_look(page) == []
    send_for_checking(page, attempt=1)
    expect(page.locator("#result")).not_to_contain_text(WORDS[language]["reached"])

    write_letter(notebook, 0, good_prompt(language))
    notebook.get_by_role("button", name=WORDS[language]["try"]).first.click()
    expect(notebook.locator(".jp-OutputArea-output table").first).to_be_visible(
        timeout=KERNEL_MILLISECONDS
    )
    write_letter(notebook, 1, JUDGEMENT[language])
    notebook.get_by_role("button", name=WORDS[language]["check"]).first.click()
    expect(notebook.locator(".tk-finding").first).to_be_visible(timeout=KERNEL_MILLISECONDS)

    send_for_checking(page, attempt=2)
    expect(page.locator("#result")).to_contain_text(WORDS[language]["reached"])
    assert violations_in_every_look(page) == []

    elsewhere = open_page(language=language)
    sign_in(elsewhere, login)
    elsewhere.goto("/labs/sorting-inquiries")
    letter = notebook_of(elsewhere).locator(".jp-CodeCell:has(.tk-heading) .cm-content").first
    expect(letter).to_contain_text(good_prompt(language).splitlines()[0])

    manager = open_page(language=language)
    sign_in(manager, "ben")
    choose_language(manager, language)
    manager.goto("/reports/completion?view=completed")
    row = manager.locator("tr", has_text=login.capitalize())
    expect(row).to_have_count(2)
    assert violations_in_every_look(manager) == []
    assert login in _download(manager, "CSV").decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(_download(manager, "Excel")))
    logins = [cell.value for cell in book.worksheets[0]["A"]]
    assert logins.count(login) == 2

    stranger = open_page(language=language)
    sign_in(stranger, "chie")
    stranger.goto("/reports/completion?view=all")
    expect(stranger.locator("body")).not_to_contain_text(login.capitalize())
    rows = csv.reader(io.StringIO(_download(stranger, "CSV").decode("utf-8-sig")))
    assert login not in {row[0] for row in rows}


def _download(page: Page, name: str) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("link", name=name, exact=True).click()
    return Path(started.value.path()).read_bytes()
