"""The event table: append-only, never updated."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from terakoya.store.base import Base, UtcDateTime, enum_column


class Verb(StrEnum):
    """What happened; names follow the xAPI vocabulary (https://registry.tincanapi.com)."""

    LOGGED_IN = "logged-in"
    LOGGED_OUT = "logged-out"
    REGISTERED = "registered"
    INITIALIZED = "initialized"
    ANSWERED = "answered"
    ATTEMPTED = "attempted"
    SCORED = "scored"
    PASSED = "passed"
    COMPLETED = "completed"
    ASKED = "asked"
    PREVENTED = "prevented"
    ACCESSED = "accessed"
    EXPORTED = "exported"


class Event(Base):
    """One act of one person, or of the system (`actor_id` None)."""

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "verb", "at"),
        Index(None, "object_type", "object_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None]
    verb: Mapped[Verb] = mapped_column(enum_column(Verb))
    object_type: Mapped[str] = mapped_column(String(32))
    object_id: Mapped[str] = mapped_column(String(200))
    department_id: Mapped[int | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
