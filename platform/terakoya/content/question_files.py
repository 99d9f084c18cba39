"""Read one `::: question` block: its kind, id, text, options and explanations, with lines."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from terakoya.content.complaints import Complaints, did_you_mean
from terakoya.content.fences import SourceBlock
from terakoya.content.questions import QuestionKind
from terakoya.content.shapes import SLUG_PATTERN

_CHECKBOX = re.compile(r"^- \[(?P<mark>[ xX])\]\s+(?P<text>.+)$")
_NUMBERED = re.compile(r"^\d+\.\s+(?P<text>.+)$")
_SORTED = re.compile(r"^- (?P<text>.+?)\s*=>\s*(?P<category>.+?)\s*$")
_LIST_ITEM = re.compile(r"^(- |\d+\.\s)")
_EXPLANATION = re.compile(r"^\s+> ?(?P<text>.*)$")
_CATEGORIES = re.compile(r"^categories:\s*(?P<names>.+)$")


@dataclass
class SourceOption:
    """One option as written; `category` only in classify questions."""

    line: int
    text: str
    is_right: bool = False
    category: str = ""
    explanation: list[str] = field(default_factory=list)


@dataclass
class SourceQuestion:
    """One question as written, in one language."""

    id: str
    kind: QuestionKind
    line: int
    text: str = ""
    categories: list[str] = field(default_factory=list)
    options: list[SourceOption] = field(default_factory=list)

    @property
    def place(self) -> str:
        """How complaints name it."""
        return f"question {self.id}"


def read_question(block: SourceBlock, file: Path, complaints: Complaints) -> SourceQuestion | None:
    """Return the question of a block, or None where not even its kind and id can be read."""
    kind, _, identifier = block.arguments.partition(" ")
    identifier = identifier.strip()
    opening_line = block.opening_line
    kinds = [known.value for known in QuestionKind]
    if kind not in kinds:
        cure = did_you_mean(kind, kinds)
        complaints.error(
            file,
            opening_line,
            f"question {identifier or kind}",
            ja=f"知らない問いの種類です。{cure.ja}",
            en=f"Unknown kind of question. {cure.en}",
        )
        return None
    if not re.match(SLUG_PATTERN, identifier):
        complaints.error(
            file,
            opening_line,
            "question",
            ja=f"問いのidがありません。「::: question {kind} my-question」のように、"
            "英小文字とハイフンで書いてください。",
            en=f'The question has no id. Write it like "::: question {kind} my-question", '
            "in lower-case letters and hyphens.",
        )
        return None
    question = SourceQuestion(identifier, QuestionKind(kind), opening_line)
    _read_lines(question, block)
    return question


def _read_lines(question: SourceQuestion, block: SourceBlock) -> None:
    intro: list[str] = []
    for number, line in enumerate(block.text.split("\n"), start=block.line):
        categories = _CATEGORIES.match(line)
        explanation = _EXPLANATION.match(line)
        option = _read_option(question.kind, line, number)
        if option is not None:
            question.options.append(option)
        elif categories and question.kind is QuestionKind.CLASSIFY and not question.options:
            question.categories = [name.strip() for name in re.split("[|｜]", categories["names"])]
        elif explanation and question.options:
            question.options[-1].explanation.append(explanation["text"])
        elif question.options and line.strip() and not question.options[-1].explanation:
            question.options[-1].text += "\n" + line.strip()
        elif question.options and line.strip():
            question.options[-1].explanation.append(line.strip())
        elif not question.options:
            intro.append(line)
    question.text = "\n".join(intro).strip()


def _read_option(kind: QuestionKind, line: str, number: int) -> SourceOption | None:
    match kind:
        case QuestionKind.SINGLE | QuestionKind.MULTIPLE:
            found = _CHECKBOX.match(line)
            if found:
                return SourceOption(number, found["text"], is_right=found["mark"] in "xX")
        case QuestionKind.ORDER:
            found = _NUMBERED.match(line)
            if found:
                return SourceOption(number, found["text"], is_right=True)
        case QuestionKind.CLASSIFY:
            found = _SORTED.match(line)
            if found:
                return SourceOption(number, found["text"], category=found["category"])
            if _LIST_ITEM.match(line):
                return SourceOption(number, line[2:])
    return None
