"""Keeping a lab as it was when somebody began it."""

import base64
import hashlib
import json
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from terakoya import clock
from terakoya.content.labs import Lab
from terakoya.labs.models import LabVersion
from terakoya.labs.queries import find_version
from terakoya.language import Language

_RELEASES: dict[str, str] = {}


def content_hash(lab: Lab, language: Language) -> str:
    """What makes a version: the source notebook, the data files and the pass mark."""
    files = {name: hashlib.sha256(data).hexdigest() for name, data in lab.files.items()}
    content = [lab.sources[language], files, lab.pass_share]
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def prepare_release(lab: Lab, language: Language) -> str:
    """The notebook for learners, made once in this process.

    Making it takes a second or more; so it is done before a writing transaction begins.
    """
    digest = content_hash(lab, language)
    if digest not in _RELEASES:
        _RELEASES[digest] = lab.release_notebook(language)
    return _RELEASES[digest]


def keep_version(session: Session, *, lab: Lab, language: Language) -> LabVersion:
    """The version of the lab as it is now; stored when it is new."""
    digest = content_hash(lab, language)
    known: dict[str, Any] = {"lab_slug": lab.slug, "language": language, "content_hash": digest}
    found = find_version(session, **known)
    if found is not None:
        return found
    version = LabVersion(
        **known,
        source_notebook=lab.sources[language],
        release_notebook=prepare_release(lab, language),
        files={name: base64.b64encode(data).decode() for name, data in lab.files.items()},
        pass_share=lab.pass_share,
        created_at=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(version)
    except IntegrityError:
        # On PostgreSQL somebody else may have kept it at the same moment.
        kept = find_version(session, **known)
        if kept is None:
            raise
        return kept
    return version
