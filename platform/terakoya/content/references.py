"""What a lesson refers to, with the line: terms, facts, images, other lessons, places in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_LINK = re.compile(r"(?P<image>!?)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s]*)[^)]*\)")
_INLINE_CODE = re.compile(r"`[^`]*`")
_CODE_FENCE = re.compile(r"^\s*(```+|~~~+)")
_OUTSIDE = ("http://", "https://", "mailto:")


class ReferenceKind(StrEnum):
    """What a link or image in the source points to."""

    TERM = "term"
    FACT = "fact"
    IMAGE = "image"
    FILE = "file"
    PLACE = "place"


@dataclass(frozen=True)
class Reference:
    """One link or image; `text` is the link text or the image's alternative text."""

    kind: ReferenceKind
    target: str
    text: str
    line: int


def find_references(text: str, first_line: int) -> Iterator[Reference]:
    """Yield the references of a piece of Markdown, code left out, outside addresses left out."""
    in_code = False
    for number, line in enumerate(text.split("\n"), start=first_line):
        if _CODE_FENCE.match(line):
            in_code = not in_code
        if in_code:
            continue
        for found in _LINK.finditer(_INLINE_CODE.sub("", line)):
            kind, target = _sort(found["target"], is_image=bool(found["image"]))
            if not target.startswith(_OUTSIDE):
                yield Reference(kind, target, found["text"], number)


def _sort(target: str, *, is_image: bool) -> tuple[ReferenceKind, str]:
    if is_image:
        return ReferenceKind.IMAGE, target
    for kind in (ReferenceKind.TERM, ReferenceKind.FACT):
        if target.startswith(f"{kind}:"):
            return kind, target.removeprefix(f"{kind}:")
    if target.startswith("#"):
        return ReferenceKind.PLACE, target.removeprefix("#")
    return ReferenceKind.FILE, target
