"""The one failure that is nobody's fault."""

from terakoya_graders.languages import Text
from terakoya_graders.session import say


class NotChecked(Exception):
    """A check could not run: no model, no answer. Never counted against the learner.

    `message` is a sentence in both languages.
    """

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message

    def _render_traceback_(self) -> list[str]:
        """What IPython prints instead of a traceback: the sentence alone."""
        return [say(self.message)]
