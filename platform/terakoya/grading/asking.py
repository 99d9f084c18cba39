"""The model as test cells ask it: in the name of the attempt that is checked right now."""

from typing import Any

from terakoya.gateway.services import graded_asker
from terakoya.grading.engine import AskModel
from terakoya.grading.leases import Timing
from terakoya.grading.running import CURRENT, show_marking
from terakoya.settings import Settings
from terakoya.store.session import Store


class NothingIsChecked(Exception):
    """The model was asked outside of the checking of an attempt."""


def asker_for_current_attempt(store: Store, settings: Settings, timing: Timing) -> AskModel:
    """OpenAI request in, response out, for the attempt that the calling thread checks.

    Only test cells ask, so the first question shows the learner that marking has begun. What it
    raises is one criterion's "could not be checked", never the learner's fault.
    """

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        running = CURRENT.get()
        if running is None:
            raise NothingIsChecked
        show_marking(store, timing)
        ask_model = graded_asker(
            store,
            settings=settings,
            lab_slug=running.lab_slug,
            person_id=running.person_id,
            department_id=running.department_id,
        )
        return ask_model(request)

    return ask
