"""Build a lesson from its Japanese and English file."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from terakoya.content.complaints import Complaints
from terakoya.content.facts import Fact
from terakoya.content.glossaries import Term
from terakoya.content.lesson_files import LessonSource, read_lesson
from terakoya.content.lesson_rendering import LessonRenderer
from terakoya.content.lessons import Block, BlockKind, Lesson, LessonBody
from terakoya.content.question_files import SourceQuestion
from terakoya.content.questions import (
    CHOSEN,
    Category,
    Option,
    Question,
    QuestionKind,
    option_key,
)
from terakoya.content.reading_times import lesson_minutes, reading_minutes
from terakoya.content.reference_checks import ReferenceChecker
from terakoya.content.translations import check_translation
from terakoya.language import Language, Text


class LessonBuilder:
    """Builds the lessons of one course with its facts and the company's glossary."""

    def __init__(
        self, glossary: Mapping[str, Term], facts: Mapping[str, Fact], complaints: Complaints
    ) -> None:
        self._glossary = glossary
        self._facts = facts
        self._complaints = complaints

    def build(self, slug: str, files: Mapping[Language, Path]) -> Lesson | None:
        """Return the lesson, or None after complaints about either file.

        `files` may lack a language (its absence is complained about by the caller).
        """
        before = len(self._complaints.errors)
        sources = {
            language: source
            for language, file in files.items()
            if (source := read_lesson(file, language, self._complaints)) is not None
        }
        if set(sources) == set(Language):
            check_translation(sources[Language.JA], sources[Language.EN], self._complaints)
        rendered = {language: self._render(source) for language, source in sources.items()}
        if set(sources) != set(Language) or len(self._complaints.errors) > before:
            return None
        return _assemble(slug, sources, rendered)

    def _render(self, source: LessonSource) -> "_RenderedLesson":
        checker = ReferenceChecker(source.file, self._glossary, self._facts, self._complaints)
        renderer = LessonRenderer(
            source.file, source.language, self._glossary, self._facts, self._complaints
        )
        for block in source.blocks:
            checker.check(block.text, block.line)
        return _RenderedLesson(source, renderer)


class _RenderedLesson:
    """The HTML of one lesson file: its body, and its questions' texts by question and option."""

    def __init__(self, source: LessonSource, renderer: LessonRenderer) -> None:
        self.question_texts: dict[str, str] = {}
        self.labels: dict[str, list[str]] = {}
        self.explanations: dict[str, list[str]] = {}
        self._renderer = renderer
        blocks = tuple(self._block(source, number) for number in range(len(source.blocks)))
        self.body = LessonBody(blocks, tuple(renderer.cited))

    def _block(self, source: LessonSource, number: int) -> Block:
        block = source.blocks[number]
        if block.kind is BlockKind.QUESTION:
            question = source.questions.get(number)
            if question is None:
                return Block(block.kind)
            self._render_question(question)
            return Block(block.kind, question_id=question.id)
        variant, _, caption = block.arguments.partition(" ")
        is_example = block.kind is BlockKind.EXAMPLE
        return Block(
            block.kind,
            html=self._renderer.render(block.text, block.line),
            variant=variant if is_example else "",
            caption=caption.strip() if is_example else block.arguments,
        )

    def _render_question(self, question: SourceQuestion) -> None:
        render = self._renderer
        self.question_texts[question.id] = render.render(question.text, question.line)
        self.labels[question.id] = [
            render.render_label(option.text, option.line) for option in question.options
        ]
        self.explanations[question.id] = [
            render.render("\n".join(option.explanation), option.line) for option in question.options
        ]

    def fragments(self) -> list[str]:
        """Return all that a reader reads."""
        texts = [block.html for block in self.body.blocks] + list(self.question_texts.values())
        for labels in (*self.labels.values(), *self.explanations.values()):
            texts += labels
        return texts


def _assemble(
    slug: str,
    sources: Mapping[Language, LessonSource],
    rendered: Mapping[Language, _RenderedLesson],
) -> Lesson | None:
    ja, en = sources[Language.JA], sources[Language.EN]
    if ja.head is None or en.head is None:
        return None
    questions = {
        question.id: _question(question, en.questions[number], rendered)
        for number, question in ja.questions.items()
    }
    reading = [reading_minutes(one.fragments(), language) for language, one in rendered.items()]
    return Lesson(
        slug=slug,
        title=Text(ja=ja.head.title, en=en.head.title),
        goal=Text(ja=ja.head.goal, en=en.head.goal),
        topic=ja.head.topic,
        minutes=ja.head.minutes or lesson_minutes(reading, len(questions)),
        bodies={language: one.body for language, one in rendered.items()},
        questions=questions,
        content_hash=hashlib.sha256(f"{ja.text}\0{en.text}".encode()).hexdigest(),
    )


def _question(
    ja: SourceQuestion, en: SourceQuestion, rendered: Mapping[Language, _RenderedLesson]
) -> Question:
    texts, english = rendered[Language.JA], rendered[Language.EN]
    numbers = range(len(ja.options))
    return Question(
        id=ja.id,
        kind=ja.kind,
        text=Text(ja=texts.question_texts[ja.id], en=english.question_texts[ja.id]),
        options=tuple(
            Option(
                key=option_key(ja.id, number),
                text=Text(ja=texts.labels[ja.id][number], en=english.labels[ja.id][number]),
                explanation=Text(
                    ja=texts.explanations[ja.id][number], en=english.explanations[ja.id][number]
                ),
            )
            for number in numbers
        ),
        categories=tuple(
            Category(f"c{number}", Text(ja=name, en=en.categories[number]))
            for number, name in enumerate(ja.categories)
        ),
        right_answer={
            option_key(ja.id, number): value
            for number in numbers
            if (value := _right_value(ja, number))
        },
    )


def _right_value(question: SourceQuestion, number: int) -> str:
    option = question.options[number]
    match question.kind:
        case QuestionKind.ORDER:
            return str(number + 1)
        case QuestionKind.CLASSIFY:
            return f"c{question.categories.index(option.category)}"
        case _:
            return CHOSEN if option.is_right else ""
