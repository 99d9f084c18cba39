"""The way to the model from a notebook in the browser: a blocking request to the gateway.

The kernel is a web worker without stack switching in some browsers, so a plain blocking
XMLHttpRequest is the one way that works in all of them. It freezes the kernel only, never the page.
"""

import json
import sys
from importlib import import_module
from typing import Any

from terakoya_graders.failures import NotChecked
from terakoya_graders.languages import Text
from terakoya_graders.session import current

CHAT_URL = "/api/v1/model/chat/completions"
SESSION_URL = "/labs/{lab}/kernel-session"
TIMEOUT_MILLISECONDS = 120_000
UNAUTHORISED = 401
TOO_MANY = 429
LOWEST_ERROR = 400

UNREACHABLE = Text(
    ja="サーバーにつながりませんでした。書いた文章はそのまま残っています。"
    "ネットワークを確かめて、もう一度実行してください。",
    en="The server could not be reached. Your text is still here. "
    "Please check the network and run the cell again.",
)
SIGNED_OUT = Text(
    ja="サインインの期限が切れています。ページを開き直してサインインしてください。書いた文章は残ります。",
    en="Your sign-in has expired. Please open the page again and sign in. Your text is kept.",
)
BUSY = Text(
    ja="いまモデルが混み合っています。少し待ってから、もう一度実行してください。",
    en="The model is busy right now. Please wait a little and run the cell again.",
)
STRANGE = Text(
    ja="モデルから読み取れる答えが返りませんでした。少し待ってから、もう一度実行してください。",
    en="The model sent nothing that could be read. Please wait a little and run the cell again.",
)

_tokens: dict[str, str] = {}


def runs_in_browser() -> bool:
    """Whether this Python is compiled to WebAssembly and runs in a browser."""
    return sys.platform == "emscripten"


def ask_gateway(request: dict[str, Any]) -> dict[str, Any]:
    """Send a chat request with the lab's token; the response as the gateway sent it.

    Raises NotChecked with the gateway's own sentence (for example: the model is still being
    fetched) or one of ours.
    """
    status, body = _send("POST", CHAT_URL, _token(), request)
    if status == UNAUTHORISED:
        # A token lives some hours; a longer sitting gets a new one without a word.
        _tokens.clear()
        status, body = _send("POST", CHAT_URL, _token(), request)
    return read_answer(status, body)


def read_answer(status: int, body: str) -> dict[str, Any]:
    """The response object, or NotChecked with the sentence that fits status and body."""
    parsed = _as_object(body)
    if status < LOWEST_ERROR and parsed is not None:
        return parsed
    raise NotChecked(_sentence_of(parsed) or _sentence_for(status))


def _sentence_of(parsed: dict[str, Any] | None) -> Text | None:
    error = (parsed or {}).get("error")
    message = error.get("message") if isinstance(error, dict) else None
    if isinstance(message, dict) and {"ja", "en"} <= message.keys():
        return Text(ja=str(message["ja"]), en=str(message["en"]))
    return None


def _sentence_for(status: int) -> Text:
    if status == 0:
        return UNREACHABLE
    return {UNAUTHORISED: SIGNED_OUT, TOO_MANY: BUSY}.get(status, STRANGE)


def _as_object(body: str) -> dict[str, Any] | None:
    try:
        parsed = json.loads(body)
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


def _token() -> str:
    if current.lab not in _tokens:
        status, body = _send("GET", SESSION_URL.format(lab=current.lab), None, None)
        token = read_answer(status, body).get("token")
        if not isinstance(token, str):
            raise NotChecked(SIGNED_OUT)
        _tokens[current.lab] = token
    return _tokens[current.lab]


def _send(
    method: str, url: str, token: str | None, payload: dict[str, Any] | None
) -> tuple[int, str]:
    """One blocking request: HTTP status (0 when nothing came back) and body."""
    request = import_module("js").XMLHttpRequest.new()  # the module exists in Pyodide only
    request.open(method, url, False)
    # Without a limit a call to a host that does not answer hangs the cell for good.
    request.timeout = TIMEOUT_MILLISECONDS
    request.setRequestHeader("Accept", "application/json")
    if token is not None:
        request.setRequestHeader("Authorization", f"Bearer {token}")
    try:
        if payload is None:
            request.send()
        else:
            request.setRequestHeader("Content-Type", "application/json")
            request.send(json.dumps(payload, ensure_ascii=False))
    except Exception:  # JavaScript errors arrive as several classes; all mean "no answer"
        return 0, ""
    return int(request.status), str(request.responseText)
