"""What a lesson page shows: blocks in order, each question open for an answer or explained."""

from collections.abc import Mapping
from dataclasses import dataclass

from terakoya.content.lessons import Block, BlockKind, Lesson
from terakoya.content.questions import Answer, Category, Option, Question, QuestionKind
from terakoya.language import Language
from terakoya.learning.queries import AnswerRow


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was posted but could not be judged, to be shown again with the error."""

    question_id: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class OptionPart:
    """One option on the page, in one language. `right` and `explanation` only once answered."""

    key: str
    text: str
    given: str = ""
    right: str = ""
    is_right: bool = False
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """One question on the page: a form while `is_open`, else the answer with explanations."""

    number: int
    id: str
    kind: QuestionKind
    text: str
    options: tuple[OptionPart, ...]
    categories: tuple[tuple[str, str], ...]
    is_open: bool
    is_incomplete: bool = False
    is_correct: bool = False
    tries: int = 0


@dataclass(frozen=True, slots=True)
class LessonPart:
    """One block on the page; `question` is set for questions."""

    block: Block
    question: QuestionPart | None = None


class LessonPage:
    """Puts a lesson together with one person's answers, in one language."""

    def __init__(
        self, lesson: Lesson, language: Language, person_id: int, answers: Mapping[str, AnswerRow]
    ) -> None:
        self._lesson = lesson
        self._language = language
        self._seed = str(person_id)
        self._answers = answers

    def parts(self, *, again: str | None = None, given: Given | None = None) -> list[LessonPart]:
        """Return the parts in order.

        The question `again` is offered once more although it was answered; `given` is an
        incomplete answer that stays in its form.
        """
        numbers = {question_id: n for n, question_id in enumerate(self._lesson.questions, 1)}
        return [
            LessonPart(block, self._question(block.question_id, numbers, again, given))
            if block.kind is BlockKind.QUESTION
            else LessonPart(block)
            for block in self._lesson.bodies[self._language].blocks
        ]

    def remaining(self) -> list[str]:
        """Return the ids of the questions without an answer, in order."""
        return [question for question in self._lesson.questions if question not in self._answers]

    def _question(
        self, question_id: str, numbers: Mapping[str, int], again: str | None, given: Given | None
    ) -> QuestionPart:
        question = self._lesson.questions[question_id]
        is_incomplete = given is not None and given.question_id == question_id
        last = self._answers.get(question_id)
        is_open = last is None or is_incomplete or again == question_id
        if is_open:
            answer = given.answer if given is not None and is_incomplete else {}
            options = [self._open_option(option, answer) for option in self._shown(question)]
        else:
            answer = last.answer if last else {}
            options = [self._explained_option(question, one, answer) for one in question.options]
        return QuestionPart(
            number=numbers[question_id],
            id=question_id,
            kind=question.kind,
            text=question.text.to(self._language),
            options=tuple(options),
            categories=tuple(
                (one.key, one.label.to(self._language)) for one in question.categories
            ),
            is_open=is_open,
            is_incomplete=is_incomplete,
            is_correct=last is not None and last.is_correct,
            tries=last.tries if last else 0,
        )

    def _shown(self, question: Question) -> tuple[Option, ...]:
        return question.shown_options(self._seed)

    def _open_option(self, option: Option, answer: Answer) -> OptionPart:
        text = option.text.to(self._language)
        return OptionPart(key=option.key, text=text, given=answer.get(option.key, ""))

    def _explained_option(self, question: Question, option: Option, answer: Answer) -> OptionPart:
        return OptionPart(
            key=option.key,
            text=option.text.to(self._language),
            given=self._word(question, answer.get(option.key, "")),
            right=self._word(question, question.right_answer.get(option.key, "")),
            is_right=question.is_option_right(option.key, answer),
            explanation=option.explanation.to(self._language),
        )

    def _word(self, question: Question, value: str) -> str:
        """Write a value as the page shows it: the label of a category, the place in an order."""
        labels: dict[str, Category] = {one.key: one for one in question.categories}
        return labels[value].label.to(self._language) if value in labels else value
