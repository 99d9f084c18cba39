"""Drafts: what is typed is never lost."""

import pytest
from sqlalchemy.orm import Session

from labs_world import SLUG, make_lab
from people import Cast
from terakoya.labs.queries import find_draft
from terakoya.labs.services import (
    DraftConflict,
    TooManyOpenAttempts,
    hand_in,
    open_draft,
    reset_draft,
    save_draft,
    undo_reset,
)
from terakoya.language import Language
from terakoya.store.session import Store

JA = Language.JA


def test_a_first_opening_gives_the_released_notebook(session: Session, cast: Cast) -> None:
    draft = open_draft(session, person_id=cast.aiko.id, lab=make_lab(), language=JA)
    assert draft.notebook == make_lab().release_notebook(JA)
    assert draft.revision == 1


def test_an_open_draft_keeps_its_version_when_the_lab_changes(session: Session, cast: Cast) -> None:
    first = open_draft(session, person_id=cast.aiko.id, lab=make_lab(), language=JA)
    again = open_draft(session, person_id=cast.aiko.id, lab=make_lab(title="New"), language=JA)
    other = open_draft(session, person_id=cast.ben.id, lab=make_lab(title="New"), language=JA)
    assert again.lab_version_id == first.lab_version_id
    assert other.lab_version_id != first.lab_version_id


def test_the_same_content_is_kept_as_one_version(session: Session, cast: Cast) -> None:
    drafts = [
        open_draft(session, person_id=person.id, lab=make_lab(), language=JA)
        for person in (cast.aiko, cast.ben)
    ]
    assert len({draft.lab_version_id for draft in drafts}) == 1


def test_saving_an_old_revision_is_refused_and_tells_the_newer_text(
    session: Session, cast: Cast
) -> None:
    draft = open_draft(session, person_id=cast.aiko.id, lab=make_lab(), language=JA)
    save_draft(session, draft=draft, revision=1, notebook='"first tab"')
    with pytest.raises(DraftConflict) as conflict:
        save_draft(session, draft=draft, revision=1, notebook='"second tab"')
    assert conflict.value.newer.notebook == '"first tab"'
    assert conflict.value.newer.revision == 2


def test_saving_the_same_text_again_after_a_lost_answer_is_no_conflict(
    session: Session, cast: Cast
) -> None:
    draft = open_draft(session, person_id=cast.aiko.id, lab=make_lab(), language=JA)
    save_draft(session, draft=draft, revision=1, notebook='"text"')
    saved = save_draft(session, draft=draft, revision=1, notebook='"text"')
    assert saved.revision == 2


def test_of_two_tabs_that_save_at_once_one_is_told(store: Store, cast: Cast) -> None:
    with store.writing() as session:
        open_draft(session, person_id=cast.aiko.id, lab=make_lab(), language=JA)
    with store.reading() as slow, store.writing() as quick:
        stale = find_draft(slow, person_id=cast.aiko.id, lab_slug=SLUG, language=JA)
        draft = find_draft(quick, person_id=cast.aiko.id, lab_slug=SLUG, language=JA)
        assert draft is not None
        assert stale is not None
        save_draft(quick, draft=draft, revision=1, notebook='"quick"')
        seen = stale.revision
    with store.writing() as session:
        draft = find_draft(session, person_id=cast.aiko.id, lab_slug=SLUG, language=JA)
        assert draft is not None
        with pytest.raises(DraftConflict):
            save_draft(session, draft=draft, revision=seen, notebook='"slow"')


def test_starting_over_takes_the_newest_version_and_can_be_undone(
    session: Session, cast: Cast
) -> None:
    draft = open_draft(session, person_id=cast.aiko.id, lab=make_lab(), language=JA)
    old_version = draft.lab_version_id
    save_draft(session, draft=draft, revision=1, notebook='"mine"')
    reset_draft(session, draft=draft, lab=make_lab(title="New"))
    assert draft.notebook == make_lab(title="New").release_notebook(JA)
    assert draft.lab_version_id != old_version
    undo_reset(session, draft=draft)
    assert (draft.notebook, draft.lab_version_id) == ('"mine"', old_version)
    assert draft.revision == 4


def test_what_is_written_after_starting_over_survives_going_back(
    session: Session, cast: Cast
) -> None:
    draft = open_draft(session, person_id=cast.aiko.id, lab=make_lab(), language=JA)
    reset_draft(session, draft=draft, lab=make_lab())
    save_draft(session, draft=draft, revision=2, notebook='"new"')
    undo_reset(session, draft=draft)
    undo_reset(session, draft=draft)
    assert draft.notebook == '"new"'


def test_pressing_twice_hands_in_once(session: Session, cast: Cast) -> None:
    first, second = (
        hand_in(session, person_id=cast.aiko.id, lab=make_lab(), language=JA, notebook='"text"')
        for _ in range(2)
    )
    assert first.id == second.id


def test_more_than_three_unchecked_attempts_have_to_wait(session: Session, cast: Cast) -> None:
    for number in range(3):
        hand_in(session, person_id=cast.aiko.id, lab=make_lab(), language=JA, notebook=str(number))
    with pytest.raises(TooManyOpenAttempts):
        hand_in(session, person_id=cast.aiko.id, lab=make_lab(), language=JA, notebook='"4"')
