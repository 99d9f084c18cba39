"""Tables of the gateway: answers that are kept, and the log of calls (without any text)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from terakoya.language import Text
from terakoya.store.base import Base, UtcDateTime, enum_column


class CallOutcome(StrEnum):
    """How a call of the model ended."""

    ANSWERED = "answered"
    FROM_CACHE = "from-cache"
    BLOCKED = "blocked"
    UNAVAILABLE = "unavailable"
    SLOW = "slow"
    REFUSED = "refused"
    RUBBISH = "rubbish"


OUTCOME_NAMES = {
    CallOutcome.ANSWERED: Text("答えた", "Answered"),
    CallOutcome.FROM_CACHE: Text("保存した答えを返した", "Answered from a saved answer"),
    CallOutcome.BLOCKED: Text("情報を守るため送らなかった", "Not sent, to protect data"),
    CallOutcome.UNAVAILABLE: Text("モデルが動いていなかった", "No model was running"),
    CallOutcome.SLOW: Text("時間内に答えがなかった", "No answer in time"),
    CallOutcome.REFUSED: Text("モデルの側で受け付けなかった", "Refused by the endpoint"),
    CallOutcome.RUBBISH: Text("答えを読み取れなかった", "Unreadable answer"),
}


class ModelAnswer(Base):
    """An answer that is given again for the same request to the same model.

    The request and answer are texts of learners: the row is what makes a mark repeatable.
    """

    __tablename__ = "model_answer"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    request: Mapped[dict[str, Any]] = mapped_column(JSON)
    response: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ModelCall(Base):
    """One call, for use figures and for IT; no text of it is kept.

    What the guard blocked is counted for a department, never for a person: `person_id` is None.
    """

    __tablename__ = "model_call"
    __table_args__ = (Index(None, "at"), Index(None, "department_id", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None]
    department_id: Mapped[int | None]
    lab_slug: Mapped[str | None] = mapped_column(String(100))
    model: Mapped[str] = mapped_column(String(200))
    prompt_tokens: Mapped[int] = mapped_column(default=0)
    answer_tokens: Mapped[int] = mapped_column(default=0)
    milliseconds: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[CallOutcome] = mapped_column(enum_column(CallOutcome))
    guard_kinds: Mapped[list[str]] = mapped_column(JSON, default=list)
