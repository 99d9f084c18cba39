"""What can be wrong in one source notebook of a lab."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from terakoya.content.complaints import Complaints, did_you_mean
from terakoya.content.lab_notebooks import LabNotebook, NotebookCell
from terakoya.language import Text

NBGRADER_FIELDS = (
    "schema_version", "grade", "solution", "locked", "task", "grade_id", "points", "cell_type",
    "checksum", "remove",
)  # fmt: skip
SCHEMA_VERSION = 3
INPUT_CALL = re.compile(r"(?<![\w.])input\s*\(")
START_CALL = re.compile(r"""\bstart\(\s*["']([^"']*)["']\s*,\s*language\s*=\s*["']([^"']*)["']""")
REGIONS = ("SOLUTION", "HIDDEN TESTS")

Problem = tuple[int, str, Text]
"""Line, place and sentence of one complaint."""


def check_notebook(notebook: LabNotebook, slug: str, complaints: Complaints) -> None:
    """Complain about everything in a notebook that would break or mislead in a lab."""
    checks: tuple[Callable[[LabNotebook, str], Iterator[Problem]], ...] = (
        _whose_lab,
        _lab_that_starts,
        _ids,
        _nbgrader_fields,
        _points,
        _prompt_cells,
        _regions,
        _input_calls,
    )
    for check in checks:
        for line, place, sentence in check(notebook, slug):
            complaints.error(notebook.file, line, place, ja=sentence.ja, en=sentence.en)


def _whose_lab(notebook: LabNotebook, slug: str) -> Iterator[Problem]:
    wanted = {"lab": slug, "language": notebook.language.value}
    if notebook.metadata.get("terakoya") != wanted:
        line = _line_in(notebook, '"terakoya"')
        yield (
            line,
            "metadata.terakoya",
            Text(
                ja=f'{{"lab": "{slug}", "language": "{notebook.language}"}} にしてください。',
                en=f'Set it to {{"lab": "{slug}", "language": "{notebook.language}"}}.',
            ),
        )


def _lab_that_starts(notebook: LabNotebook, slug: str) -> Iterator[Problem]:
    wanted = (slug, notebook.language.value)
    for cell in _code_cells(notebook):
        call = START_CALL.search(cell.source)
        if call is None:
            continue
        if call.groups() != wanted:
            yield (
                cell.line_of("start("),
                cell.place,
                Text(
                    ja=f'start("{slug}", language="{notebook.language}") と書いてください。',
                    en=f'Write start("{slug}", language="{notebook.language}").',
                ),
            )
        return
    yield (
        1,
        "cells",
        Text(
            ja=f'準備のセルに start("{slug}", language="{notebook.language}") がありません。',
            en=f'No set-up cell calls start("{slug}", language="{notebook.language}").',
        ),
    )


def _ids(notebook: LabNotebook, slug: str) -> Iterator[Problem]:
    seen: dict[str, NotebookCell] = {}
    for cell in notebook.cells:
        if not cell.nbgrader:
            continue
        if not cell.grade_id:
            yield (
                cell.line_of("nbgrader"),
                cell.place,
                Text(
                    ja="grade_id がありません。nbgraderのセル情報にidを付けてください。",
                    en="There is no grade_id. Give the cell an id in nbgrader's cell settings.",
                ),
            )
        elif cell.grade_id in seen:
            yield (
                cell.line_of("grade_id"),
                cell.place,
                Text(
                    ja=f"grade_id「{cell.grade_id}」は{seen[cell.grade_id].line}行目のセルと同じです。"
                    "どちらかを変えてください。",
                    en=f'The grade_id "{cell.grade_id}" is also that of the cell in line '
                    f"{seen[cell.grade_id].line}. Change one of them.",
                ),
            )
        seen.setdefault(cell.grade_id, cell)


def _nbgrader_fields(notebook: LabNotebook, slug: str) -> Iterator[Problem]:
    for cell in notebook.cells:
        for name in cell.nbgrader.keys() - set(NBGRADER_FIELDS):
            cure = did_you_mean(name, NBGRADER_FIELDS)
            yield (
                cell.line_of(name),
                f"{cell.place}: nbgrader.{name}",
                Text(ja=f"知らない項目です。{cure.ja}", en=f"Unknown field. {cure.en}"),
            )
        if cell.nbgrader and cell.nbgrader.get("schema_version") != SCHEMA_VERSION:
            yield (
                cell.line_of("schema_version"),
                f"{cell.place}: nbgrader.schema_version",
                Text(
                    ja=f"{SCHEMA_VERSION} にしてください（古い形式はnbgrader updateで直せます）。",
                    en=f"Set it to {SCHEMA_VERSION} (nbgrader update mends older ones).",
                ),
            )


def _points(notebook: LabNotebook, slug: str) -> Iterator[Problem]:
    for cell in notebook.grade_cells.values():
        points = cell.nbgrader.get("points")
        if not isinstance(points, int | float) or isinstance(points, bool) or points < 0:
            yield (
                cell.line_of("points"),
                f"{cell.place}: nbgrader.points",
                Text(
                    ja="配点を0以上の数で書いてください。",
                    en="Give its points as a number, 0 or more.",
                ),
            )


def _prompt_cells(notebook: LabNotebook, slug: str) -> Iterator[Problem]:
    names: set[str] = set()
    for cell in notebook.cells:
        if cell.letter is None:
            continue
        if not cell.is_solution or cell.is_grade:
            yield (
                cell.line,
                cell.place or "cell",
                Text(
                    ja="%%prompt のセルは、nbgraderで「手入力の解答」（solution）にしてください。"
                    "そうしないと、受講者の文章が採点に届きません。",
                    en="Make a %%prompt cell an answer cell (solution, no points) in nbgrader; "
                    "otherwise the learner's text never reaches the checks.",
                ),
            )
        if cell.letter.name in names:
            yield (
                cell.line_of("%%prompt"),
                cell.place,
                Text(
                    ja=f"%%prompt の名前「{cell.letter.name}」は2回使われています。",
                    en=f'The prompt name "{cell.letter.name}" is used twice.',
                ),
            )
        names.add(cell.letter.name)


def _regions(notebook: LabNotebook, slug: str) -> Iterator[Problem]:
    for cell in notebook.cells:
        for region in REGIONS:
            begins = cell.source.count(f"BEGIN {region}")
            ends = cell.source.count(f"END {region}")
            if begins != ends:
                mark = f"BEGIN {region}" if begins > ends else f"END {region}"
                yield (
                    cell.line_of(mark),
                    cell.place,
                    Text(
                        ja=f"### BEGIN {region} と ### END {region} の数が合いません。",
                        en=f"### BEGIN {region} and ### END {region} do not match.",
                    ),
                )
            is_fit = cell.is_grade if region == "HIDDEN TESTS" else cell.is_solution
            if begins and not is_fit:
                yield (
                    cell.line_of(f"BEGIN {region}"),
                    cell.place,
                    Text(
                        ja=f"### BEGIN {region} は、この種類のセルでは消されず、受講者に見えます。"
                        "nbgraderのセルの種類を確かめてください。",
                        en=f"### BEGIN {region} would stay visible in this kind of cell. "
                        "Check the kind of the cell in nbgrader.",
                    ),
                )


def _input_calls(notebook: LabNotebook, slug: str) -> Iterator[Problem]:
    for cell in _code_cells(notebook):
        call = INPUT_CALL.search(cell.source)
        if call is not None:
            yield (
                cell.line_of(call.group()),
                cell.place,
                Text(
                    ja="input() はブラウザーでは動きません。"
                    "%%prompt のセルに書いてもらいましょう。",
                    en="input() does nothing in the browser. "
                    "Let learners write in a %%prompt cell.",
                ),
            )


def _code_cells(notebook: LabNotebook) -> Iterator[NotebookCell]:
    return (cell for cell in notebook.cells if cell.kind == "code" and cell.letter is None)


def _line_in(notebook: LabNotebook, sign: str) -> int:
    before, found, _ = notebook.text.partition(sign)
    return before.count("\n") + 1 if found else 1


def check_criteria(
    notebook: LabNotebook, grade_ids: dict[str, int], file: Path, complaints: Complaints
) -> None:
    """Complain where `lab.yml` (`file`) and a notebook do not know the same test cells.

    `grade_ids` are those of the criteria, with their lines.
    """
    cells = notebook.grade_cells
    for grade_id, line in grade_ids.items():
        if grade_id not in cells:
            cure = did_you_mean(grade_id, cells)
            complaints.error(
                file,
                line,
                f"criteria: {grade_id}",
                ja=f"{notebook.file.name} に、この grade_id の採点セルがありません。{cure.ja}",
                en=f"{notebook.file.name} has no test cell with this grade_id. {cure.en}",
            )
    for grade_id, cell in cells.items():
        if grade_id not in grade_ids:
            complaints.error(
                notebook.file,
                cell.line,
                cell.place,
                ja=f"lab.yml の criteria に「{grade_id}」がありません。"
                "受講者に見せる題名を書いてください。",
                en=f'lab.yml has no criterion "{grade_id}". Give it the title that learners read.',
            )
