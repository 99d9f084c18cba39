"""What a learner does in a lab: open, save, start over, go back, hand in."""

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terakoya import clock
from terakoya.content.labs import Lab
from terakoya.events.models import Verb
from terakoya.events.services import record_event
from terakoya.labs.models import Attempt, AttemptStatus, Draft, LabVersion
from terakoya.labs.queries import count_open_attempts, find_draft, find_open_twin
from terakoya.labs.versions import keep_version
from terakoya.language import Language, Text
from terakoya.people.queries import lock_person

MOST_OPEN_ATTEMPTS = 3


class DraftConflict(Exception):
    """The draft was saved elsewhere in the meantime; `newer` is what the server has."""

    def __init__(self, newer: Draft) -> None:
        super().__init__(f"revision {newer.revision}")
        self.newer = newer


class TooManyOpenAttempts(Exception):
    """So many attempts of this person wait already that another one has to wait."""

    sentence = Text(
        "前に出した文章の採点がまだ終わっていません。結果が出てから、もう一度出してください。",
        "Earlier attempts are still being checked. Please send again when their results are here.",
    )


def open_draft(
    session: Session,
    *,
    person_id: int,
    lab: Lab,
    language: Language,
    department_id: int | None = None,
) -> Draft:
    """The person's draft; the first time, the released notebook as it is now.

    A draft stays with the version it began with: see `reset_draft`.
    """
    lock_person(session, person_id=person_id)
    found = find_draft(session, person_id=person_id, lab_slug=lab.slug, language=language)
    if found is not None:
        return found
    version = keep_version(session, lab=lab, language=language)
    draft = Draft(
        person_id=person_id,
        lab_slug=lab.slug,
        language=language,
        lab_version=version,
        notebook=version.release_notebook,
        revision=1,
        saved_at=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError:
        # On PostgreSQL another tab may have begun it at the same moment.
        begun = find_draft(session, person_id=person_id, lab_slug=lab.slug, language=language)
        if begun is None:
            raise
        return begun
    record_event(
        session,
        verb=Verb.INITIALIZED,
        actor_id=person_id,
        object_type="lab",
        object_id=lab.slug,
        department_id=department_id,
        data={"language": language.value},
    )
    return draft


def save_draft(
    session: Session,
    *,
    draft: Draft,
    revision: int,
    notebook: str,
    keeps_other: bool = False,
) -> Draft:
    """Replace the draft's text if it still is at `revision`; the revision grows by one.

    Saving the same text again changes nothing. With `keeps_other` the text that is replaced stays
    behind as the earlier one, for `undo_reset`. Raises DraftConflict when another text was saved
    since; both texts exist then, the newer one here and the older one at its sender.
    """
    values: dict[str, object] = {
        "notebook": notebook,
        "revision": revision + 1,
        "saved_at": clock.now(),
    }
    if keeps_other:
        values |= {
            "previous_notebook": Draft.notebook,
            "previous_version_id": Draft.lab_version_id,
        }
    # The condition is part of the write, so that of two tabs only one can win.
    saved = session.execute(
        update(Draft)
        .where(
            Draft.person_id == draft.person_id,
            Draft.lab_slug == draft.lab_slug,
            Draft.language == draft.language,
            Draft.revision == revision,
        )
        .values(values)
        .returning(Draft.revision)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    session.refresh(draft)
    if saved is None and draft.notebook != notebook:
        raise DraftConflict(draft)
    return draft


def reset_draft(session: Session, *, draft: Draft, lab: Lab) -> Draft:
    """Start over with the lab as it is now; the text so far is kept for `undo_reset`."""
    version = keep_version(session, lab=lab, language=draft.language)
    return _replace(session, draft, version=version, notebook=version.release_notebook)


def undo_reset(session: Session, *, draft: Draft) -> Draft:
    """Go back to the text before the reset; what was written since is kept in its place.

    Without an earlier text nothing changes.
    """
    if draft.previous_notebook is None or draft.previous_version_id is None:
        return draft
    version = session.get_one(LabVersion, draft.previous_version_id)
    return _replace(session, draft, version=version, notebook=draft.previous_notebook)


def _replace(session: Session, draft: Draft, *, version: LabVersion, notebook: str) -> Draft:
    draft.previous_version_id = draft.lab_version_id
    draft.previous_notebook = draft.notebook
    draft.lab_version = version
    draft.notebook = notebook
    draft.revision += 1
    draft.saved_at = clock.now()
    session.flush()
    return draft


def version_in_use(session: Session, *, person_id: int, lab: Lab, language: Language) -> LabVersion:
    """The version that the person works on: the draft's, else the lab as it is now."""
    draft = find_draft(session, person_id=person_id, lab_slug=lab.slug, language=language)
    return draft.lab_version if draft else keep_version(session, lab=lab, language=language)


def hand_in(
    session: Session,
    *,
    person_id: int,
    lab: Lab,
    language: Language,
    notebook: str,
    department_id: int | None = None,
) -> Attempt:
    """Keep a notebook as an attempt that waits for checking.

    The same notebook sent twice before its result is there is one attempt. Raises
    TooManyOpenAttempts.
    """
    lock_person(session, person_id=person_id)
    twin = find_open_twin(session, person_id=person_id, lab_slug=lab.slug, notebook=notebook)
    if twin is not None:
        return twin
    if count_open_attempts(session, person_id=person_id) >= MOST_OPEN_ATTEMPTS:
        raise TooManyOpenAttempts
    attempt = Attempt(
        person_id=person_id,
        lab_slug=lab.slug,
        language=language,
        lab_version=version_in_use(session, person_id=person_id, lab=lab, language=language),
        notebook=notebook,
        handed_in_at=clock.now(),
        status=AttemptStatus.QUEUED,
    )
    session.add(attempt)
    session.flush()
    record_event(
        session,
        verb=Verb.ATTEMPTED,
        actor_id=person_id,
        object_type="lab",
        object_id=lab.slug,
        department_id=department_id,
        data={"attempt": attempt.id, "language": language.value},
    )
    return attempt
