"""What the locked set-up cell of a lab says: which lab this is and in which language."""

from dataclasses import dataclass

from terakoya_graders.languages import LANGUAGES, Text


@dataclass
class Session:
    """The lab that is open in this Python process."""

    lab: str = ""
    language: str = "ja"


current = Session()


def start(lab: str, *, language: str) -> None:
    """Open `lab` in `language` ("ja" or "en"); the set-up cell of every lab calls this.

    Raises ValueError for another language, because a lab would then answer in the wrong one.
    """
    if language not in LANGUAGES:
        message = f"language must be one of {', '.join(LANGUAGES)}, not {language!r}"
        raise ValueError(message)
    current.lab = lab
    current.language = language


def current_language() -> str:
    """The language of the open lab: "ja" or "en"."""
    return current.language


def say(text: Text) -> str:
    """`text` in the language of the open lab."""
    return text.to(current.language)
