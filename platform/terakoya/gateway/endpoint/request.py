"""A chat request as we accept it, as it is graded, and the key under which its answer is kept."""

from collections.abc import Mapping
from typing import Any

from terakoya.gateway.endpoint.fingerprint import ModelFingerprint, canonical_json, sha256_hex
from terakoya.language import Text

SEED = 1
USUAL_ANSWER_TOKENS = 256
LONGEST_ANSWER_TOKENS = 1024
LONGEST_GRADED_ANSWER_TOKENS = 512
LONGEST_PROMPT_CHARACTERS = 20_000
LONGEST_SHAPE_CHARACTERS = 8_000
ROLES = frozenset({"system", "user", "assistant"})
IGNORED = frozenset({"model", "stream", "stream_options", "user", "metadata", "store", "n"})
SAMPLING = frozenset({"temperature", "seed", "top_p", "presence_penalty", "frequency_penalty"})
SHAPING = frozenset({"stop", "response_format", "grammar", "logprobs", "top_logprobs"})
LENGTHS = frozenset({"max_tokens", "max_completion_tokens"})
KNOWN = frozenset({"messages"}) | IGNORED | SAMPLING | SHAPING | LENGTHS

Request = dict[str, Any]
SHAPE_TOO_LONG = Text(
    "出力形式の指定（response_format、grammar、stop）が長すぎます。",
    "What describes the form of the answer (response_format, grammar, stop) is too long.",
)


class UnusableRequest(Exception):
    """The request is not one that we pass on; `sentence` says what is wrong with it."""

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence
        super().__init__(sentence.en)


def settled_request(given: Mapping[str, Any], *, is_graded: bool = False) -> Request:
    """`given` (an OpenAI chat request) with every open choice made and nothing that we don't know.

    Without a temperature of its own a request is greedy, so that trying a prompt and its later
    grading are the same request. Graded requests are always greedy, with a shorter answer at most.
    Raises UnusableRequest.
    """
    unknown = sorted(set(given) - KNOWN)
    if unknown:
        raise UnusableRequest(_unknown_fields(unknown))
    kept = SHAPING if is_graded else SHAPING | SAMPLING
    settled: Request = {name: given[name] for name in kept if given.get(name) is not None}
    if len(canonical_json(settled)) > LONGEST_SHAPE_CHARACTERS:
        raise UnusableRequest(SHAPE_TOO_LONG)
    settled["messages"] = _messages(given.get("messages"))
    settled["max_tokens"] = _answer_tokens(given, is_graded=is_graded)
    settled.setdefault("temperature", 0)
    settled.setdefault("seed", SEED)
    if not isinstance(settled["temperature"], int | float):
        raise UnusableRequest(Text("temperature は数です。", "temperature is a number."))
    return settled


def is_greedy(settled: Mapping[str, Any]) -> bool:
    """Whether the model has no choice, so that an answer may be kept and given again."""
    return bool(settled["temperature"] == 0)


def answer_key(settled: Mapping[str, Any], fingerprint: ModelFingerprint) -> str:
    """The key of an answer: SHA-256 of the fingerprint's digest, a newline and the request."""
    return sha256_hex(f"{fingerprint.digest}\n{canonical_json(settled)}")


def typed_texts(settled: Mapping[str, Any]) -> list[str]:
    """What people wrote in the request, message by message."""
    return [message["content"] for message in settled["messages"]]


def _messages(given: Any) -> list[dict[str, str]]:
    if not isinstance(given, list) or not given:
        raise UnusableRequest(
            Text("メッセージが空です。", "There is no message to send to the model.")
        )
    messages = [_message(item) for item in given]
    if sum(len(message["content"]) for message in messages) > LONGEST_PROMPT_CHARACTERS:
        raise UnusableRequest(
            Text(
                f"長すぎます。{LONGEST_PROMPT_CHARACTERS:,}文字までにしてください。",
                f"This is too long. Please stay under {LONGEST_PROMPT_CHARACTERS:,} characters.",
            )
        )
    return messages


def _message(given: Any) -> dict[str, str]:
    role = given.get("role") if isinstance(given, dict) else None
    content = _content(given.get("content")) if isinstance(given, dict) else None
    if not isinstance(role, str) or role not in ROLES or content is None:
        raise UnusableRequest(
            Text(
                "メッセージには role（system、user、assistant）と content（文章）が必要です。",
                "A message has a role (system, user or assistant) and a content of text.",
            )
        )
    return {"role": role, "content": content}


def _content(given: Any) -> str | None:
    """A text, also where a client sends it as a list of text parts."""
    if isinstance(given, str):
        return given
    parts = given if isinstance(given, list) else [None]
    found = [part.get("text") if isinstance(part, dict) else None for part in parts]
    texts = [text for text in found if isinstance(text, str)]
    return "".join(texts) if len(texts) == len(found) else None


def _answer_tokens(given: Mapping[str, Any], *, is_graded: bool) -> int:
    asked = given.get("max_completion_tokens") or given.get("max_tokens") or USUAL_ANSWER_TOKENS
    if not isinstance(asked, int) or asked < 1:
        raise UnusableRequest(
            Text("max_tokens は1以上の整数です。", "max_tokens is a whole number above 0.")
        )
    return min(asked, LONGEST_GRADED_ANSWER_TOKENS if is_graded else LONGEST_ANSWER_TOKENS)


def _unknown_fields(names: list[str]) -> Text:
    listed = ", ".join(names)
    return Text(
        f"この指定は使えません: {listed}。",
        f"These fields can't be used here: {listed}.",
    )
