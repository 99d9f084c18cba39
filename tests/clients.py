"""Talking to the application as a browser does."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def csrf_token(client: FlaskClient) -> str:
    """The CSRF token of the client's session."""
    page = client.get("/sign-in", follow_redirects=True).get_data(as_text=True)
    return page.split('name="csrf-token" content="', 1)[1].split('"', 1)[0]


def post(client: FlaskClient, path: str, fields: dict[str, str]) -> TestResponse:
    """Post a form as its page would, with the CSRF token."""
    return client.post(path, data={"csrf_token": csrf_token(client), **fields})
