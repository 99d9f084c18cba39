"""The description of the JSON API says what the API has, no more and no less."""

import json
import re
from pathlib import Path

from flask import Flask

DESCRIPTION = Path(__file__).resolve().parents[2] / "platform/terakoya/web/openapi.json"
PREFIX = "/api/v1"


def test_the_description_lists_exactly_the_routes_there_are(app: Flask) -> None:
    described = {
        (f"{PREFIX}{path}", method.upper())
        for path, methods in json.loads(DESCRIPTION.read_text())["paths"].items()
        for method in methods
    }
    routes = {
        (re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(?:\w+_)?(\w+)>", r"{\1}", rule.rule), method)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert routes == described
