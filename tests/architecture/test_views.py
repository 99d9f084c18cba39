"""Every view declares its permission, and everybody meets it as the rules say."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from clients import csrf_token
from terakoya.policy.permissions import Permission
from terakoya.web.guards import declared_permission

MEMBERS = (None, "aiko", "ben", "chie", "daichi", "emi", "fumi", "goro")
EVERYBODY = set(MEMBERS)
SIGNED_IN = EVERYBODY - {None}
ALLOWED: dict[Permission, set[str | None]] = {
    Permission.VISIT: EVERYBODY,
    Permission.USE_DEMO: set(),
    Permission.LEARN: SIGNED_IN,
    Permission.PRACTISE_LAB: SIGNED_IN,
    Permission.ASK_MODEL: SIGNED_IN,
    Permission.SEE_COMPLETION_REPORT: {"ben", "chie", "fumi", "goro"},
    Permission.AUTHOR_LABS: {"daichi"},
    Permission.SEE_STATUS: {"emi"},
    Permission.SEE_ACCESS_RULES: SIGNED_IN,
}
REFUSALS = {302, 401, 403}


def _guarded_rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_permission_has_its_row_in_this_matrix() -> None:
    assert set(ALLOWED) == set(Permission)


def test_every_route_declares_a_permission(app: Flask) -> None:
    undeclared = [
        rule.rule
        for rule in _guarded_rules(app)
        if declared_permission(app.view_functions[rule.endpoint]) is None
    ]
    assert undeclared == []


@pytest.mark.parametrize("member", MEMBERS)
def test_each_route_refuses_whom_the_matrix_does_not_allow(
    app: Flask, visit: Callable[[str | None], FlaskClient], member: str | None
) -> None:
    client = visit(member)
    headers = {"X-CSRFToken": csrf_token(client)}
    surprises = []
    for rule in _guarded_rules(app):
        permission = declared_permission(app.view_functions[rule.endpoint])
        assert permission is not None
        if member in ALLOWED[permission]:
            continue
        method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        path = rule.rule
        for argument in rule.arguments:
            path = re.sub(rf"<([a-z]+(\(.*?\))?:)?{argument}>", "1", path)
        response = client.open(path, method=method, headers=headers)
        if response.status_code not in REFUSALS:
            surprises.append((method, path, response.status_code))
    assert surprises == []


@pytest.mark.parametrize("member", MEMBERS)
def test_a_page_without_arguments_opens_for_whom_the_matrix_allows(
    app: Flask, visit: Callable[[str | None], FlaskClient], member: str | None
) -> None:
    client = visit(member)
    surprises = []
    for rule in _guarded_rules(app):
        permission = declared_permission(app.view_functions[rule.endpoint])
        assert permission is not None
        if member not in ALLOWED[permission] or rule.arguments or "GET" not in (rule.methods or ()):
            continue
        response = client.get(rule.rule)
        if response.status_code in {401, 403, 500}:
            surprises.append((rule.rule, response.status_code))
    assert surprises == []
