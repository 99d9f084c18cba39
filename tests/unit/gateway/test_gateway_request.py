"""Equal requests are one request, whatever the client wrote around them."""

from hashlib import sha256

import pytest

from terakoya.gateway.endpoint.fingerprint import ModelFingerprint, canonical_json
from terakoya.gateway.endpoint.request import (
    UnusableRequest,
    answer_key,
    is_greedy,
    settled_request,
)

ASKED = {"messages": [{"role": "user", "content": "こんにちは"}]}
MODEL = ModelFingerprint("weights", "engine 1", {"n_ctx": 4096}, "AVX2")


def test_an_open_request_is_settled_as_a_graded_one() -> None:
    tried = settled_request(ASKED)
    assert tried == settled_request(ASKED, is_graded=True)
    assert tried == {**ASKED, "max_tokens": 256, "temperature": 0, "seed": 1}
    assert is_greedy(tried)


def test_grading_takes_no_sampling_from_the_request_and_limits_the_answer() -> None:
    wild = {**ASKED, "temperature": 1.5, "seed": 9, "top_p": 0.3, "max_tokens": 4000}
    graded = settled_request(wild, is_graded=True)
    assert graded == {**ASKED, "max_tokens": 512, "temperature": 0, "seed": 1}
    tried = settled_request(wild)
    assert (tried["temperature"], tried["max_tokens"]) == (1.5, 1024)
    assert not is_greedy(tried)


def test_what_shapes_the_answer_is_kept() -> None:
    shaped = {**ASKED, "stop": ["\n"], "response_format": {"type": "json_object"}, "grammar": "g"}
    graded = settled_request(shaped, is_graded=True)
    assert {name: graded[name] for name in ("stop", "response_format", "grammar")} == {
        "stop": ["\n"],
        "response_format": {"type": "json_object"},
        "grammar": "g",
    }


def test_text_parts_are_one_text_and_names_are_dropped() -> None:
    parts = [{"type": "text", "text": "こん"}, {"type": "text", "text": "にちは"}]
    given = {"messages": [{"role": "user", "name": "aiko", "content": parts}], "model": "gpt"}
    assert settled_request(given) == settled_request(ASKED)


def test_the_key_depends_on_the_request_and_on_everything_in_the_fingerprint() -> None:
    settled = settled_request(ASKED)
    key = answer_key(settled, MODEL)
    assert key == answer_key(dict(reversed(settled.items())), MODEL)
    assert len(key) == 64
    others = [
        ModelFingerprint("other", "engine 1", {"n_ctx": 4096}, "AVX2"),
        ModelFingerprint("weights", "engine 2", {"n_ctx": 4096}, "AVX2"),
        ModelFingerprint("weights", "engine 1", {"n_ctx": 2048}, "AVX2"),
        ModelFingerprint("weights", "engine 1", {"n_ctx": 4096}, "AVX"),
    ]
    keys = {answer_key(settled, other) for other in others}
    assert len(keys | {key, answer_key(settled_request(ASKED | {"max_tokens": 9}), MODEL)}) == 6


def test_the_key_is_the_one_that_the_documents_describe() -> None:
    # docs/operating/model.md; recordings in tests/recorded/ rest on it
    assert canonical_json({"b": [1], "a": "あ"}) == '{"a":"あ","b":[1]}'
    model = sha256(b'{"cpu_features":"","engine":"e","options":{},"weights":"w"}').hexdigest()
    key = sha256(f'{model}\n{{"messages":[]}}'.encode()).hexdigest()
    assert answer_key({"messages": []}, ModelFingerprint("w", "e")) == key


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "no message"),
        ({"messages": []}, "no message"),
        ({"messages": "hello"}, "no message"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "role"),
        ({"messages": [{"role": "user", "content": None}]}, "role"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "role"),
        ({"messages": ["hello"]}, "role"),
        ({"messages": [{"role": "user", "content": "長" * 20_001}]}, "too long"),
        ({**ASKED, "n_predict": -1, "id_slot": 3}, "id_slot, n_predict"),
        ({**ASKED, "grammar": "x" * 9000}, "too long"),
        ({**ASKED, "max_tokens": "many"}, "max_tokens"),
        ({**ASKED, "max_tokens": -1}, "max_tokens"),
        ({**ASKED, "temperature": "hot"}, "temperature"),
    ],
)
def test_what_we_do_not_pass_on_is_named(given: dict[str, object], said: str) -> None:
    with pytest.raises(UnusableRequest, match=said):
        settled_request(given)
