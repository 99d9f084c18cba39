"""Marks of internal documents, and words that a company listed itself.

A mark counts where it is used as one: in brackets, as a line of its own, at a line's edge, in
capitals, or as "this document is …". Merely speaking about confidential documents is allowed.
"""

import re
from collections.abc import Iterator, Sequence

from terakoya.gateway.guard.kinds import GuardKind, Span
from terakoya.gateway.guard.normalising import normalise

JAPANESE = (
    r"(?:関係者)?(?:社外秘|部外秘|部内限り|社内限り|関係者限り|関係者外秘|取扱注意|取扱厳重注意"
    r"|極秘|厳秘|マル秘|丸秘|機密)"
)
ENGLISH = (
    r"(?:strictly |company |highly )?confidential|internal use only|for internal use"
    r"|do not distribute|company secret|trade secret|restricted distribution"
)
MARK = rf"(?:{JAPANESE}|{ENGLISH})"
WORD = r"[^\s\[\]()<>【】《》〔〕〈〉]"
BRACKETED = re.compile(
    rf"[\[(<【《〔〈]\s*((?:{WORD}{{0,6}}?[・/ :])?{MARK}(?:[・/ :]{WORD}{{1,12}})?)"
    r"\s*[\])>】》〕〉]",
    re.IGNORECASE,
)
ALONE = re.compile(rf"^[\s#*=※・-]*({MARK})[\s*=※・.。-]*$", re.IGNORECASE | re.MULTILINE)
AT_EDGE = re.compile(
    rf"^[\s#*※]*({MARK})(?=[ :/]\s*\S)|(?<=[ /])({JAPANESE})$", re.IGNORECASE | re.MULTILINE
)
CAPITALS = re.compile(
    r"(?<![A-Za-z])(?:STRICTLY |COMPANY |HIGHLY )?(?:CONFIDENTIAL|INTERNAL USE ONLY)(?![A-Za-z])"
)
SAID_OF_IT = re.compile(
    rf"(?:この|本|以下の|次の|添付の|下記の)[^\s、。]{{1,8}}は[、]?({JAPANESE})(?!か|では)"
    r"|(?:this|the following|the attached|below) (?:\w+ ){0,2}(?:is|are) "
    r"((?:strictly |highly )?confidential|for internal use(?: only)?)",
    re.IGNORECASE,
)


def find_marks(text: str) -> Iterator[Span]:
    """Marks of internal documents in a normalised text."""
    for pattern in (BRACKETED, ALONE, AT_EDGE, CAPITALS, SAID_OF_IT):
        for match in pattern.finditer(text):
            group = match.lastindex or 0
            yield Span(GuardKind.INTERNAL_MARK, match.start(group), match.end(group))


def find_company_words(text: str, words: Sequence[str]) -> Iterator[Span]:
    """The company's own words in a normalised text, in any case; `*` stands for letters."""
    for word in words:
        for match in _word_pattern(word).finditer(text):
            yield Span(GuardKind.COMPANY_WORD, match.start(), match.end())


def _word_pattern(word: str) -> re.Pattern[str]:
    normal = normalise(word).text
    body = r"\w*".join(re.escape(piece) for piece in normal.split("*"))
    before = r"(?<![A-Za-z0-9])" if normal[:1].isascii() and normal[:1] != "*" else ""
    after = r"(?![A-Za-z0-9])" if normal[-1:].isascii() and normal[-1:] != "*" else ""
    return re.compile(f"{before}{body}{after}", re.IGNORECASE)
