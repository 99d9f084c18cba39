"""Reading labs' versions, drafts and attempts."""

from collections.abc import Collection, Sequence

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, defer, selectinload

from terakoya.labs.models import Attempt, AttemptStatus, Draft, LabVersion
from terakoya.language import Language
from terakoya.learning.models import Enrolment

# A page shows results, never the notebooks, of which each may be megabytes.
_AS_SHOWN = (selectinload(Attempt.results), defer(Attempt.notebook))
OPEN = (AttemptStatus.QUEUED, AttemptStatus.RUNNING, AttemptStatus.MARKING)


def is_enrolled_in_any(session: Session, *, person_id: int, course_slugs: Collection[str]) -> bool:
    """Whether the person is enrolled in one of these courses."""
    query = exists().where(
        Enrolment.person_id == person_id, Enrolment.course_slug.in_(course_slugs)
    )
    return bool(session.scalar(select(query)))


def find_version(
    session: Session, *, lab_slug: str, language: Language, content_hash: str
) -> LabVersion | None:
    """The kept version with this content, or None."""
    return session.scalar(
        select(LabVersion).where(
            LabVersion.lab_slug == lab_slug,
            LabVersion.language == language,
            LabVersion.content_hash == content_hash,
        )
    )


def find_draft(
    session: Session, *, person_id: int, lab_slug: str, language: Language
) -> Draft | None:
    """The person's draft, with its version loaded, or None."""
    return session.get(
        Draft,
        (person_id, lab_slug, language),
        options=[selectinload(Draft.lab_version)],
        populate_existing=True,
    )


def access_attempt(session: Session, *, attempt_id: int, person_id: int) -> Attempt | None:
    """One's own attempt with its results; None for another person's, as for an unknown one."""
    return session.scalar(
        select(Attempt)
        .where(Attempt.id == attempt_id, Attempt.person_id == person_id)
        .options(*_AS_SHOWN)
    )


def list_attempts(session: Session, *, person_id: int, lab_slug: str) -> Sequence[Attempt]:
    """The person's attempts in a lab, newest first, with their results."""
    return session.scalars(
        select(Attempt)
        .where(Attempt.person_id == person_id, Attempt.lab_slug == lab_slug)
        .order_by(Attempt.id.desc())
        .options(*_AS_SHOWN)
    ).all()


def best_attempt(attempts: Sequence[Attempt]) -> Attempt | None:
    """The graded attempt that counts: passed before not passed, then score, then the earliest."""
    graded = [item for item in attempts if item.status is AttemptStatus.GRADED]
    return max(
        graded, key=lambda item: (bool(item.has_passed), item.score or 0, -item.id), default=None
    )


def find_open_twin(
    session: Session, *, person_id: int, lab_slug: str, notebook: str
) -> Attempt | None:
    """An attempt with the very same notebook that still waits for its result, or None."""
    return session.scalar(
        select(Attempt).where(
            Attempt.person_id == person_id,
            Attempt.lab_slug == lab_slug,
            Attempt.status.in_(OPEN),
            Attempt.notebook == notebook,
        )
    )


def count_open_attempts(session: Session, *, person_id: int) -> int:
    """How many attempts of the person wait for their result."""
    query = select(func.count()).select_from(Attempt)
    return (
        session.scalar(query.where(Attempt.person_id == person_id, Attempt.status.in_(OPEN))) or 0
    )
