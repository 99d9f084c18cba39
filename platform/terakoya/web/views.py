"""Pages that belong to no feature: health checks and the list of who may do what."""

from pathlib import Path

from flask import Blueprint, Response, jsonify, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from terakoya.policy.permissions import ROLE_NAMES, Permission
from terakoya.policy.rules import RULES
from terakoya.web.database import db
from terakoya.web.guards import needs

DESCRIPTION = Path(__file__).with_name("openapi.json")
blueprint = Blueprint("web", __name__, template_folder="templates")


@blueprint.get("/healthz")
@needs(Permission.VISIT, api=True)
def health() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@needs(Permission.VISIT, api=True)
def readiness() -> ResponseReturnValue:
    """The process answers and reaches its database."""
    db().execute(text("SELECT 1"))
    return jsonify(status="ok")


@blueprint.get("/api/v1/openapi.json")
@needs(Permission.VISIT, api=True)
def api_description() -> ResponseReturnValue:
    """The JSON API in the words of OpenAPI 3.1."""
    return Response(DESCRIPTION.read_bytes(), mimetype="application/json")


@blueprint.get("/access-rules")
@needs(Permission.SEE_ACCESS_RULES)
def access_rules() -> ResponseReturnValue:
    """Who may do what, printed from the rules in force."""
    return render_template("access_rules.html", rules=RULES, role_names=ROLE_NAMES)
