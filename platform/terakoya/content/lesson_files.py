"""Read one lesson file, in one language, as far as the file alone can be judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from terakoya.content.complaints import Complaints
from terakoya.content.fences import FrontMatter, SourceBlock, split_blocks, split_front_matter
from terakoya.content.lessons import BlockKind, Topic
from terakoya.content.question_checks import check_question
from terakoya.content.question_files import SourceQuestion, read_question
from terakoya.content.shapes import Shape, fill_shape
from terakoya.content.yaml_lines import parse_yaml, read_text
from terakoya.language import Language

_VARIANTS = ("good", "bad")


class LessonHead(Shape):
    """The front matter of a lesson file. `minutes` overrides the computed reading time."""

    title: str = Field(min_length=1)
    goal: str = Field(min_length=1)
    topic: Topic | None = None
    minutes: int | None = Field(default=None, ge=1)


@dataclass(frozen=True)
class LessonSource:
    """One lesson file as read. `head` is None where it has errors."""

    file: Path
    language: Language
    text: str
    head: LessonHead | None
    blocks: tuple[SourceBlock, ...]
    questions: Mapping[int, SourceQuestion]

    def line_of_block(self, number: int) -> int:
        """Return the line that opens a block; past the last one, 0 (the file as a whole)."""
        if number >= len(self.blocks):
            return 0
        return self.blocks[number].opening_line


def read_lesson(file: Path, language: Language, complaints: Complaints) -> LessonSource | None:
    """Read a lesson file; what is wrong in it is complained about, an unreadable one is None.

    `questions` are keyed by the number of their block; unreadable ones are left out.
    """
    text = read_text(file, complaints)
    if text is None:
        return None
    text = text.replace("\r\n", "\n")
    front, lines, first_line = split_front_matter(text, file, complaints)
    blocks = tuple(split_blocks(lines, first_line, file, complaints))
    questions: dict[int, SourceQuestion] = {}
    for number, block in enumerate(blocks):
        if block.kind is BlockKind.QUESTION:
            question = read_question(block, file, complaints)
            if question is not None:
                check_question(question, file, complaints)
                questions[number] = question
        else:
            _check_block(block, file, complaints)
    _check_ids(list(questions.values()), file, complaints)
    head = _read_head(front, file, complaints)
    return LessonSource(file, language, text, head, blocks, questions)


def _read_head(front: FrontMatter, file: Path, complaints: Complaints) -> LessonHead | None:
    if not front.text:
        return None
    document = parse_yaml(front.text, file, complaints, front.line)
    return None if document is None else fill_shape(LessonHead, document, complaints)


def _check_block(block: SourceBlock, file: Path, complaints: Complaints) -> None:
    if block.kind is not BlockKind.PROSE and not block.text.strip():
        complaints.error(
            file,
            block.opening_line,
            f"::: {block.kind}",
            ja="このブロックは空です。文を書くか、消してください。",
            en="This block is empty. Write something in it or remove it.",
        )
    if block.kind is BlockKind.EXAMPLE and block.arguments.split(" ")[0] not in _VARIANTS:
        complaints.error(
            file,
            block.opening_line,
            "::: example",
            ja="良い例か悪い例かがわかりません。「::: example good」か"
            "「::: example bad」と書いてください。",
            en='Say which it is: "::: example good" or "::: example bad".',
        )
    in_code = False
    for number, line in enumerate(block.text.split("\n"), start=block.line):
        if line.lstrip().startswith(("```", "~~~")):
            in_code = not in_code
        elif line.startswith("# ") and not in_code:
            complaints.error(
                file,
                number,
                line,
                ja="「# 」はページの題名だけに使います。見出しは「## 」にしてください。",
                en='"# " is kept for the title of the page. Use "## " for headings.',
            )


def _check_ids(questions: list[SourceQuestion], file: Path, complaints: Complaints) -> None:
    seen: dict[str, int] = {}
    for question in questions:
        if question.id in seen:
            complaints.error(
                file,
                question.line,
                question.place,
                ja=f"このidは{seen[question.id]}行目の問いと同じです。どちらかを変えてください。",
                en=f"The question on line {seen[question.id]} has the same id. Change one.",
            )
        seen.setdefault(question.id, question.line)
