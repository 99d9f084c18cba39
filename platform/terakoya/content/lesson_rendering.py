"""Turn the Markdown of one lesson file into HTML: terms, facts, images and tables of ours."""

import html
import re
from collections.abc import Mapping
from pathlib import Path

from terakoya.content.complaints import Complaints
from terakoya.content.facts import Fact
from terakoya.content.glossaries import Term
from terakoya.content.markdown_html import FormulaError, to_html
from terakoya.content.reference_checks import lesson_slug_of
from terakoya.language import Language, Text

COURSE_ADDRESS = "course:"
_TERM = re.compile(r'<a href="term:([a-z0-9-]+)"[^>]*>(.*?)</a>', re.DOTALL)
_FACT = re.compile(r'\s*<a href="fact:([a-z0-9-]+)"[^>]*>(.*?)</a>', re.DOTALL)
_FILE = re.compile(r'<a href="([^":]+\.md)"[^>]*>')
_IMAGE = re.compile(r'<img([^>]*?)src="images/([^"]+)"')
_HEADING = re.compile(r'<(h[234]) id="([^"]*)"')
_ALIGN = re.compile(r'<(t[hd]) align="(\w+)"')
_PARAGRAPH = re.compile(r"^<p>(?P<inside>(?:(?!<p>).)*)</p>$", re.DOTALL)
_FACT_LABEL = Text(ja="出典", en="Source")


class LessonRenderer:
    """Renders the parts of one lesson in one language, numbering facts as they are cited.

    Addresses inside the course begin with `COURSE_ADDRESS`; see `with_course_address`.
    """

    def __init__(
        self,
        file: Path,
        language: Language,
        glossary: Mapping[str, Term],
        facts: Mapping[str, Fact],
        complaints: Complaints,
    ) -> None:
        self.cited: list[Fact] = []
        self._file = file
        self._language = language
        self._glossary = glossary
        self._facts = facts
        self._complaints = complaints
        self._term_count = 0
        self._heading_ids: set[str] = set()

    def render(self, text: str, line: int) -> str:
        """Return the HTML of a piece of Markdown that begins on a line of the file."""
        fragment = self._to_html(text, line)
        fragment = _TERM.sub(self._term, fragment)
        fragment = _FACT.sub(self._fact, fragment)
        fragment = _FILE.sub(_lesson_link, fragment)
        fragment = _IMAGE.sub(rf'<img\1src="{COURSE_ADDRESS}images/\2" loading="lazy"', fragment)
        fragment = _HEADING.sub(self._heading, fragment)
        fragment = _ALIGN.sub(r'<\1 class="align-\2"', fragment)
        return fragment.replace(
            "<table>", '<div class="table-scroll" tabindex="0"><table>'
        ).replace("</table>", "</table></div>")

    def render_label(self, text: str, line: int) -> str:
        """Return the HTML of one line that stands inside a form label: no links, no blocks."""
        fragment = _TERM.sub(r"\2", self._to_html(text, line))
        fragment = _FACT.sub("", fragment)
        paragraph = _PARAGRAPH.match(fragment)
        if paragraph is None:
            self._complaints.error(
                self._file,
                line,
                "",
                ja="選択肢は1つの段落で書いてください。一覧や表は問いの文に置きます。",
                en="Write an option as one paragraph. Lists and tables belong in the question.",
            )
            return fragment
        return paragraph["inside"]

    def _to_html(self, text: str, line: int) -> str:
        try:
            return to_html(text, self._language)
        except FormulaError as problem:
            before, _, _ = text.partition(f"${problem}")
            self._complaints.error(
                self._file,
                line + before.count("\n"),
                f"${problem}$",
                ja="数式として読めません。数式でなければ「\\$」と書いてください。",
                en='This is not a readable formula. Write "\\$" where you mean a dollar sign.',
            )
            return ""

    def _term(self, found: re.Match[str]) -> str:
        term = self._glossary.get(found[1])
        if term is None:
            return found[2]
        self._term_count += 1
        place = f"term-{self._term_count}"
        word = html.escape(term.term.to_text().to(self._language))
        if term.reading and self._language is Language.JA:
            word += f"（{html.escape(term.reading)}）"
        meaning = html.escape(term.meaning.to_text().to(self._language))
        return (
            f'<span class="term"><button type="button" class="term-word" popovertarget="{place}"'
            f' aria-describedby="{place}">{found[2]}</button>'
            f'<span class="term-meaning" id="{place}" popover="auto"><strong>{word}</strong> '
            f"{meaning}</span></span>"
        )

    def _fact(self, found: re.Match[str]) -> str:
        fact = self._facts.get(found[1])
        if fact is None:
            return found[2]
        if fact not in self.cited:
            self.cited.append(fact)
        number = self.cited.index(fact) + 1
        label = _FACT_LABEL.to(self._language)
        return (
            f'{found[2]}<sup class="fact-mark"><a href="#source-{number}"'
            f' aria-label="{label} {number}">{number}</a></sup>'
        )

    def _heading(self, found: re.Match[str]) -> str:
        place = base = f"section-{found[2]}"
        number = 1
        while place in self._heading_ids:
            number += 1
            place = f"{base}-{number}"
        self._heading_ids.add(place)
        return f'<{found[1]} id="{place}"'


def _lesson_link(found: re.Match[str]) -> str:
    slug = lesson_slug_of(found[1])
    return f'<a href="{COURSE_ADDRESS}lessons/{slug}">' if slug else "<a>"


def with_course_address(fragment: str, address: str) -> str:
    """Return rendered HTML with the addresses inside the course made whole.

    `address` is that of the course page, such as `/courses/basics`. Content does not know it.
    """
    return fragment.replace(f'="{COURSE_ADDRESS}', f'="{address}/')
