"""How long a lesson takes. The speeds are house rules of ours, not taken from a study.

Japanese 500 characters a minute, English 200 words a minute, one minute for each question;
the slower language counts, rounded up to whole minutes.
"""

import math
from collections.abc import Iterable

from terakoya.content.markdown_html import visible_text
from terakoya.language import Language

JA_CHARACTERS_PER_MINUTE = 500
EN_WORDS_PER_MINUTE = 200
MINUTES_PER_QUESTION = 1


def reading_minutes(fragments: Iterable[str], language: Language) -> float:
    """Return the minutes for reading pieces of HTML in a language."""
    text = " ".join(visible_text(fragment) for fragment in fragments)
    if language is Language.JA:
        return len("".join(text.split())) / JA_CHARACTERS_PER_MINUTE
    return len(text.split()) / EN_WORDS_PER_MINUTE


def lesson_minutes(reading: Iterable[float], question_count: int) -> int:
    """Return the minutes of a lesson from the reading times of its languages; at least 1."""
    return max(1, math.ceil(max(reading) + question_count * MINUTES_PER_QUESTION))
