"""Every page can be used by everybody: both languages, both themes, phone and desk."""

from collections.abc import Callable

import pytest
from accessibility import violations_in_every_look
from playwright.sync_api import Page
from visiting import choose_language

PAGES = {
    None: ("/sign-in", "/no-such-page"),
    "daichi": (
        "/",
        "/courses/generative-ai-basics",
        "/courses/generative-ai-basics/lessons/risks",
        "/trainer/labs",
        "/access-rules",
    ),
    "chie": ("/reports/completion",),
    "emi": ("/status",),
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("login", PAGES)
def test_a_page_has_no_accessibility_violations(
    open_page: Callable[..., Page],
    sign_in: Callable[[Page, str], None],
    login: str | None,
    language: str,
) -> None:
    page = open_page(language=language)
    if login is not None:
        sign_in(page, login)
        choose_language(page, language)
    for path in PAGES[login]:
        page.goto(path)
        assert violations_in_every_look(page) == [], path


@pytest.mark.parametrize("path", PAGES["daichi"])
def test_a_page_never_scrolls_sideways_on_a_small_phone(
    open_page: Callable[..., Page], sign_in: Callable[[Page, str], None], path: str
) -> None:
    page = open_page(width=320)
    sign_in(page, "daichi")
    page.goto(path)
    width = page.evaluate("() => document.documentElement.scrollWidth")
    assert width <= 320
