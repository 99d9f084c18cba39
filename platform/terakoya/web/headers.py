"""Security headers of every response. A view may set a wider policy of its own first."""

from flask import Flask, Response, current_app, request

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

FONT_ENDING = ".woff2"
"""Fonts lie in folders named by their version, so a browser may keep them for good."""


def install(app: Flask) -> None:
    """Add the headers to every response of `app`."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    elif request.path.endswith(FONT_ENDING):
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    if current_app.extensions["terakoya_settings"].production and request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
