"""Knowledge checks as values: what is asked, what is right, and why, in both languages.

An answer is a mapping from option key to value, for every kind of question alike:
single and multiple choice `{key: "chosen"}`, order `{key: "1", ...}` (place from 1), classify
`{key: category key}`. So an answer is right exactly when it equals `Question.right_answer`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from terakoya.language import Text

Answer = Mapping[str, str]
CHOSEN = "chosen"


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    ORDER = "order"
    CLASSIFY = "classify"


@dataclass(frozen=True)
class Option:
    """One option, step or item; texts are sanitised HTML."""

    key: str
    text: Text
    explanation: Text


@dataclass(frozen=True)
class Category:
    """One of the groups that the items of a classify question are sorted into."""

    key: str
    label: Text


@dataclass(frozen=True)
class Question:
    """One knowledge check. Only `text`, options' texts and categories may be shown unanswered."""

    id: str
    kind: QuestionKind
    text: Text
    options: tuple[Option, ...]
    categories: tuple[Category, ...]
    right_answer: Answer

    def is_complete(self, answer: Answer) -> bool:
        """Say whether an answer can be judged: something chosen, each step placed, each sorted."""
        keys = {option.key for option in self.options}
        if not answer or not set(answer) <= keys:
            return False
        match self.kind:
            case QuestionKind.SINGLE:
                return len(answer) == 1 and set(answer.values()) == {CHOSEN}
            case QuestionKind.MULTIPLE:
                return set(answer.values()) == {CHOSEN}
            case QuestionKind.ORDER:
                places = {str(place) for place in range(1, len(keys) + 1)}
                return set(answer) == keys and set(answer.values()) == places
            case QuestionKind.CLASSIFY:
                known = {category.key for category in self.categories}
                return set(answer) == keys and set(answer.values()) <= known

    def is_right(self, answer: Answer) -> bool:
        """Say whether every part of the answer is right."""
        return dict(answer) == dict(self.right_answer)

    def is_option_right(self, key: str, answer: Answer) -> bool:
        """Say whether one option was treated rightly: rightly chosen or left, placed, sorted."""
        return answer.get(key) == self.right_answer.get(key)

    def shown_options(self, seed: str) -> tuple[Option, ...]:
        """Return the options in the order to show: steps shuffled by `seed`, never solved."""
        if self.kind is not QuestionKind.ORDER:
            return self.options
        shuffled = tuple(sorted(self.options, key=lambda option: _digest(seed, option.key)))
        return shuffled if shuffled != self.options else (*shuffled[1:], shuffled[0])


def option_key(question_id: str, number: int) -> str:
    """Return the key of the option at a place in the source; it does not show the place."""
    return "o" + _digest(question_id, str(number))[:8]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
