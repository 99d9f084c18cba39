"""How well a prompt sorts: the counts behind the behavioural checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from terakoya_graders.templates import label_in, sort_message

Items = Sequence[Mapping[str, str]]
"""Messages with their right label: `[{"text": …, "label": …}, …]`."""


@dataclass(frozen=True)
class Sorted:
    """One message, what the model answered, the label in the answer, and the right label."""

    text: str
    answer: str
    label: str | None
    expected: str

    @property
    def is_right(self) -> bool:
        """Whether the answer is the right label."""
        return self.label == self.expected


@dataclass(frozen=True)
class Result:
    """All messages of one run."""

    rows: tuple[Sorted, ...]

    @property
    def right(self) -> int:
        """How many messages got the right label."""
        return sum(row.is_right for row in self.rows)

    @property
    def unreadable(self) -> int:
        """How many answers were no label at all."""
        return sum(row.label is None for row in self.rows)

    def count_of(self, label: str) -> int:
        """How many messages got this label."""
        return sum(row.label == label for row in self.rows)

    @property
    def is_constant(self) -> bool:
        """Whether every message got one and the same label, whatever it said."""
        found = {row.label for row in self.rows}
        return len(self.rows) > 1 and len(found) == 1 and None not in found

    def macro_f1(self) -> float:
        """The mean F1 over the expected labels, 0 to 1 (van Rijsbergen 1979, averaged by class)."""
        labels = sorted({row.expected for row in self.rows})
        return sum(self._f1(label) for label in labels) / len(labels) if labels else 0.0

    def _f1(self, label: str) -> float:
        hits = sum(row.is_right for row in self.rows if row.expected == label)
        said = self.count_of(label)
        wanted = sum(row.expected == label for row in self.rows)
        return 2 * hits / (said + wanted)


def run(template: str, items: Items, answers: Sequence[str]) -> Result:
    """Fill the template with every message and ask the model. Raises NotChecked.

    `answers` are all that can be read in an answer: the labels, and the one for doubtful cases.
    """
    return Result(tuple(sort_one(template, item, answers) for item in items))


def sort_one(template: str, item: Mapping[str, str], answers: Sequence[str]) -> Sorted:
    """Ask the model about one message. Raises NotChecked."""
    answer = sort_message(template, item["text"])
    return Sorted(item["text"], answer, label_in(answer, answers), item["label"])


def chance_f1(labels: Sequence[str]) -> float:
    """The macro-F1 of always giving one label to balanced messages: 2/(k(k+1)) for k labels."""
    count = len(labels)
    return 2 / (count * (count + 1))
