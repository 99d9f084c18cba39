"""Statements in both languages, and the language that the learner reads."""

from typing import NamedTuple

LANGUAGES = ("ja", "en")


class Text(NamedTuple):
    """One statement in Japanese and in English."""

    ja: str
    en: str

    def to(self, language: str) -> str:
        """The statement in `language`; anything but "en" reads Japanese."""
        return self.en if language == "en" else self.ja

    def as_dict(self) -> dict[str, str]:
        """The statement as JSON: `{"ja": …, "en": …}`."""
        return {"ja": self.ja, "en": self.en}
