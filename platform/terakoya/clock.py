"""The only place that asks what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(time_zone: str) -> date:
    """Today's date where the company is; `time_zone` is an IANA name such as Asia/Tokyo."""
    return now().astimezone(ZoneInfo(time_zone)).date()
