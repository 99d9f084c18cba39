"""Split a lesson file into front matter, prose and `::: kind` blocks, remembering lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path

from terakoya.content.complaints import Complaints, did_you_mean
from terakoya.content.lessons import BlockKind

_OPENING = re.compile(r"^:::\s*(?P<kind>\S+)\s*(?P<arguments>.*)$")
_CLOSING = re.compile(r"^:::\s*$")
_CODE_FENCE = re.compile(r"^\s*(```+|~~~+)")


@dataclass(frozen=True)
class SourceBlock:
    """One part of a lesson file as written.

    `line` is that of its first line of text, `opening_line` that of `::: kind` (for prose, of its
    first line too).
    """

    kind: BlockKind
    arguments: str
    text: str
    line: int
    opening_line: int


@dataclass(frozen=True)
class FrontMatter:
    """The YAML between the two `---` lines."""

    text: str
    line: int


def split_front_matter(
    text: str, file: Path, complaints: Complaints
) -> tuple[FrontMatter, list[str], int]:
    """Return the front matter, the lines of the body and the number of the body's first line."""
    lines = text.split("\n")
    closings = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    if len(closings) < 2 or closings[0] != 0:  # noqa: PLR2004, the two ends of the front matter
        complaints.error(
            file,
            1,
            "",
            ja="先頭に「---」で囲んだ題名と目標がありません。title: と goal: を書いてください。",
            en='The file must begin with title and goal between two "---" lines. Add them.',
        )
        return FrontMatter("", 1), lines, 1
    end = closings[1]
    return FrontMatter("\n".join(lines[1:end]), 2), lines[end + 1 :], end + 2


def split_blocks(
    lines: list[str], first_line: int, file: Path, complaints: Complaints
) -> list[SourceBlock]:
    """Return the blocks in order; prose between two of them is a block of its own.

    Unknown kinds, blocks that are never closed, nested ones and stray `:::` are complaints.
    """
    return list(_BlockSplitter(file, complaints).split(lines, first_line))


class _BlockSplitter:
    def __init__(self, file: Path, complaints: Complaints) -> None:
        self._file = file
        self._complaints = complaints
        self._reset(BlockKind.PROSE, "", 0)

    def split(self, lines: list[str], first_line: int) -> Iterator[SourceBlock]:
        self._reset(BlockKind.PROSE, "", first_line)
        code_fence = ""
        for number, line in enumerate(lines, start=first_line):
            fence = _CODE_FENCE.match(line)
            if fence and not code_fence:
                code_fence = fence[1]
            elif code_fence:
                code_fence = "" if line.strip() == code_fence else code_fence
            elif line.startswith(":::"):
                yield from self._fence(line, number)
                continue
            self._text.append(line)
        if self._kind is not BlockKind.PROSE:
            self._complain_about_unclosed()
        yield from self._finished()

    def _fence(self, line: str, number: int) -> Iterator[SourceBlock]:
        opening = _OPENING.match(line)
        is_open = self._kind is not BlockKind.PROSE
        if _CLOSING.match(line) and not is_open:
            self._complaints.error(
                self._file,
                number,
                "",
                ja="ここで閉じるブロックがありません。この「:::」を消してください。",
                en='There is no block to close here. Remove this ":::".',
            )
            return
        if opening and is_open:
            self._complain_about_unclosed()
        yield from self._finished()
        if opening:
            self._reset(self._known_kind(opening["kind"], number), opening["arguments"], number + 1)
        else:
            self._reset(BlockKind.PROSE, "", number + 1)

    def _known_kind(self, word: str, number: int) -> BlockKind:
        kinds = [kind.value for kind in BlockKind if kind is not BlockKind.PROSE]
        if word in kinds:
            return BlockKind(word)
        cure = did_you_mean(word, kinds)
        self._complaints.error(
            self._file,
            number,
            f"::: {word}",
            ja=f"知らないブロックです。{cure.ja}",
            en=f"Unknown kind of block. {cure.en}",
        )
        return BlockKind.NOTE

    def _complain_about_unclosed(self) -> None:
        self._complaints.error(
            self._file,
            self._line - 1,
            f"::: {self._kind.value}",
            ja="このブロックは閉じられていません。終わりに「:::」だけの行を足してください。",
            en='This block is never closed. End it with a line of only ":::".',
        )

    def _reset(self, kind: BlockKind, arguments: str, line: int) -> None:
        self._kind = kind
        self._arguments = arguments.strip()
        self._line = line
        self._text: list[str] = []

    def _finished(self) -> Iterator[SourceBlock]:
        lines = list(dropwhile(lambda line: not line.strip(), self._text))
        is_prose = self._kind is BlockKind.PROSE
        if not lines and is_prose:
            return
        first = self._line + len(self._text) - len(lines)
        opening = first if is_prose else self._line - 1
        yield SourceBlock(self._kind, self._arguments, "\n".join(lines), first, opening)
