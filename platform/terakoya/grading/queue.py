"""Huey as the carrier of hints: "job 7 is waiting". The truth is the row in `grading_job`.

A hint may be lost, doubled or late without harm. So the queue's own store, by default a file
beside the database, can be thrown away at any time.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from huey import Huey, PriorityRedisHuey, SqliteHuey
from huey.api import PostgresHuey
from huey.registry import Message
from huey.serializer import Serializer

from terakoya.settings import Settings, SettingsError

QUEUE_NAME = "terakoya"
TASK_NAME = "check_attempt"


class JsonMessages(Serializer):  # type: ignore[misc]  # Huey has no type hints
    """Messages as JSON. Huey's default is pickle, which runs what a writer of the queue wants."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(data._asdict(), default=datetime.isoformat).encode()

    def _deserialize(self, data: bytes) -> Message:
        fields = json.loads(bytes(data))
        if fields["eta"] is not None:
            fields["eta"] = datetime.fromisoformat(fields["eta"])
        return Message(**fields)


class Queue:
    """Sends hints about jobs, and on a worker hands each one to the function that runs the job."""

    def __init__(self, huey: Huey) -> None:
        self.huey = huey
        self._run: Callable[[int], None] | None = None
        self._task = huey.task(name=TASK_NAME)(self._arrived)

    def send(self, job_id: int, *, priority: int, delay_seconds: float = 0.0) -> None:
        """Say that a job waits; the higher `priority` is taken first."""
        if delay_seconds:
            self._task.schedule((job_id,), delay=delay_seconds, priority=priority)
        else:
            self.huey.enqueue(self._task.s(job_id, priority=priority))

    def receive(self, run: Callable[[int], None]) -> None:
        """From now on call `run` with the id of each job that a hint names."""
        self._run = run

    def is_empty(self) -> bool:
        """Whether no hint is waiting; delayed ones don't count."""
        return bool(self.huey.pending_count() == 0)

    def _arrived(self, job_id: Any) -> None:
        if self._run is not None and isinstance(job_id, int):
            self._run(job_id)


def open_queue(settings: Settings) -> Queue:
    """The queue that the settings name. Raises SettingsError for an address we can't use."""
    options = {"results": False, "serializer": JsonMessages(), "utc": True}
    url = settings.queue_url
    if not url:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Never the product's own file: Huey opens this one with another SQLite library.
        file = settings.data_dir / "queue.db"
        return Queue(SqliteHuey(QUEUE_NAME, filename=str(file), timeout=20, **options))
    if url.startswith(("postgresql://", "postgres://")):
        return Queue(PostgresHuey(QUEUE_NAME, dsn=url, **options))
    if url.startswith(("redis://", "rediss://", "unix://")):
        return Queue(_open_redis(url, options))
    message = "TERAKOYA_QUEUE_URL is empty or begins with postgresql:// or redis://."
    raise SettingsError(message)


def _open_redis(url: str, options: dict[str, Any]) -> Huey:
    try:
        return PriorityRedisHuey(QUEUE_NAME, url=url, **options)
    except Exception as error:
        message = f"TERAKOYA_QUEUE_URL can't be used: {error}"
        raise SettingsError(message) from error
