"""Check that the Japanese and the English notebook of a lab ask and grade the same."""

from terakoya.content.complaints import Complaints
from terakoya.content.lab_notebooks import LabNotebook, NotebookCell


def check_lab_translation(
    original: LabNotebook, translation: LabNotebook, complaints: Complaints
) -> None:
    """Complain, in the translation, about every nbgrader cell that differs from the original."""
    ours, theirs = translation.nbgrader_cells, original.nbgrader_cells
    for grade_id in [name for name in theirs if name not in ours]:
        complaints.error(
            translation.file,
            0,
            f"cell {grade_id}",
            ja=f"{original.file.name}（{theirs[grade_id].line}行目）にあるこのセルがありません。",
            en=f"The cell of {original.file.name} (line {theirs[grade_id].line}) is missing here.",
        )
    for grade_id in [name for name in ours if name not in theirs]:
        complaints.error(
            translation.file,
            ours[grade_id].line,
            f"cell {grade_id}",
            ja=f"{original.file.name} にこのセルがありません。"
            "両方に同じ grade_id を付けてください。",
            en=f"{original.file.name} has no such cell. Give both notebooks the same grade_ids.",
        )
    shared = [name for name in theirs if name in ours]
    if shared != [name for name in ours if name in theirs]:
        complaints.error(
            translation.file,
            0,
            "cells",
            ja=f"セルの順番が {original.file.name} と違います。同じ順に並べてください。",
            en=f"The cells stand in another order than in {original.file.name}. Make it the same.",
        )
    for name in shared:
        _check_cell(original, theirs[name], translation, ours[name], complaints)


def _check_cell(
    original: LabNotebook,
    wanted: NotebookCell,
    translation: LabNotebook,
    cell: NotebookCell,
    complaints: Complaints,
) -> None:
    for field in ("grade", "solution", "locked", "points"):
        expected = wanted.nbgrader.get(field)
        if expected != cell.nbgrader.get(field):
            complaints.error(
                translation.file,
                cell.line_of(f'"{field}"'),
                f"{cell.place}: nbgrader.{field}",
                ja=f"{original.file.name} では {expected} です。同じにしてください。",
                en=f"It is {expected} in {original.file.name}. Make it the same.",
            )
    if wanted.is_grade and wanted.source != cell.source:
        line = _first_difference(wanted.source, cell.source)
        complaints.error(
            translation.file,
            cell.line_of(line) if line else cell.line,
            cell.place,
            ja=f"テストの内容が {original.file.name} と違います（「{line.strip()}」）。"
            "同じ文面にし、言語で変わるものは current_language() で選んでください。",
            en=f'The test differs from {original.file.name} ("{line.strip()}"). Make them equal; '
            "choose what depends on the language by current_language().",
        )
    if (wanted.letter and wanted.letter.name) != (cell.letter and cell.letter.name):
        complaints.error(
            translation.file,
            cell.line,
            cell.place,
            ja=f"%%prompt の名前が {original.file.name} と違います。同じにしてください。",
            en=f"The %%prompt name differs from {original.file.name}. Make it the same.",
        )


def _first_difference(wanted: str, found: str) -> str:
    theirs, ours = wanted.splitlines(), found.splitlines()
    for number, line in enumerate(ours):
        if number >= len(theirs) or theirs[number] != line:
            return line
    return ours[-1] if ours else ""
