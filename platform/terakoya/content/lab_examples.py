"""Examples of a lab: prompts that must pass and prompts that must not, with the reason why.

`examples/<language>/good-*.md` and `bad-*.md`: YAML front matter between `---` lines, then the
text of the prompt. A bad one names the criteria that it must not reach (`fails`) and says in a
sentence why (`why`); a good one may say why it is good.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from terakoya.content.complaints import Complaints, did_you_mean
from terakoya.content.shapes import Shape, fill_shape
from terakoya.content.yaml_lines import parse_yaml, read_text
from terakoya.language import Language

FEWEST_GOOD = 3
FEWEST_BAD = 6
_FRONT_MATTER = re.compile(r"\A---\n(?P<head>.*?\n)?---\n?(?P<text>.*)\Z", re.DOTALL)


class ExampleShape(Shape):
    """The front matter of an example."""

    why: str = Field(min_length=1)
    fails: tuple[str, ...] = ()


@dataclass(frozen=True)
class LabExample:
    """One prompt, whether it must pass, and the criteria that it must not reach if it is bad."""

    file: Path
    language: Language
    is_good: bool
    text: str
    why: str
    fails: tuple[str, ...]


def load_examples(
    folder: Path, grade_ids: Collection[str], complaints: Complaints
) -> list[LabExample]:
    """The examples of the lab in `folder`; too few of a kind, or a bad file, is a complaint."""
    examples: list[LabExample] = []
    for language in Language:
        place = folder / "examples" / language
        for kind, fewest in (("good", FEWEST_GOOD), ("bad", FEWEST_BAD)):
            files = sorted(place.glob(f"{kind}-*.md"))
            if len(files) < fewest:
                complaints.error(
                    place,
                    0,
                    f"{kind}-*.md",
                    ja=f"例が{len(files)}件です。{fewest}件以上にしてください。",
                    en=f"There are {len(files)} examples. Write at least {fewest}.",
                )
            read = (_read(file, language, grade_ids, complaints) for file in files)
            examples += [example for example in read if example is not None]
    return examples


def _read(
    file: Path, language: Language, grade_ids: Collection[str], complaints: Complaints
) -> LabExample | None:
    text = read_text(file, complaints)
    parts = _FRONT_MATTER.match(text or "")
    if text is None or parts is None:
        complaints.error(
            file,
            1,
            "",
            ja="はじめに、--- で囲んだ why（理由）を書いてください。",
            en="Begin with the reason (why:) between two lines of ---.",
        )
        return None
    document = parse_yaml(parts["head"] or "", file, complaints, first_line=2)
    head = None if document is None else fill_shape(ExampleShape, document, complaints)
    if document is None or head is None:
        return None
    is_good = file.name.startswith("good-")
    for grade_id in [name for name in head.fails if name not in grade_ids]:
        cure = did_you_mean(grade_id, grade_ids)
        complaints.error(
            file,
            document.line_of(("fails",)),
            "fails",
            ja=f"「{grade_id}」という criteria はありません。{cure.ja}",
            en=f'There is no criterion "{grade_id}". {cure.en}',
        )
    if bool(head.fails) == is_good:
        complaints.error(
            file,
            document.line_of(("fails",)),
            "fails",
            ja="悪い例には届かない criteria を1つ以上書き、良い例には書かないでください。",
            en="A bad example names the criteria that it fails; a good one names none.",
        )
    return LabExample(file, language, is_good, parts["text"].strip("\n"), head.why, head.fails)
