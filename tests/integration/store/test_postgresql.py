"""The same product on PostgreSQL: schema, a course with its report, and two tabs at once."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, select

from labs_world import COURSE, make_lab, write_course
from people import Cast, hire_cast
from terakoya.adoption.queries import list_completion_rows
from terakoya.content.catalogues import load_catalogue
from terakoya.content.courses import Course
from terakoya.labs.models import Attempt
from terakoya.labs.services import hand_in, open_draft
from terakoya.language import Language
from terakoya.learning.services import assign_course, record_lab_pass
from terakoya.store.base import Base
from terakoya.store.session import Store, open_store
from terakoya.store.upgrading import is_current, upgrade

pytestmark = pytest.mark.network

DEBIAN = Path("/usr/lib/postgresql")
TODAY = date(2026, 11, 20)


def _programs() -> Path:
    """The folder with PostgreSQL's programs; skips where there is none."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(DEBIAN.glob("*/bin"))
    if not folders:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not on this machine")
    return folders[-1]


def _owner() -> str | None:
    """Whom the server runs as: PostgreSQL refuses root. None is the user of the tests."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        pytest.skip("PostgreSQL refuses to run as root, and there is no user postgres here")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server of its own, reached through a socket in its folder."""
    programs, owner = _programs(), _owner()
    with tempfile.TemporaryDirectory(prefix="terakoya-pg-") as place:
        if owner is not None:
            shutil.chown(place, owner)

        def run(program: str, *arguments: str) -> None:
            command = [str(programs / program), "--pgdata", f"{place}/data", *arguments]
            log = subprocess.DEVNULL
            subprocess.run(command, check=True, user=owner, cwd=place, stdout=log, stderr=log)

        run("initdb", "--username=terakoya", "--auth=trust", "--encoding=UTF8", "--no-sync")
        run("pg_ctl", "start", "--wait", "-o", f"-c listen_addresses= -c fsync=off -k {place}")
        try:
            yield f"postgresql://terakoya@/postgres?host={place}"
        finally:
            run("pg_ctl", "stop", "--wait", "--mode=immediate")


@pytest.fixture
def store(server: str) -> Iterator[Store]:
    """A database made by the migrations."""
    opened = open_store(server)
    upgrade(opened)
    yield opened
    Base.metadata.drop_all(opened.engine)
    with opened.writing() as session:
        session.connection().exec_driver_sql("DROP TABLE alembic_version")
    opened.engine.dispose()


@pytest.fixture
def cast(store: Store) -> Cast:
    """The cast, stored and committed."""
    with store.writing() as session:
        return hire_cast(session)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course with one lab."""
    write_course(tmp_path)
    return load_catalogue(tmp_path / "courses", tmp_path / "labs").courses[COURSE]


def test_the_migrations_make_the_schema_of_the_models(store: Store) -> None:
    assert is_current(store)
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_completed_course_is_in_the_report_of_its_department_only(
    store: Store, cast: Cast, course: Course
) -> None:
    with store.writing() as session:
        for person, department in ((cast.aiko, cast.sales_tokyo), (cast.daichi, cast.affairs)):
            assign_course(
                session,
                person_id=person.id,
                course=course,
                assigned_on=TODAY - timedelta(days=20),
                department_id=department.id,
            )
        record_lab_pass(
            session,
            person_id=cast.aiko.id,
            lab_slug=course.lab_slugs[0],
            score=2.0,
            max_score=2.0,
            passed=True,
            courses={course.slug: course},
        )
    with store.reading() as session:
        rows = list_completion_rows(
            session,
            scopes=(cast.sales.path,),
            course_titles={course.slug: course.title},
            as_of=TODAY,
            time_zone="Asia/Tokyo",
        )
    assert [(row.login, row.progress_percent, row.lab_score) for row in rows] == [
        ("aiko", 100, 2.0)
    ]


def test_of_two_tabs_at_once_one_draft_one_enrolment_and_one_attempt_come(
    store: Store, cast: Cast, course: Course
) -> None:
    lab, tabs = make_lab(), Barrier(4, timeout=20)
    known = {"person_id": cast.aiko.id, "lab": lab, "language": Language.JA}

    def work_in_a_tab() -> int:
        tabs.wait()
        with store.writing() as session:
            assign_course(session, person_id=cast.aiko.id, course=course, assigned_on=TODAY)
        tabs.wait()
        with store.writing() as session:
            open_draft(session, **known)
        tabs.wait()
        with store.writing() as session:
            return hand_in(session, **known, notebook='"the same"').id

    with ThreadPoolExecutor(tabs.parties) as pool:
        jobs = [pool.submit(work_in_a_tab) for _ in range(tabs.parties)]
        assert len({job.result() for job in jobs}) == 1
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Attempt)) == 1
