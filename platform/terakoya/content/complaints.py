"""What is wrong with a content file: where, in one sentence, with the cure, in both languages."""

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from terakoya.language import Language, Text


class Severity(StrEnum):
    """Whether the content can be published as it is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Complaint:
    """One thing to mend in one file.

    `line` counts from 1; 0 means the file as a whole. `place` names the spot inside the file in the
    author's own terms ("title.en", "question what-is-predicted"), or is empty.
    """

    file: Path
    line: int
    place: str
    sentence: Text
    severity: Severity = Severity.ERROR

    def to_line(self, language: Language, relative_to: Path | None = None) -> str:
        """Return `file:line: place: sentence`; a file inside `relative_to` is named from there."""
        file = self.file
        if relative_to is not None and file.is_relative_to(relative_to):
            file = file.relative_to(relative_to)
        spot = f"{file}:{self.line}" if self.line else str(file)
        return ": ".join(part for part in (spot, self.place, self.sentence.to(language)) if part)


class Complaints:
    """Collects complaints while files are read, so that an author sees all of them at once."""

    def __init__(self) -> None:
        self._found: set[Complaint] = set()

    def error(self, file: Path, line: int, place: str, *, ja: str, en: str) -> None:
        """Note something that keeps the content from being published."""
        self._found.add(Complaint(file, line, place, Text(ja=ja, en=en), Severity.ERROR))

    def warn(self, file: Path, line: int, place: str, *, ja: str, en: str) -> None:
        """Note something that the trainer should look at; the content is usable."""
        self._found.add(Complaint(file, line, place, Text(ja=ja, en=en), Severity.WARNING))

    def __iter__(self) -> Iterator[Complaint]:
        return iter(
            sorted(self._found, key=lambda one: (one.file, one.line, one.place, one.sentence.en))
        )

    def __len__(self) -> int:
        return len(self._found)

    @property
    def errors(self) -> tuple[Complaint, ...]:
        """The complaints that keep content from being published, in order of file and line."""
        return tuple(one for one in self if one.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Complaint, ...]:
        """The complaints that can wait, in order of file and line."""
        return tuple(one for one in self if one.severity is Severity.WARNING)

    def has_errors_in(self, folder: Path) -> bool:
        """Say whether a file inside `folder` (or `folder` itself) has an error."""
        return any(one.file.is_relative_to(folder) for one in self.errors)


def did_you_mean(word: str, known: Iterable[str]) -> Text:
    """Return the cure for an unknown name: the likeliest known one, else the list of all."""
    names = sorted(known)
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return Text(ja=f"「{near[0]}」のことですか。", en=f'Did you mean "{near[0]}"?')
    if not names:
        return Text(ja="使える名前はまだありません。", en="There is nothing to refer to yet.")
    shown = ", ".join(names)
    return Text(ja=f"使えるのは {shown} です。", en=f"Known are: {shown}.")
