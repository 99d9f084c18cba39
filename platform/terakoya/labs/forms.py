"""Reading a notebook that was sent to us: either a clean text to keep, or a sentence.

Nothing in it is trusted: the engine later takes only the text of answer cells. Here we only make
sure that it is a notebook, of this lab, and of a size that we keep.
"""

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from terakoya.language import Language, Text

LARGEST_NOTEBOOK_BYTES = 4 * 1024 * 1024
KEPT = Text("書いた文章はそのまま残っています。", "What you wrote is still here.")


class NotebookRefused(Exception):
    """What was sent can't be used; `sentence` says why, for the learner."""

    def __init__(self, sentence: Text) -> None:
        super().__init__(sentence.en)
        self.sentence = Text(f"{sentence.ja}{KEPT.ja}", f"{sentence.en} {KEPT.en}")


@dataclass(frozen=True, slots=True)
class SentNotebook:
    """A notebook as sent: JSON text to keep, and the language its metadata names, if any."""

    text: str
    language: Language | None


NOT_A_NOTEBOOK = Text(
    "ノートブックとして読み取れませんでした。ページを読み込み直して、もう一度お試しください。",
    "This could not be read as a notebook. Please reload the page and try again.",
)
TOO_LARGE = Text(
    "ノートブックが4 MBを超えています。大きな出力を消してから、もう一度お試しください。",
    "The notebook is larger than 4 MB. Please clear large outputs and try again.",
)
OTHER_LAB = Text(
    "これは別のラボのノートブックです。このラボのノートブックを送ってください。",
    "This notebook belongs to another lab. Please send the one of this lab.",
)


def read_request(body: bytes, *, lab_slug: str) -> tuple[SentNotebook, dict[str, Any]]:
    """The notebook in a JSON body `{"notebook": {…}, …}`, and the body itself.

    `notebook` may be an object or the JSON text of one. Raises NotebookRefused.
    """
    value = _parse(body)
    if "notebook" not in value:
        raise NotebookRefused(NOT_A_NOTEBOOK)
    notebook = value["notebook"]
    if isinstance(notebook, str):
        notebook = _parse(notebook.encode("utf-8", "replace"))
    return read_notebook(notebook, lab_slug=lab_slug), value


def read_notebook(value: Any, *, lab_slug: str) -> SentNotebook:
    """The notebook in a JSON value. Raises NotebookRefused when it can't be one of `lab_slug`."""
    if not _is_notebook(value):
        raise NotebookRefused(NOT_A_NOTEBOOK)
    marks = value["metadata"].get("terakoya")
    if not isinstance(marks, dict) or marks.get("lab") != lab_slug:
        raise NotebookRefused(OTHER_LAB)
    # Halves of characters can be written in JSON but not stored; they become question marks.
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
    if len(text.encode()) > LARGEST_NOTEBOOK_BYTES:
        raise NotebookRefused(TOO_LARGE)
    language = marks.get("language")
    known = language if isinstance(language, str) and language in set(Language) else None
    return SentNotebook(text=text, language=Language(known) if known else None)


def _parse(body: bytes) -> dict[str, Any]:
    if len(body) > LARGEST_NOTEBOOK_BYTES:
        raise NotebookRefused(TOO_LARGE)
    try:
        value = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise NotebookRefused(NOT_A_NOTEBOOK) from None
    if not isinstance(value, dict):
        raise NotebookRefused(NOT_A_NOTEBOOK)
    return value


def _refuse_constant(name: str) -> NoReturn:
    # Python reads and writes NaN and Infinity, browsers don't.
    raise ValueError(name)


def _is_notebook(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.get("nbformat") == 4  # noqa: PLR2004  # the notebook format we speak
        and isinstance(value.get("metadata"), dict)
        and isinstance(value.get("cells"), list)
        and all(
            isinstance(cell, dict)
            and isinstance(cell.get("metadata"), dict)
            and isinstance(cell.get("source"), str | list)
            for cell in value["cells"]
        )
    )
