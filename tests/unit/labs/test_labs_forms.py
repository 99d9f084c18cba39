"""Whatever is sent as a notebook becomes a clean text or a sentence."""

import json
from typing import Any

import pytest

from labs_world import SLUG, notebook
from terakoya.labs.forms import NOT_A_NOTEBOOK, OTHER_LAB, TOO_LARGE, NotebookRefused, read_request
from terakoya.language import Language, Text


def body(value: Any) -> bytes:
    return json.dumps({"notebook": value}).encode()


def test_a_notebook_of_the_lab_is_kept_with_its_language() -> None:
    sent, _ = read_request(body(notebook("依頼文", language="en")), lab_slug=SLUG)
    assert json.loads(sent.text) == notebook("依頼文", language="en")
    assert sent.language is Language.EN


def test_a_notebook_may_be_sent_as_text() -> None:
    sent, _ = read_request(body(json.dumps(notebook("x"))), lab_slug=SLUG)
    assert json.loads(sent.text) == notebook("x")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (b"", NOT_A_NOTEBOOK),
        (b"{", NOT_A_NOTEBOOK),
        (b"\xff\xfe\x00", NOT_A_NOTEBOOK),
        (b"[" * 200_000, NOT_A_NOTEBOOK),
        (b"[]", NOT_A_NOTEBOOK),
        (b"{}", NOT_A_NOTEBOOK),
        (body(None), NOT_A_NOTEBOOK),
        (body("{"), NOT_A_NOTEBOOK),
        (body({}), NOT_A_NOTEBOOK),
        (body({**notebook(), "nbformat": 3}), NOT_A_NOTEBOOK),
        (body({**notebook(), "cells": [7]}), NOT_A_NOTEBOOK),
        (body({**notebook(), "cells": [{"metadata": {}, "source": 7}]}), NOT_A_NOTEBOOK),
        (b'{"notebook": NaN}', NOT_A_NOTEBOOK),
        (body({**notebook(), "metadata": {}}), OTHER_LAB),
        (body({**notebook(), "metadata": {"terakoya": "x"}}), OTHER_LAB),
        (body(notebook(lab="another")), OTHER_LAB),
        (body(notebook("x" * (4 * 1024 * 1024))), TOO_LARGE),
    ],
)
def test_everything_else_gets_a_sentence(sent: bytes, sentence: Text) -> None:
    with pytest.raises(NotebookRefused) as refused:
        read_request(sent, lab_slug=SLUG)
    assert refused.value.sentence.ja.startswith(sentence.ja)
    assert refused.value.sentence.en.startswith(sentence.en)


def test_halves_of_characters_can_be_stored() -> None:
    broken = json.dumps({"notebook": notebook("half \ud83d")}).encode()
    sent, _ = read_request(broken, lab_slug=SLUG)
    assert "half ?" in sent.text


@pytest.mark.parametrize("language", ["fr", 7, ["ja"], {"ja": 1}, None])
def test_an_unknown_language_is_left_to_the_page(language: Any) -> None:
    sent, _ = read_request(body(notebook(language=language)), lab_slug=SLUG)
    assert sent.language is None
