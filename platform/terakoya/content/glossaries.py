"""The shared vocabulary: terms that lessons explain on the spot, in plain words."""

from pathlib import Path

from pydantic import Field

from terakoya.content.complaints import Complaints
from terakoya.content.shapes import SLUG_PATTERN, BilingualShape, Shape, fill_shape_list
from terakoya.content.yaml_lines import read_yaml


class Term(Shape):
    """One term of `glossary.yml`; `reading` is its Japanese reading in kana."""

    id: str = Field(pattern=SLUG_PATTERN)
    term: BilingualShape
    reading: str = ""
    meaning: BilingualShape


def load_glossary(file: Path, complaints: Complaints) -> dict[str, Term]:
    """Return the terms by id; without the file there are none."""
    if not file.exists():
        return {}
    document = read_yaml(file, complaints)
    if document is None:
        return {}
    return {term.id: term for term in fill_shape_list(Term, document, complaints).values()}
