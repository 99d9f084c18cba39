"""Who sees whom in the completion report, on the page, in the files and in the API."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from people import Cast
from terakoya import clock
from terakoya.events.models import Event, Verb
from terakoya.learning.models import Enrolment
from terakoya.people.models import Person
from terakoya.store.session import Store

PATHS = (
    "/reports/completion?view=all",
    "/reports/completion.csv",
    "/reports/completion.xlsx",
    "/api/v1/reports/completion",
    "/api/v1/reports/completion?format=csv",
)
Visit = Callable[[str | None], FlaskClient]


@pytest.fixture
def assigned(store: Store, cast: Cast) -> Cast:
    """Aiko (Sales) and Daichi (General affairs) are assigned the basics."""
    with store.writing() as session:
        for person, department in ((cast.aiko, cast.sales_tokyo), (cast.daichi, cast.affairs)):
            session.add(
                Enrolment(
                    person_id=person.id,
                    course_slug="generative-ai-basics",
                    department_id=department.id,
                    is_required=True,
                    assigned_on=clock.today("Asia/Tokyo") - timedelta(days=20),
                    due_on=clock.today("Asia/Tokyo") - timedelta(days=3),
                    items_total=4,
                    items_done=1,
                    started_at=clock.now() - timedelta(days=9),
                    active_at=clock.now() - timedelta(days=9),
                )
            )
    return cast


def _readable(content: bytes, path: str) -> str:
    if not path.endswith("xlsx"):
        return content.decode("utf-8")
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row)


@pytest.mark.parametrize("path", PATHS)
def test_a_manager_sees_the_own_people_and_nobody_elses(
    assigned: Cast, visit: Visit, path: str
) -> None:
    for manager, theirs, others in (("ben", "Aiko", "Daichi"), ("chie", "Daichi", "Aiko")):
        content = _readable(visit(manager).get(path).data, path)
        assert theirs in content
        assert others not in content


@pytest.mark.parametrize("path", PATHS)
def test_another_department_can_not_be_told_from_one_that_does_not_exist(
    assigned: Cast, visit: Visit, path: str
) -> None:
    client = visit("chie")
    joiner = "&" if "?" in path else "?"
    foreign = client.get(f"{path}{joiner}department=sales")
    unknown = client.get(f"{path}{joiner}department=no-such-department")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.data.replace(b"sales", b"") == unknown.data.replace(b"no-such-department", b"")


def test_the_filter_offers_only_departments_that_the_reader_may_see(
    assigned: Cast, visit: Visit
) -> None:
    page = visit("chie").get("/reports/completion").get_data(as_text=True)
    assert 'value="affairs"' in page
    assert "sales" not in page.replace("sales-prompts", "")


@pytest.mark.parametrize("reader", ["fumi", "goro"])
def test_the_lead_and_the_auditor_see_the_company(
    assigned: Cast, visit: Visit, reader: str
) -> None:
    page = visit(reader).get("/reports/completion?view=all").get_data(as_text=True)
    assert "Aiko" in page
    assert "Daichi" in page


def test_the_csv_opens_in_excel_without_garbling(assigned: Cast, visit: Visit) -> None:
    content = visit("ben").get("/reports/completion.csv").data
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["社員番号", "氏名", "部署", "コース"]
    assert rows[1][0] == "aiko"
    assert b"\r\n" in content


def test_the_workbook_has_typed_columns_frozen_headings_and_definitions(
    assigned: Cast, visit: Visit
) -> None:
    content = visit("ben").get("/reports/completion.xlsx").data
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref is not None
    assert sheet["F2"].value == 25
    assert sheet["H2"].is_date
    assert book.worksheets[1]["A5"].value == "修了率"


@pytest.mark.parametrize("name", ["=1+1", "\n=1+1", "＝1+1", "＠SUM(1)"])
def test_a_name_that_looks_like_a_formula_stays_a_name(
    store: Store, assigned: Cast, visit: Visit, name: str
) -> None:
    with store.writing() as session:
        session.get_one(Person, assigned.aiko.id).name = name
    client = visit("ben")
    row = list(
        csv.reader(io.StringIO(client.get("/reports/completion.csv").data.decode("utf-8-sig")))
    )
    assert row[1][1] == f"'{name}"
    book = openpyxl.load_workbook(io.BytesIO(client.get("/reports/completion.xlsx").data))
    assert book.worksheets[0]["B2"].data_type == "s"


def test_every_look_and_every_export_is_recorded(
    store: Store, assigned: Cast, visit: Visit
) -> None:
    client = visit("ben")
    client.get("/reports/completion")
    client.get("/reports/completion.csv")
    with store.reading() as session:
        acts = session.scalars(
            select(Event.verb).where(Event.object_type == "report").order_by(Event.id)
        ).all()
    assert acts == [Verb.ACCESSED, Verb.EXPORTED]


def test_people_who_left_are_not_counted(store: Store, assigned: Cast, visit: Visit) -> None:
    with store.writing() as session:
        session.get_one(Person, assigned.aiko.id).is_active = False
    assert visit("ben").get("/api/v1/reports/completion").get_json()["assigned"] == 0
