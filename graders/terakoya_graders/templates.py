"""From a prompt with a slot to what the model reads, and from its answer to a label."""

import re
from collections.abc import Sequence

from terakoya_graders import model
from terakoya_graders.reading import SLOT, normal_form

LABEL_TOKENS = 24
_DECORATION = " \t　「」『』【】[]()<>\"'“”‘’`*_.。、,:："
_PREFIX = re.compile(
    r"^(?:答え|回答|ラベル|分類|出力|結果|label|answer|category|output)\s*[:：は]\s*"
)


def filled(template: str, value: str) -> str:
    """The template with `value` in the place of `{input}`; after the text when there is no slot."""
    if SLOT in template:
        return template.replace(SLOT, value)
    return template


def label_in(answer: str, labels: Sequence[str]) -> str | None:
    """The label that the answer consists of, or None when it says anything else.

    Quotes, a full stop and a lead such as "Label:" are forgiven; a sentence is not, because a
    program that reads the answer could not use it.
    """
    first = next((line for line in answer.splitlines() if line.strip()), "")
    plain = normal_form(first).strip(_DECORATION)
    plain = _PREFIX.sub("", plain).strip(_DECORATION)
    return next((label for label in labels if normal_form(label) == plain), None)


def sort_message(template: str, message: str, *, max_tokens: int = LABEL_TOKENS) -> str:
    """What the model answers when the template is filled with a message. Raises NotChecked."""
    return model.ask(filled(template, message), max_tokens=max_tokens).strip()
