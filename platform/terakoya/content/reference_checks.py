"""Complain about references that lead nowhere."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from terakoya.content.complaints import Complaints, did_you_mean
from terakoya.content.facts import Fact
from terakoya.content.glossaries import Term
from terakoya.content.references import Reference, ReferenceKind, find_references
from terakoya.content.shapes import SLUG_PATTERN

_LESSON_LINK = re.compile(r"^\d+-(?P<slug>[a-z0-9-]+)\.(ja|en)\.md$")


class ReferenceChecker:
    """Checks the references of one lesson file against the glossary, the facts and the folder."""

    def __init__(
        self,
        file: Path,
        glossary: Mapping[str, Term],
        facts: Mapping[str, Fact],
        complaints: Complaints,
    ) -> None:
        self._file = file
        self._glossary = glossary
        self._facts = facts
        self._complaints = complaints
        self._checks: dict[ReferenceKind, Callable[[Reference], None]] = {
            ReferenceKind.TERM: self._check_term,
            ReferenceKind.FACT: self._check_fact,
            ReferenceKind.IMAGE: self._check_image,
            ReferenceKind.FILE: self._check_file,
            ReferenceKind.PLACE: self._check_place,
        }

    def check(self, text: str, first_line: int) -> None:
        """Complain about each reference in a piece of Markdown that leads nowhere."""
        for reference in find_references(text, first_line):
            self._checks[reference.kind](reference)

    def _check_term(self, reference: Reference) -> None:
        if reference.target not in self._glossary:
            cure = did_you_mean(reference.target, self._glossary)
            self._complaints.error(
                self._file,
                reference.line,
                f"term:{reference.target}",
                ja=f"この用語はglossary.ymlにありません。{cure.ja}",
                en=f"This term is not in glossary.yml. {cure.en}",
            )
        elif not reference.text.strip():
            self._complaints.error(
                self._file,
                reference.line,
                f"term:{reference.target}",
                ja="用語のリンクに文字がありません。[ ] の中に用語を書いてください。",
                en="This term link has no text. Write the word between the brackets.",
            )

    def _check_fact(self, reference: Reference) -> None:
        if reference.target not in self._facts:
            cure = did_you_mean(reference.target, self._facts)
            self._complaints.error(
                self._file,
                reference.line,
                f"fact:{reference.target}",
                ja=f"この事実はfacts.ymlにありません。{cure.ja}",
                en=f"This fact is not in facts.yml. {cure.en}",
            )

    def _check_image(self, reference: Reference) -> None:
        if not reference.text.strip():
            self._complaints.error(
                self._file,
                reference.line,
                reference.target,
                ja="画像に説明文がありません。![ ] の中に、画像が伝えることを書いてください。",
                en="This image has no description. Say between ![ and ] what it tells.",
            )
        self._check_file(reference)

    def _check_file(self, reference: Reference) -> None:
        folder = self._file.parent
        target = (folder / reference.target).resolve()
        if reference.target and target.is_file() and target.is_relative_to(folder.resolve()):
            return
        pattern = "images/*" if reference.kind is ReferenceKind.IMAGE else "*.md"
        known = [found.relative_to(folder).as_posix() for found in folder.glob(pattern)]
        cure = did_you_mean(reference.target, known)
        self._complaints.error(
            self._file,
            reference.line,
            reference.target,
            ja=f"このファイルはコースのフォルダにありません。{cure.ja}",
            en=f"There is no such file in the course folder. {cure.en}",
        )

    def _check_place(self, reference: Reference) -> None:
        self._complaints.error(
            self._file,
            reference.line,
            f"#{reference.target}",
            ja="ページの中の場所へのリンクは使えません。レッスンのファイルへのリンクにしてください。",
            en="Links to a place on a page do not work here. Link to a lesson file.",
        )


def lesson_slug_of(file_name: str) -> str | None:
    """Return the slug in a lesson file's name `NNN-slug.ja.md`, or None for other names."""
    found = _LESSON_LINK.match(file_name)
    if found is None or not re.match(SLUG_PATTERN, found["slug"]):
        return None
    return found["slug"]
