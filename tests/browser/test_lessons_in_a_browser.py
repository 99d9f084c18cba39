"""Lessons in a real browser: with a mouse, with a keyboard, and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from visiting import answer, choose_language

pytestmark = [pytest.mark.browser, pytest.mark.network, pytest.mark.enable_socket]
LESSON = "/courses/generative-ai-basics/lessons/guidelines"
OpenPage = Callable[..., Page]
SignIn = Callable[[Page, str], None]


def test_a_term_explains_itself_on_hover_and_escape_puts_it_away(
    open_page: OpenPage, sign_in: SignIn
) -> None:
    page = open_page()
    sign_in(page, "aiko")
    page.goto(LESSON)
    meaning = page.locator(".term-meaning").first
    expect(meaning).to_be_hidden()
    page.locator(".term-word").first.hover()
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    page.mouse.move(1, 1)
    page.locator(".term-word").first.hover()
    expect(meaning).to_be_visible()


def test_a_term_explains_itself_to_the_keyboard(open_page: OpenPage, sign_in: SignIn) -> None:
    page = open_page()
    sign_in(page, "aiko")
    page.goto(LESSON)
    word, meaning = page.locator(".term-word").first, page.locator(".term-meaning").first
    word.focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()


def test_a_term_fits_on_a_phone(open_page: OpenPage, sign_in: SignIn) -> None:
    page = open_page(width=360)
    sign_in(page, "aiko")
    page.goto(LESSON)
    page.locator(".term-word").first.click()
    box = page.locator(".term-meaning").first.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360


def test_a_lesson_is_read_answered_and_finished_without_javascript(
    chromium: Browser, product: object, sign_in: SignIn
) -> None:
    context = chromium.new_context(
        base_url=getattr(product, "url"),  # noqa: B009  # the class lives in a conftest
        java_script_enabled=False,
        locale="ja-JP",
    )
    page = context.new_page()
    sign_in(page, "ben")
    choose_language(page, "ja")
    page.goto(LESSON)
    while page.locator(".check-form").count():
        answer(page.locator(".check-form").first)
    page.locator(".lesson-end button").click()
    expect(page.locator(".notices")).to_contain_text("を終えました")
    context.close()
