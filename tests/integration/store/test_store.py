"""The store loses nothing under concurrent writers and has the schema that the models say."""

import multiprocessing
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from terakoya.store.base import Base, UtcDateTime
from terakoya.store.session import open_store, sqlite_version
from terakoya.store.upgrading import is_current, upgrade

WRITERS, ADDITIONS = 4, 50


def _count_up(url: str) -> None:
    store = open_store(url)
    for _ in range(ADDITIONS):
        with store.writing() as session:
            number = session.scalar(select(text("value FROM counter")))
            session.execute(text("UPDATE counter SET value = :value"), {"value": number + 1})


def test_concurrent_read_modify_writes_lose_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/counter.db"
    store = open_store(url)
    with store.writing() as session:
        session.execute(text("CREATE TABLE counter (value INTEGER)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_count_up, args=(url,)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with store.reading() as session:
        assert session.scalar(select(text("value FROM counter"))) == WRITERS * ADDITIONS


def test_sqlite_is_new_enough_to_be_free_of_the_wal_reset_race() -> None:
    assert tuple(int(part) for part in sqlite_version().split(".")) >= (3, 51, 3)


def test_a_new_database_gets_the_schema_of_the_models(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/new.db")
    assert not is_current(store)
    upgrade(store)
    assert is_current(store)
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_twice_changes_nothing(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/new.db")
    _, after = upgrade(store)
    assert upgrade(store) == (after, after)


def test_naive_moments_are_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        UtcDateTime().process_bind_param(datetime(2026, 11, 21), None)  # noqa: DTZ001


def test_an_error_of_the_database_does_not_repeat_what_was_written(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/new.db")
    with store.writing() as session, pytest.raises(DBAPIError) as caught:
        session.execute(text("INSERT INTO nowhere VALUES (:typed)"), {"typed": "my own words"})
    assert "my own words" not in str(caught.value)
