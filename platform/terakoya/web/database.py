"""The database session of a request, and the request's life cycle around it.

A request reads in a reading transaction; one that may change something (POST, PUT, PATCH, DELETE)
writes. The transaction is committed when the view returned a response, whatever its status, and
rolled back when an error or an abort left the view.
"""

from flask import Flask, Response, current_app, g, request
from sqlalchemy.orm import Session

from terakoya.store.session import Store

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def store() -> Store:
    """The database of the running product, for work outside the request's own transaction."""
    found: Store = current_app.extensions["terakoya_store"]
    return found


def db() -> Session:
    """The session of the current request."""
    if "db_session" not in g:
        g.db_session = store().session(writes=request.method not in READING_METHODS)
    session: Session = g.db_session
    return session


def undo_changes() -> None:
    """Let the request end without its changes; the error handlers call this."""
    g.changes_undone = True


def install(app: Flask, opened: Store) -> None:
    """Tie the sessions of `opened` to the requests of `app`."""
    app.extensions["terakoya_store"] = opened
    app.before_request(_receive_body)
    app.after_request(_end_transaction)
    app.teardown_request(_close)


def _receive_body() -> None:
    # All of it, before a transaction begins: a slow sender would keep every other writer waiting.
    if request.method not in READING_METHODS:
        request.get_data(parse_form_data=True)


def _end_transaction(response: Response) -> Response:
    session: Session | None = g.get("db_session")
    if session is not None:
        if g.get("changes_undone") or request.method in READING_METHODS:
            session.rollback()
        else:
            session.commit()
    return response


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("db_session", None)
    if session is not None:
        session.close()
