"""The running product and a real Chromium for the browser tests."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from people import PASSWORD, hire_cast
from recorded_model import RecordedModel, recorded_model
from terakoya import clock
from terakoya.content.catalogues import load_catalogue
from terakoya.learning.assigning import assign_required_courses
from terakoya.people.models import Person
from terakoya.settings import Settings, load
from terakoya.store.session import Store, open_store
from terakoya.store.upgrading import upgrade

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
START_SECONDS = 60


@dataclass
class Product:
    """The product's processes, on a company of the cast."""

    url: str
    settings: Settings
    store: Store
    environment: dict[str, str]

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start one of the product's processes."""
        return subprocess.Popen(
            [sys.executable, "-m", "terakoya", *arguments], env=self.environment
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{url}/readyz", timeout=2)  # noqa: S310
        except (URLError, ConnectionError, TimeoutError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _found_company(store: Store, settings: Settings) -> None:
    upgrade(store)
    catalogue = load_catalogue(settings.courses_dir, settings.labs_dir)
    with store.writing() as session:
        hire_cast(session)
        for person in session.query(Person):
            assign_required_courses(
                session,
                person_id=person.id,
                courses=catalogue.courses,
                assigned_on=clock.today(settings.time_zone),
            )


@pytest.fixture(scope="session")
def model() -> Iterator[RecordedModel]:
    """The recorded answers of the embedded model, served over HTTP."""
    with recorded_model() as served:
        yield served


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory, model: RecordedModel) -> Iterator[Product]:
    """The whole product, running: web pages, a worker and the model's recorded answers."""
    port = _free_port()
    named = {
        "TERAKOYA_DATA_DIR": str(tmp_path_factory.mktemp("product")),
        "TERAKOYA_PORT": str(port),
        "TERAKOYA_SECRET_KEY": "browser tests",
    }
    settings = load(named)
    store = open_store(settings.database)
    _found_company(store, settings)
    running = Product(f"http://127.0.0.1:{port}", settings, store, {**os.environ, **named})
    model.announce(settings.data_dir)
    processes = [running.start("serve"), running.start("worker")]
    try:
        _wait_until_ready(running.url)
        yield running
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(30)
        store.engine.dispose()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests; each test has contexts of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, product: Product) -> Iterator[Callable[..., Page]]:
    """`open_page(width=360, scheme="dark")` is a page of a browser that was never here before.

    The test fails when a page asked anything of another host, or an error reached its console.
    """
    contexts: list[BrowserContext] = []
    strangers: list[str] = []
    faults: list[str] = []

    def note_request(url: str) -> None:
        if not url.startswith((product.url, "data:", "blob:")):
            strangers.append(url)

    def open_one(*, width: int = 1280, scheme: str = "light", language: str = "ja") -> Page:
        context = chromium.new_context(
            base_url=product.url,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="ja-JP" if language == "ja" else "en-GB",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.on("request", lambda request: note_request(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert strangers == [], "requests left the host"
    assert faults == [], "a script failed on a page"


@pytest.fixture
def sign_in() -> Callable[[Page, str], None]:
    """Sign a member of the cast in on a page."""

    def fill_in(page: Page, login: str) -> None:
        page.goto("/sign-in")
        page.locator("#login").fill(login)
        page.locator("#password").fill(PASSWORD)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/")

    return fill_in
