"""Recording events."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from terakoya import clock
from terakoya.events.models import Event, Verb


def record_event(
    session: Session,
    *,
    verb: Verb,
    actor_id: int | None,
    object_type: str,
    object_id: str,
    department_id: int | None = None,
    data: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> None:
    """Append one event to the same transaction as the act itself.

    `object_type` and `object_id` name what was acted on ("lesson", "basics/limits"). `at` is for
    imported history; otherwise it is now. `data` holds no free text of learners.
    """
    session.add(
        Event(
            at=at or clock.now(),
            actor_id=actor_id,
            verb=verb,
            object_type=object_type,
            object_id=object_id,
            department_id=department_id,
            data=data or {},
        )
    )
