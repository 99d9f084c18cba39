"""The completion report as files: CSV that Excel opens without garbling, and typed xlsx."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter

from terakoya.adoption.completion import STANDING_NAMES, CompletionRow
from terakoya.adoption.definitions import DEFINITIONS
from terakoya.language import Language, Text

BYTE_ORDER_MARK = "\ufeff"
# Excel in Japanese takes the full-width signs as well.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the export: its heading, its value and its width in characters (xlsx)."""

    heading: Text
    value: Callable[[CompletionRow, Language], Cell]
    width: int


COLUMNS = (
    Column(Text("社員番号", "Login"), lambda row, _: row.login, 12),
    Column(Text("氏名", "Name"), lambda row, _: row.name, 18),
    Column(Text("部署", "Department"), lambda row, language: row.department.to(language), 20),
    Column(Text("コース", "Course"), lambda row, language: row.course.to(language), 34),
    Column(
        Text("状態", "Status"),
        lambda row, language: STANDING_NAMES[row.standing].to(language),
        12,
    ),
    Column(Text("進み（%）", "Progress (%)"), lambda row, _: row.progress_percent, 12),
    Column(Text("割り当て日", "Assigned on"), lambda row, _: row.assigned_on, 13),
    Column(Text("期限", "Due on"), lambda row, _: row.due_on, 13),
    Column(Text("超過（日）", "Days late"), lambda row, _: row.days_late or None, 11),
    Column(Text("最終学習日", "Last active on"), lambda row, _: row.active_on, 13),
    Column(Text("修了日", "Completed on"), lambda row, _: row.completed_on, 13),
    Column(Text("ラボの点", "Lab score"), lambda row, _: row.lab_score, 10),
    Column(Text("ラボの満点", "Lab maximum"), lambda row, _: row.lab_max, 12),
    Column(
        Text("声をかけたい理由", "Why to talk"),
        lambda row, language: row.follow_up.to(language) if row.follow_up else None,
        26,
    ),
)  # fmt: skip


def to_csv(rows: Iterable[CompletionRow], language: Language) -> bytes:
    """UTF-8 with a byte order mark and CRLF, as Excel in Japan expects; dates as ISO 8601."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow([column.heading.to(language) for column in COLUMNS])
    for row in rows:
        writer.writerow([_plain(column.value(row, language)) for column in COLUMNS])
    return text.getvalue().encode()


def _plain(cell: Cell) -> str:
    """A cell as text; one that a spreadsheet would run as a formula is made harmless."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return "'" + cell
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def to_xlsx(rows: Iterable[CompletionRow], language: Language, *, title: str, note: str) -> bytes:
    """A workbook with typed columns, frozen headings, a filter and a sheet of definitions."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        styles = {
            "heading": book.add_format(
                {"bold": True, "bottom": 1, "bg_color": "#E8EDF5", "text_wrap": True}
            ),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
            "title": book.add_format({"bold": True, "font_size": 14}),
            "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        _write_rows(book, styles, rows, language)
        _write_definitions(book, styles, language, title=title, note=note)
    return file.getvalue()


def _write_rows(
    book: Any, styles: dict[str, Any], rows: Iterable[CompletionRow], language: Language
) -> None:
    sheet = book.add_worksheet(Text("修了状況", "Completion").to(language))
    sheet.freeze_panes(1, 2)
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.heading.to(language), styles["heading"])
    last = 0
    for last, row in enumerate(rows, start=1):
        for index, column in enumerate(COLUMNS):
            cell = column.value(row, language)
            if isinstance(cell, date):
                sheet.write_datetime(last, index, cell, styles["date"])
            elif cell is not None:
                sheet.write(last, index, cell)
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_definitions(
    book: Any, styles: dict[str, Any], language: Language, *, title: str, note: str
) -> None:
    sheet = book.add_worksheet(Text("数字の定義", "Definitions").to(language))
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 4, 38)
    sheet.write_string(0, 0, title, styles["title"])
    sheet.write_string(1, 0, note)
    headings = (
        Text("数字", "Figure"),
        Text("分子・数えるもの", "Numerator, what is counted"),
        Text("分母", "Denominator"),
        Text("含まないもの", "Not counted"),
        Text("考え方", "Reason"),
    )
    for index, heading in enumerate(headings):
        sheet.write_string(3, index, heading.to(language), styles["heading"])
    for number, item in enumerate(DEFINITIONS, start=4):
        texts = (item.name, item.numerator, item.denominator, item.excluded, item.reason)
        for index, text in enumerate(texts):
            sheet.write_string(number, index, text.to(language) if text else "–", styles["wrapped"])
