"""Text as the rules read it, with the way back to what was typed."""

import unicodedata
from dataclasses import dataclass

VOICED_MARKS = "ﾞﾟ"
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣⁃"), "-")
SPELLED_OUT = {"㊙": "マル秘"}  # NFKC would leave 秘 alone


@dataclass(frozen=True, slots=True)
class NormalText:
    """NFKC text with one kind of dash; `origins[i]` is where character i stands in the original."""

    text: str
    origins: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original for the non-empty span `start` to `end` of the text."""
        return self.origins[start], self._end(end)

    def _end(self, end: int) -> int:
        last = self.origins[end - 1]
        following = (origin for origin in self.origins[end:] if origin > last)
        return next(following, self.origins[-1])


def normalise(original: str) -> NormalText:
    """`original` in NFKC: full-width digits become digits, half-width kana become kana."""
    characters: list[str] = []
    origins: list[int] = []
    for start, cluster in _clusters(original):
        spelled = SPELLED_OUT.get(cluster, cluster)
        for character in unicodedata.normalize("NFKC", spelled).translate(DASHES):
            characters.append(character)
            origins.append(start)
    return NormalText("".join(characters), (*origins, len(original)))


def _clusters(text: str) -> list[tuple[int, str]]:
    """Each character with the marks that belong to it, and where it stands."""
    found: list[tuple[int, str]] = []
    for position, character in enumerate(text):
        if found and (unicodedata.combining(character) or character in VOICED_MARKS):
            start, cluster = found[-1]
            found[-1] = (start, cluster + character)
        else:
            found.append((position, character))
    return found
