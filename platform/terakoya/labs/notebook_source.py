"""Gives the player the notebooks of the person behind the request."""

from collections.abc import Iterable

from terakoya.labs.access import access_draft, find_open_lab, list_open_labs
from terakoya.labs.player.notebooks import NotebookName
from terakoya.language import Language
from terakoya.policy.rules import Identity


class DraftSource:
    """Each person's own drafts, as the player's folder."""

    def list_notebooks(self, identity: Identity) -> Iterable[NotebookName]:
        """The notebooks that the person may open, in both languages."""
        for lab in list_open_labs(identity):
            for language in Language:
                yield NotebookName(lab.slug, language)

    def open_notebook(self, identity: Identity, name: NotebookName) -> str | None:
        """The person's own draft, begun if need be; None for a lab that is not theirs."""
        lab = find_open_lab(identity, name.lab_slug)
        return access_draft(lab, name.language).notebook if lab else None
