"""From a posted answer to a value, and back: the fields of a question's form."""

from collections.abc import Mapping, Sequence

from terakoya.content.questions import CHOSEN, Answer, Question, QuestionKind

CHOICE_FIELD = "choice"
PART_PREFIX = "part-"


def read_answer(question: Question, fields: Mapping[str, Sequence[str]]) -> Answer:
    """Return the answer in a posted form, as far as it goes; unknown fields are ignored.

    Choices come as `choice=<option>`, the parts of ordering and sorting as `part-<option>=<value>`.
    """
    keys = {option.key for option in question.options}
    if question.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        return {key: CHOSEN for key in fields.get(CHOICE_FIELD, ()) if key in keys}
    answer = {}
    for key in keys:
        values = [value for value in fields.get(PART_PREFIX + key, ()) if value]
        if values:
            answer[key] = values[0]
    return answer
