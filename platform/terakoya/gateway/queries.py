"""Reads of the gateway's tables."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from terakoya.gateway.models import CallOutcome, ModelAnswer, ModelCall


@dataclass(frozen=True, slots=True)
class CallFigures:
    """Calls with one outcome: how many, and their mean duration."""

    outcome: CallOutcome
    calls: int
    mean_seconds: float


def find_answer(session: Session, *, key: str) -> dict[str, Any] | None:
    """The kept response for a key, or None."""
    return session.scalar(select(ModelAnswer.response).where(ModelAnswer.key == key))


def count_answers(session: Session) -> int:
    """How many answers are kept."""
    return session.scalar(select(func.count()).select_from(ModelAnswer)) or 0


def list_call_figures(session: Session, *, since: datetime) -> list[CallFigures]:
    """Calls since a moment by outcome, most frequent first."""
    calls = func.count()
    rows = session.execute(
        select(ModelCall.outcome, calls, func.avg(ModelCall.milliseconds))
        .where(ModelCall.at >= since)
        .group_by(ModelCall.outcome)
        .order_by(calls.desc(), ModelCall.outcome)
    )
    return [CallFigures(outcome, count, float(mean or 0) / 1000) for outcome, count, mean in rows]
