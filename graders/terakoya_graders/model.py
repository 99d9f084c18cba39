"""Asking the language model: through the gateway in a browser, through a transport elsewhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from terakoya_graders.browser import ask_gateway, runs_in_browser
from terakoya_graders.failures import NotChecked
from terakoya_graders.languages import Text

Message = dict[str, str]
Transport = Callable[[dict[str, Any]], dict[str, Any]]

GRADED_OPTIONS: dict[str, Any] = {"temperature": 0, "seed": 1}
MOST_TOKENS_GRADED = 256
MOST_TOKENS = 512

NO_MODEL = Text(
    ja="いまはAIモデルにつながっていないため、この部分は確認していません。減点にはなりません。",
    en="No AI model is connected right now, so this part was not checked. "
    "It does not count against you.",
)
NO_ANSWER = Text(
    ja="AIモデルから答えが返りませんでした。減点にはなりません。少し待ってからもう一度お試しください。",
    en="The AI model did not answer. It does not count against you. "
    "Please wait a little and try again.",
)


@dataclass
class _Connection:
    """How this process reaches the model."""

    transport: Transport | None = None
    is_graded: bool = False


_connection = _Connection()


def use(transport: Transport | None, *, graded: bool = True) -> None:
    """Reach the model through `transport` (OpenAI request in, response out); None forgets it.

    In graded mode every request is greedy, seeded and short, so that the same prompt always
    gets the same answer.
    """
    _connection.transport = transport
    _connection.is_graded = graded and transport is not None


def ask(messages: str | Sequence[Message], **options: Any) -> str:
    """The model's answer to a text or to chat messages, as plain text.

    `options` are those of the OpenAI chat API (`max_tokens`, `temperature`, …). Raises NotChecked
    with a sentence for the learner when no model can answer.
    """
    request = build_request(messages, is_graded=_connection.is_graded, **options)
    transport = _transport()
    if transport is None:
        raise NotChecked(NO_MODEL)
    try:
        return answer_text(transport(request))
    except NotChecked:
        raise
    except Exception as error:
        # Whatever broke on the way to the model must never become the learner's failure.
        raise NotChecked(_sentence_of(error)) from error


def build_request(
    messages: str | Sequence[Message], *, is_graded: bool, **options: Any
) -> dict[str, Any]:
    """The request in the form of the OpenAI chat API; `model` is left to the gateway."""
    if isinstance(messages, str):
        messages = [{"role": "user", "content": messages}]
    wanted = {**GRADED_OPTIONS, "max_tokens": MOST_TOKENS, **options}
    if is_graded:
        wanted |= GRADED_OPTIONS
    most = MOST_TOKENS_GRADED if is_graded else MOST_TOKENS
    wanted["max_tokens"] = max(1, min(int(wanted["max_tokens"]), most))
    return {"messages": [dict(message) for message in messages], **wanted}


def answer_text(response: dict[str, Any]) -> str:
    """The text of the first choice of an OpenAI response; NotChecked when there is none."""
    try:
        content = response["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError) as error:
        raise NotChecked(NO_ANSWER) from error
    if not isinstance(content, str):
        raise NotChecked(NO_ANSWER)
    return content


def _sentence_of(error: Exception) -> Text:
    """The sentence in both languages that a transport's error carries, or ours."""
    sentence = getattr(error, "sentence", None)
    ja, en = getattr(sentence, "ja", None), getattr(sentence, "en", None)
    return Text(ja, en) if isinstance(ja, str) and isinstance(en, str) else NO_ANSWER


def _transport() -> Transport | None:
    if _connection.transport is not None:
        return _connection.transport
    return ask_gateway if runs_in_browser() else None
