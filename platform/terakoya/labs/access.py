"""Loading what a lab page shows, checked as it is loaded: only what the person may open."""

from flask import Response, abort, request
from sqlalchemy.orm import Session

from terakoya.content.labs import Lab
from terakoya.labs.models import Draft
from terakoya.labs.queries import find_draft, find_version, is_enrolled_in_any
from terakoya.labs.services import open_draft
from terakoya.labs.versions import content_hash, prepare_release
from terakoya.language import Language, Text
from terakoya.learning.loading import current_catalogue
from terakoya.policy.permissions import Permission
from terakoya.policy.rules import Identity, allows
from terakoya.web import problems
from terakoya.web.database import READING_METHODS, db, store
from terakoya.web.guards import current_identity
from terakoya.web.languages import current_language

OTHER_PERSON = Text(
    "このページを開いたあと、別の人がサインインしました。文章は送っていません。"
    "元の人でサインインし直してください。",
    "Somebody else has signed in since this page was opened. Your text was not sent. "
    "Please sign in again as yourself.",
)


def list_open_labs(identity: Identity) -> list[Lab]:
    """The labs that the person may open: those of their courses; for a trainer all."""
    catalogue = current_catalogue()
    if allows(Permission.AUTHOR_LABS, identity):
        return list(catalogue.labs.values())
    return [lab for lab in catalogue.labs.values() if _is_in_a_course_of(identity, lab.slug)]


def find_open_lab(identity: Identity, lab_slug: str) -> Lab | None:
    """The lab if the person may open it, else None."""
    lab = current_catalogue().labs.get(lab_slug)
    if lab is None:
        return None
    if allows(Permission.AUTHOR_LABS, identity) or _is_in_a_course_of(identity, lab_slug):
        return lab
    return None


def access_lab(lab_slug: str) -> Lab:
    """A lab that the current person may open. Answers 404 for others, as for unknown ones."""
    lab = find_open_lab(current_identity(), lab_slug)
    if lab is None:
        abort(404)
    return lab


def access_draft(lab: Lab, language: Language) -> Draft:
    """The current person's draft, begun if need be."""
    identity = current_identity()
    found = find_draft(db(), person_id=identity.person_id, lab_slug=lab.slug, language=language)
    if found is not None:
        return found
    if request.method not in READING_METHODS:
        return _begin(db(), identity, lab, language)
    # A page that is read may begin a draft: in a transaction of its own, for this one only reads.
    _prepare(lab, language)
    with store().writing() as session:
        return _begin(session, identity, lab, language)


def wanted_language() -> Language:
    """The language that the request names, else the person's."""
    named = request.args.get("language")
    return Language(named) if named in set(Language) else current_language()


def refuse_other_person() -> None:
    """Answer 409 to a page that was opened by somebody else than who is signed in now.

    After an expired sign-in another person may have signed in, in another tab of this browser.
    """
    opened_by = request.headers.get("X-Terakoya-Person")
    if opened_by is not None and opened_by != str(current_identity().person_id):
        abort(problems.answer(409, "other_person", OTHER_PERSON))


def _prepare(lab: Lab, language: Language) -> None:
    digest = content_hash(lab, language)
    if not find_version(db(), lab_slug=lab.slug, language=language, content_hash=digest):
        prepare_release(lab, language)


def _begin(session: Session, identity: Identity, lab: Lab, language: Language) -> Draft:
    return open_draft(
        session,
        person_id=identity.person_id,
        lab=lab,
        language=language,
        department_id=identity.department_id,
    )


def _is_in_a_course_of(identity: Identity, lab_slug: str) -> bool:
    slugs = [
        course.slug
        for course in current_catalogue().courses.values()
        if lab_slug in course.lab_slugs
    ]
    return is_enrolled_in_any(db(), person_id=identity.person_id, course_slugs=slugs)
