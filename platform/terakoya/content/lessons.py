"""Lessons as values: rendered blocks in both languages, questions, facts and reading time."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from terakoya.content.facts import Fact
from terakoya.content.questions import Question
from terakoya.language import Language, Text


class Topic(StrEnum):
    """The four topics of literacy that every department learns."""

    HOW_IT_WORKS = "how-it-works"
    RISKS = "risks"
    LIMITS = "limits"
    GUIDELINES = "guidelines"


class BlockKind(StrEnum):
    """What a part of a lesson is; all but prose are opened by `::: kind` in the file."""

    PROSE = "prose"
    EXAMPLE = "example"
    QUESTION = "question"
    TOMORROW = "tomorrow"
    TALK = "talk"
    NOTE = "note"


@dataclass(frozen=True)
class Block:
    """One part of a lesson in one language.

    `html` is sanitised. `variant` is "good" or "bad" for examples. `question_id` is set for
    questions, whose texts are in `Lesson.questions`.
    """

    kind: BlockKind
    html: str = ""
    variant: str = ""
    caption: str = ""
    question_id: str = ""


@dataclass(frozen=True)
class LessonBody:
    """A lesson in one language: its blocks in order, and the facts that it cites, numbered so."""

    blocks: tuple[Block, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Lesson:
    """One lesson. `content_hash` changes with every change of either language's file."""

    slug: str
    title: Text
    goal: Text
    topic: Topic | None
    minutes: int
    bodies: Mapping[Language, LessonBody]
    questions: Mapping[str, Question]
    content_hash: str
