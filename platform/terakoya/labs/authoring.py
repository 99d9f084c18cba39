"""Proving that a lab is sound: its files, its release, its reference and its examples."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from terakoya.content.complaints import Complaints
from terakoya.content.lab_examples import LabExample, load_examples
from terakoya.content.lab_notebooks import LabNotebook, read_notebook
from terakoya.content.lab_releases import check_release
from terakoya.content.labs import Lab, load_lab
from terakoya.labs.rehearsals import AskModel, RehearsedCell, reference_texts, rehearse
from terakoya.language import Language, Text


@dataclass
class LabReport:
    """What `terakoya lab check` says about one lab: complaints, and notes that need no cure."""

    folder: Path
    complaints: Complaints = field(default_factory=Complaints)
    notes: list[Text] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether the lab can be published."""
        return not self.complaints.errors


def check_lab(folder: Path, ask_model: AskModel | None = None) -> LabReport:
    """Check the lab in `folder`; what a model must answer is checked only with `ask_model`."""
    report = LabReport(folder)
    lab = load_lab(folder, report.complaints)
    if lab is None:
        return report
    grade_ids = [criterion.grade_id for criterion in lab.criteria]
    examples = load_examples(folder, grade_ids, report.complaints)
    for language in Language:
        file = folder / f"lab.{language}.ipynb"
        notebook = read_notebook(file, language, report.complaints)
        if notebook is not None and check_release(notebook, report.complaints) is not None:
            ours = [example for example in examples if example.language is language]
            _check_prompts(lab, notebook, ours, ask_model, report)
    return report


def _check_prompts(
    lab: Lab,
    notebook: LabNotebook,
    examples: list[LabExample],
    ask_model: AskModel | None,
    report: LabReport,
) -> None:
    reference = reference_texts(notebook)
    results = rehearse(notebook, reference, ask_model)
    _check_reference(notebook, results, report)
    unchecked = [grade_id for grade_id, cell in results.items() if not cell.is_checked]
    if unchecked:
        report.notes.append(_not_checked(notebook, unchecked))
    if not reference:
        return
    # Examples are texts for the first prompt cell, the one that the lab is about.
    name = next(iter(reference))
    for example in examples:
        texts = {**reference, name: example.text}
        _check_example(lab, example, rehearse(notebook, texts, ask_model), report)


def _check_reference(
    notebook: LabNotebook, results: Mapping[str, RehearsedCell], report: LabReport
) -> None:
    for grade_id, result in results.items():
        if result.is_checked and not result.is_full:
            cell = notebook.grade_cells[grade_id]
            reason = _reason(result)
            report.complaints.error(
                notebook.file,
                cell.line,
                f"{cell.place}: reference",
                ja=f"お手本が{result.max_score:g}点中{result.score:g}点です。{reason.ja}",
                en=f"The reference gets {result.score:g} of {result.max_score:g}. {reason.en}",
            )


def _check_example(
    lab: Lab, example: LabExample, results: Mapping[str, RehearsedCell], report: LabReport
) -> None:
    checked = {name: result for name, result in results.items() if result.is_checked}
    reached = sum(result.score or 0.0 for result in checked.values())
    out_of = sum(result.max_score for result in checked.values())
    has_passed = reached >= lab.pass_share * out_of
    if example.is_good and not has_passed:
        worst = min(checked.values(), key=lambda result: (result.score or 0.0) / result.max_score)
        reason = _reason(worst)
        report.complaints.error(
            example.file,
            0,
            "good",
            ja=f"良い例なのに合格しません（{out_of:g}点中{reached:g}点）。{reason.ja}",
            en=f"A good example that does not pass ({reached:g} of {out_of:g}). {reason.en}",
        )
    if example.is_good:
        return
    reached_anyway = [name for name in example.fails if name in checked and checked[name].is_full]
    for name in reached_anyway:
        report.complaints.error(
            example.file,
            0,
            f"fails: {name}",
            ja=f"悪い例なのに「{name}」が満点です（理由: {example.why}）。",
            en=f'A bad example that gets full points in "{name}" (reason given: {example.why}).',
        )
    if has_passed and len(checked) == len(results):
        report.complaints.error(
            example.file,
            0,
            "bad",
            ja=f"悪い例なのに合格します（{out_of:g}点中{reached:g}点）。",
            en=f"A bad example that passes ({reached:g} of {out_of:g}).",
        )
    if not any(name in checked for name in example.fails):
        report.notes.append(_not_shown(example))


def _reason(result: RehearsedCell) -> Text:
    if result.error:
        return Text(ja=result.error, en=result.error)
    missed = next((found for found in result.findings if not found.has_passed), None)
    if missed is None:
        return Text(ja="", en="")
    return Text(ja=missed.message.ja, en=missed.message.en)


def _not_checked(notebook: LabNotebook, grade_ids: list[str]) -> Text:
    names = ", ".join(grade_ids)
    return Text(
        ja=f"{notebook.file.name}: {names} はモデルの答えが要るため、確認していません。"
        "--recorded か --ask-model を付けると確認します。",
        en=f"{notebook.file.name}: {names} needs a model's answers and was not checked. "
        "Check it with --recorded or --ask-model.",
    )


def _not_shown(example: LabExample) -> Text:
    return Text(
        ja=f"{example.language}/{example.file.name}: 理由がモデルの答えにあり、未確認です。",
        en=f"{example.language}/{example.file.name}: its reason lies in a model's answers. ",
    )
