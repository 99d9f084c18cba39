"""Errors of the JSON API, in one shape and in both languages."""

from typing import Any

from flask import Response, jsonify

from terakoya.language import Text


def answer(status: int, kind: str, message: Text, **details: Any) -> Response:
    """A JSON error: `{"error": {"type", "message": {"ja", "en"}, …}}` with an HTTP status.

    The shape is OpenAI's with a message in two languages, so that its clients read it too.
    """
    response = jsonify({"error": {"type": kind, "message": message.as_dict(), **details}})
    response.status_code = status
    return response
