"""The two languages of the product and values that exist in both."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language in which every page, message and export exists."""

    JA = "ja"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One statement in both languages; neither is a fall-back of the other."""

    ja: str
    en: str

    def to(self, language: Language | str) -> str:
        """The statement in `language`. Raises ValueError for a language we do not have."""
        return self.ja if Language(language) is Language.JA else self.en

    def as_dict(self) -> dict[str, str]:
        """The statement as JSON: `{"ja": …, "en": …}`."""
        return {"ja": self.ja, "en": self.en}

    @classmethod
    def from_dict(cls, value: dict[str, str]) -> "Text":
        """The inverse of `as_dict`. Raises KeyError when a language is missing."""
        return cls(ja=value["ja"], en=value["en"])
