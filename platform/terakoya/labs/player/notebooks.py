"""Where the player gets a person's notebooks from: the rest of the labs provides it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from terakoya.language import Language
from terakoya.policy.rules import Identity


@dataclass(frozen=True, slots=True)
class NotebookName:
    """One notebook of a lab: `sales-reply.ja` for the lab `sales-reply` in Japanese."""

    lab_slug: str
    language: Language

    @property
    def path(self) -> str:
        """The notebook's path inside the player."""
        return f"{self.lab_slug}.{self.language.value}.ipynb"


def parse_path(path: str) -> NotebookName | None:
    """The notebook behind `<slug>.<ja|en>.ipynb`, or None for any other path."""
    slug, _, language = path.removesuffix(".ipynb").rpartition(".")
    if not path.endswith(".ipynb") or not slug or language not in set(Language):
        return None
    return NotebookName(slug, Language(language))


class NotebookSource(Protocol):
    """What the player needs to know about the labs of the person behind the request."""

    def list_notebooks(self, identity: Identity) -> Iterable[NotebookName]:
        """The notebooks that the person may open."""

    def open_notebook(self, identity: Identity, name: NotebookName) -> str | None:
        """The person's own draft as nbformat 4 JSON, begun if need be; None if there is no such."""
