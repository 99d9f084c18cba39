"""What may cross between the processes is rebuilt by exact type, or refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terakoya.grading.engine.plain import DEEPEST, NotPlain, decode, encode

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.decimals(allow_nan=False)
    | st.fractions()
    | st.dates()
    | st.complex_numbers(allow_nan=False)
)
HASHABLE = SCALARS | st.tuples(SCALARS, SCALARS) | st.frozensets(SCALARS)
VALUES = st.recursive(
    HASHABLE,
    lambda inner: (
        st.lists(inner) | st.dictionaries(HASHABLE, inner) | st.sets(HASHABLE) | st.tuples(inner)
    ),
    max_leaves=20,
)


class Border:
    """Names everything the same, and finds nothing."""

    def name(self, _value: object) -> list[Any]:
        return ["handle", 0]

    def find(self, _tag: str, _reference: list[Any]) -> object:
        raise NotPlain


@given(VALUES)
def test_plain_data_arrives_as_it_was(value: object) -> None:
    arrived = decode(json.loads(json.dumps(encode(value, Border()))), Border())
    assert (arrived, type(arrived)) == (value, type(value))


class Liar(int):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


class Items(list[int]):
    """Lists could lie as well."""


@pytest.mark.parametrize("value", [Liar(1), object(), print, 1 << 200_000, Items()], ids=type)
def test_what_is_not_exactly_plain_crosses_as_a_reference(value: object) -> None:
    assert encode(value, Border()) == ["handle", 0]


def test_data_that_holds_itself_ends_in_a_reference() -> None:
    endless: list[Any] = []
    endless.append(endless)
    written = json.dumps(encode(endless, Border()))
    assert written.count("list") == DEEPEST
    assert "handle" in written


@pytest.mark.parametrize(
    "message",
    [
        [],
        {},
        {"say": 1},
        1.5,
        ["module", "os"],
        [["list"], []],
        ["list"],
        ["list", 5],
        ["list", [], []],
        ["dict", [[["list", []], 1]]],
        ["dict", [1]],
        ["set", [["list", []]]],
        ["int", "zz"],
        ["int", "f" * 100_000],
        ["bytes", "*"],
        ["float", "x"],
        ["decimal", {}],
        ["fraction", "0x1", "0x0"],
        ["date", "2026-13-01"],
        ["handle", 3],
    ],
)
def test_a_forged_message_is_refused(message: Any) -> None:
    with pytest.raises(NotPlain):
        decode(message, Border())


def test_a_message_deeper_than_any_of_ours_is_refused() -> None:
    message: Any = 1
    for _ in range(DEEPEST + 5):
        message = ["list", [message]]
    with pytest.raises(NotPlain):
        decode(message, Border())
