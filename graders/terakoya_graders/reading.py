"""Reading a prompt: normal form, sentences, and passages in which several signs meet.

A single word proves little ("only" also stands in "not only"). The checks therefore ask for
signs that meet in one passage, and show that passage to the learner.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

SLOT = "{input}"
LONGEST_QUOTE = 80

_SENTENCE_END = re.compile(r"(?<=[。！？!?])|(?<=[.;])\s+|\n+")
_BULLET = re.compile(r"^\s*(?:[-*+・●○■◆•▪]|\(?\d{1,2}[.):．）]|#{1,6}\s)\s*")


def normal_form(text: str) -> str:
    """`text` with full-width letters and signs made plain (NFKC), in lower case."""
    return unicodedata.normalize("NFKC", text).casefold()


def lines_of(text: str) -> list[str]:
    """The lines with something on them, without bullets and outer spaces."""
    stripped = (_BULLET.sub("", line).strip() for line in text.splitlines())
    return [line for line in stripped if line]


def sentences_of(text: str) -> list[str]:
    """The sentences and lines of a prompt, Japanese and English alike, in their own spelling."""
    parts = (_BULLET.sub("", part).strip() for part in _SENTENCE_END.split(text))
    return [part for part in parts if part]


def has_any(text: str, signs: Iterable[str]) -> bool:
    """Whether a normalised `text` holds one of the signs (regular expressions)."""
    return any(re.search(sign, text) for sign in signs)


def passage_with(
    text: str, *groups: Sequence[str], unless: Sequence[str] = (), instead: str = ""
) -> str | None:
    """The first sentence that holds a sign of every group and none of `unless`, or None.

    Signs are regular expressions on the normal form; `{label}` in them stands for `instead`.
    """
    for sentence in sentences_of(text):
        plain = normal_form(sentence)
        wanted = ([sign.replace("{label}", instead) for sign in group] for group in groups)
        if all(has_any(plain, group) for group in wanted) and not has_any(plain, unless):
            return quoted(sentence)
    return None


def quoted(passage: str) -> str:
    """A passage short enough to quote."""
    passage = passage.strip()
    return passage if len(passage) <= LONGEST_QUOTE else passage[: LONGEST_QUOTE - 1] + "…"


def listed(things: Sequence[str], language: str) -> str:
    """Things in a sentence: 「A」「B」 in Japanese, “A”, “B” in English."""
    if language == "ja":
        return "".join(f"「{thing}」" for thing in things)
    return ", ".join(f"“{thing}”" for thing in things)
