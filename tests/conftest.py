"""What all tests share: a store of their own, the cast, and signed-in clients."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from clients import post
from people import PASSWORD, Cast, hire_cast
from terakoya.app import create_app
from terakoya.settings import Settings, load
from terakoya.store.base import Base
from terakoya.store.session import Store, open_store

NEEDS_SOCKETS = ("browser", "network", "model")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only marked tests may open sockets; everything in tests/browser drives a browser."""
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker("browser")
        if any(item.get_closest_marker(name) for name in NEEDS_SOCKETS):
            item.add_marker("enable_socket")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a data folder of the test's own."""
    return load({"TERAKOYA_DATA_DIR": str(tmp_path / "var"), "TERAKOYA_SECRET_KEY": "test"})


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """An empty database with all tables."""
    opened = open_store(settings.database)
    Base.metadata.create_all(opened.engine)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    """A writing session; commit it before another one looks."""
    with store.session(writes=True) as opened:
        yield opened


@pytest.fixture
def cast(store: Store) -> Cast:
    """The cast, stored and committed."""
    with store.writing() as session:
        return hire_cast(session)


@pytest.fixture
def app(settings: Settings, store: Store, cast: Cast) -> Flask:
    """The whole application on the cast's company."""
    return create_app(settings, store)


@pytest.fixture
def visit(app: Flask) -> Callable[[str | None], FlaskClient]:
    """`visit("aiko")` is a client signed in as Aiko; `visit(None)` is nobody's."""

    def open_client(login: str | None) -> FlaskClient:
        client = app.test_client()
        if login is not None:
            post(client, "/sign-in", {"login": login, "password": PASSWORD})
        return client

    return open_client
