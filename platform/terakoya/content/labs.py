"""Labs as values: a folder of files in, a lab or complaints out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from terakoya.content.complaints import Complaints
from terakoya.content.lab_checks import check_criteria, check_notebook
from terakoya.content.lab_notebooks import LabNotebook, read_notebook
from terakoya.content.lab_releases import release_notebook
from terakoya.content.lab_shapes import LabShape
from terakoya.content.lab_translations import check_lab_translation
from terakoya.content.shapes import fill_shape
from terakoya.content.yaml_lines import LinedYaml, read_yaml
from terakoya.language import Language, Text


@dataclass(frozen=True)
class LabCriterion:
    """One thing a lab asks for; hints go from a nudge to nearly the answer."""

    grade_id: str
    title: Text
    hints: tuple[Text, ...] = ()
    points: float = 0.0


@dataclass(frozen=True)
class Lab:
    """A lab in both languages. `sources` are its nbgrader source notebooks as JSON text.

    `files` are the contents of everything below `data/`, by path relative to the lab's folder;
    `pass_share` is the share of the points (0 to 1) that passes it; no `departments` means all.
    """

    slug: str
    title: Text
    minutes: int
    brief: Text
    criteria: tuple[LabCriterion, ...]
    pass_share: float
    sources: Mapping[Language, str] = field(repr=False)
    folder: Path = Path()
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    departments: tuple[str, ...] | None = None

    @property
    def max_points(self) -> float:
        """The points of all criteria together."""
        return sum(criterion.points for criterion in self.criteria)

    def release_notebook(self, language: Language) -> str:
        """The notebook that learners get, without solutions and hidden tests, as JSON text."""
        return release_notebook(self.sources[language])


def load_labs(labs_dir: Path, complaints: Complaints) -> dict[str, Lab]:
    """Return the labs without errors below a folder, by slug; every bad one complains."""
    folders = {
        file.parent for name in ("lab.yml", "*.ipynb") for file in labs_dir.glob(f"*/{name}")
    }
    labs = (load_lab(folder, complaints) for folder in sorted(folders))
    return {lab.slug: lab for lab in labs if lab is not None}


def load_lab(folder: Path, complaints: Complaints) -> Lab | None:
    """Return the lab in a folder, or None where anything in it has an error.

    Everything is read all the same, so that all complaints come at once.
    """
    document = read_yaml(folder / "lab.yml", complaints)
    shape = None if document is None else fill_shape(LabShape, document, complaints)
    notebooks = {
        language: read_notebook(folder / f"lab.{language}.ipynb", language, complaints)
        for language in Language
    }
    found = {language: each for language, each in notebooks.items() if each is not None}
    for notebook in found.values():
        check_notebook(notebook, folder.name, complaints)
    if len(found) == len(Language):
        check_lab_translation(found[Language.JA], found[Language.EN], complaints)
    if document is not None and shape is not None:
        _check_against_notebooks(shape, document, folder, found, complaints)
    if shape is None or complaints.has_errors_in(folder):
        return None
    return _built(shape, folder, found)


def _check_against_notebooks(
    shape: LabShape,
    document: LinedYaml,
    folder: Path,
    notebooks: Mapping[Language, LabNotebook],
    complaints: Complaints,
) -> None:
    if shape.id != folder.name:
        complaints.error(
            document.file,
            document.line_of(("id",)),
            "id",
            ja=f"フォルダーの名前と同じ「{folder.name}」にしてください。",
            en=f'Make it "{folder.name}", the name of the folder.',
        )
    lines: dict[str, int] = {}
    for number, criterion in enumerate(shape.criteria):
        line = document.line_of(("criteria", number, "grade_id"))
        if criterion.grade_id in lines:
            complaints.error(
                document.file,
                line,
                f"criteria: {criterion.grade_id}",
                ja="この grade_id は2回使われています。どちらかを変えてください。",
                en="This grade_id is used twice. Change one of them.",
            )
        lines.setdefault(criterion.grade_id, line)
    for notebook in notebooks.values():
        check_criteria(notebook, lines, document.file, complaints)


def _built(shape: LabShape, folder: Path, notebooks: Mapping[Language, LabNotebook]) -> Lab:
    cells = notebooks[Language.JA].grade_cells
    return Lab(
        slug=shape.id,
        title=shape.title.to_text(),
        minutes=shape.minutes,
        brief=shape.brief.to_text(),
        criteria=tuple(
            LabCriterion(
                grade_id=criterion.grade_id,
                title=criterion.title.to_text(),
                hints=tuple(hint.to_text() for hint in criterion.hints),
                points=float(cells[criterion.grade_id].nbgrader["points"]),
            )
            for criterion in shape.criteria
        ),
        pass_share=shape.pass_share,
        sources={language: notebook.text for language, notebook in notebooks.items()},
        folder=folder,
        files={
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in sorted((folder / "data").rglob("*"))
            if file.is_file()
        },
        departments=None if shape.departments == "all" else tuple(shape.departments),
    )
