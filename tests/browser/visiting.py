"""What a person does on many pages."""

from playwright.sync_api import Locator, Page, expect


def choose_language(page: Page, language: str) -> None:
    """Press the language switch of the page."""
    page.locator(f"button[name=language][value={language}]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def answer(form: Locator) -> None:
    """Give any complete answer, right or not."""
    for number in range(form.locator(".sorting").count()):
        form.locator(".sorting").nth(number).locator("input").first.check()
    for number in range(form.locator("select").count()):
        form.locator("select").nth(number).select_option(str(number + 1))
    if form.locator("[name=choice]").count():
        form.locator("[name=choice]").first.check()
    with form.page.expect_navigation():
        form.locator("button").click()
