"""Engine and sessions: SQLite as a careful default, PostgreSQL when one machine is too small.

The SQLite settings are those under which eight writers lost and blocked nothing; the driver's
own transaction handling silently lost read-modify-writes. See docs/decisions/004-store.md.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import Session

try:
    from pysqlite3 import dbapi2 as _pysqlite
except ImportError:  # no wheel for this platform: the standard library's SQLite has to do
    _pysqlite = None

SQLITE: ModuleType = _pysqlite or sqlite3
BUSY_TIMEOUT_MILLISECONDS = 20_000
WRITES = "terakoya_writes"
HIDDEN = True
"""What learners write is a parameter of statements: errors, and so the log, leave it out."""


@dataclass(frozen=True, slots=True)
class Store:
    """The database of one running product."""

    engine: Engine

    def session(self, *, writes: bool) -> Session:
        """A session whose transaction is declared as reading or writing from its start."""
        connection = self.engine.execution_options(**{WRITES: writes})
        return Session(connection, expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads."""
        with self.session(writes=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that is committed at the end, or rolled back when an error leaves it."""
        with self.session(writes=True) as session, session.begin():
            yield session


def open_store(database_url: str) -> Store:
    """Open the database at a SQLAlchemy address; for SQLite the folder is made if missing."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        driver = url.set(drivername="postgresql+psycopg")
        return Store(create_engine(driver, pool_pre_ping=True, hide_parameters=HIDDEN))
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    options = {"check_same_thread": False}
    engine = create_engine(url, module=SQLITE, connect_args=options, hide_parameters=HIDDEN)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Store(engine)


def sqlite_version() -> str:
    """The version of the SQLite library in use; before 3.51.3 it has the WAL-reset race."""
    return str(SQLITE.sqlite_version)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: upgrading a read transaction later fails as "locked".
    writes = connection.get_execution_options().get(WRITES, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
