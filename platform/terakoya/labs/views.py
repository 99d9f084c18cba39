"""The lab page, the session of its notebook, the notebook for tools, and the trainers' list."""

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import format_time
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from terakoya.content.complaints import Complaint
from terakoya.content.markdown_html import to_html
from terakoya.gateway.sources import ModelSource, current_source
from terakoya.labs import draft_views
from terakoya.labs.access import access_draft, access_lab, wanted_language
from terakoya.labs.notebook_source import DraftSource
from terakoya.labs.player import views as player
from terakoya.labs.queries import find_draft, find_version, list_attempts
from terakoya.labs.results import view_lab
from terakoya.labs.versions import content_hash, prepare_release
from terakoya.learning.loading import current_catalogue
from terakoya.policy.permissions import Permission
from terakoya.settings import Settings
from terakoya.web.database import db
from terakoya.web.guards import current_identity, needs
from terakoya.web.languages import current_language
from terakoya.web.tokens import sign_lab_token

blueprint = Blueprint("labs", __name__, template_folder="templates")
blueprint.register_blueprint(draft_views.blueprint)


def install(app: Flask) -> None:
    """Let the player of `app` open the drafts of the person behind a request."""
    player.install(app, DraftSource())


@blueprint.get("/labs/<lab_slug>")
@needs(Permission.PRACTISE_LAB)
def page(lab_slug: str) -> ResponseReturnValue:
    """The lab: what to do, the notebook, and what was reached so far."""
    lab = access_lab(lab_slug)
    language = current_language()
    draft = access_draft(lab, language)
    attempts = list_attempts(db(), person_id=current_identity().person_id, lab_slug=lab.slug)
    return render_template(
        "labs/lab.html",
        lab=lab,
        brief=Markup(to_html(lab.brief.to(language), language)),  # noqa: S704  # sanitised by to_html
        draft=draft,
        saved_clock=format_time(draft.saved_at, "H:mm"),
        is_outdated=draft.lab_version.content_hash != content_hash(lab, language),
        view=view_lab(lab, attempts, language),
        model=_model(),
        player_address=player.player_address(lab.slug, language),
    )


@blueprint.get("/labs/<lab_slug>/kernel-session")
@needs(Permission.PRACTISE_LAB, api=True)
def kernel_session(lab_slug: str) -> ResponseReturnValue:
    """What a notebook's kernel needs to ask the model for this lab, for some hours.

    The page asks too, after its sign-in had expired, for a fresh CSRF token.
    """
    lab = access_lab(lab_slug)
    model = _model()
    return jsonify(
        token=sign_lab_token(current_identity().person_id, lab.slug),
        language=current_language().value,
        slug=lab.slug,
        model={"state": model.state.value, "percent": model.percent},
        csrf_token=generate_csrf(),
    )


@blueprint.get("/api/v1/labs/<lab_slug>/notebook")
@needs(Permission.PRACTISE_LAB, api=True)
def notebook(lab_slug: str) -> ResponseReturnValue:
    """The notebook as it is given to learners: that of one's draft, else the newest."""
    lab = access_lab(lab_slug)
    language = wanted_language()
    name = content_hash(lab, language)
    draft = find_draft(
        db(), person_id=current_identity().person_id, lab_slug=lab.slug, language=language
    )
    version = draft.lab_version if draft else None
    if version is None:
        version = find_version(db(), lab_slug=lab.slug, language=language, content_hash=name)
    text = version.release_notebook if version else prepare_release(lab, language)
    response = Response(text, mimetype="application/json")
    response.set_etag((version.content_hash if version else name)[:16])
    return response.make_conditional(request)


@blueprint.get("/trainer/labs")
@needs(Permission.AUTHOR_LABS)
def trainer_labs() -> ResponseReturnValue:
    """Each lab, and what is wrong in the files of all labs."""
    catalogue = current_catalogue()
    folder = _settings().labs_dir
    complaints: dict[str, list[Complaint]] = {}
    for complaint in catalogue.complaints:
        if complaint.file.is_relative_to(folder):
            slug = complaint.file.relative_to(folder).parts[0]
            complaints.setdefault(slug, []).append(complaint)
    return render_template(
        "labs/trainer_labs.html",
        labs=catalogue.labs,
        slugs=sorted(catalogue.labs.keys() | complaints.keys()),
        complaints=complaints,
        folder=folder,
    )


def _model() -> ModelSource:
    return current_source(_settings())


def _settings() -> Settings:
    found: Settings = current_app.extensions["terakoya_settings"]
    return found
