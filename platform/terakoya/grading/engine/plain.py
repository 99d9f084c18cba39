"""Plain data as tagged JSON: what may cross between a learner's process and the trusted one.

Only values of exactly these types are rebuilt: None, bool, int, float, complex, str, bytes, list,
tuple, dict, set, frozenset, date, datetime, timedelta, Decimal, Fraction. A subclass could lie in
`==`, so it does not cross; whatever else there is crosses as a handle that the `Border` of each
side makes and resolves.
"""

import base64
import math
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Protocol

DEEPEST = 32
LARGEST_NUMBER_BITS = 100_000
_SMALL = 1 << 53
_SEQUENCES: dict[type, str] = {list: "list", tuple: "tuple", set: "set", frozenset: "frozenset"}
_BUILD: dict[str, Callable[[list[Any]], Any]] = {kind: known for known, kind in _SEQUENCES.items()}


class NotPlain(Exception):
    """A message holds no value that could be rebuilt."""


class Border(Protocol):
    """How one side names the live objects that don't cross, and finds them again."""

    def name(self, value: object) -> list[Any]:
        """A tagged reference to a live object."""

    def find(self, tag: str, reference: list[Any]) -> object:
        """What a reference with this tag stands for. Raises NotPlain for an unknown one."""


def encode(value: object, border: Border, depth: int = 0) -> Any:
    """`value` as JSON; what isn't plain, or lies too deep, becomes a reference."""
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if depth < DEEPEST and kind in _SEQUENCES:
        items = [encode(item, border, depth + 1) for item in value]  # type: ignore[attr-defined]
        return [_SEQUENCES[kind], items]
    if depth < DEEPEST and kind is dict:
        pairs = [
            [encode(key, border, depth + 1), encode(item, border, depth + 1)]
            for key, item in value.items()  # type: ignore[attr-defined]
        ]
        return ["dict", pairs]
    written = _encode_scalar(value, kind)
    return border.name(value) if written is None else written


def decode(message: Any, border: Border, depth: int = 0) -> Any:
    """The value that `encode` wrote. Raises NotPlain for anything else."""
    if message is None or isinstance(message, (bool, str)) or type(message) is int:
        return message
    if depth > DEEPEST + 1 or not isinstance(message, list) or not message:
        raise NotPlain
    tag, *rest = message
    try:
        if tag in _BUILD and len(rest) == 1:
            return _BUILD[tag]([decode(item, border, depth + 1) for item in rest[0]])
        if tag == "dict":
            return {
                decode(key, border, depth + 1): decode(item, border, depth + 1)
                for key, item in rest[0]
            }
        if tag in _READ:
            return _READ[tag](*rest)
    except (TypeError, ValueError, ArithmeticError, IndexError, KeyError) as error:
        raise NotPlain from error
    return border.find(str(tag), rest)


def _encode_scalar(value: Any, kind: type) -> Any:
    if kind is int and -_SMALL < value < _SMALL:
        return value
    if kind is int and value.bit_length() > LARGEST_NUMBER_BITS:
        return None
    if kind is datetime and value.tzinfo is not None:
        return None
    return [kind.__name__.lower(), *_WRITE[kind](value)] if kind in _WRITE else None


_WRITE: dict[type, Callable[[Any], tuple[str, ...]]] = {
    int: lambda value: (hex(value),),
    float: lambda value: (value.hex(),),
    complex: lambda value: (value.real.hex(), value.imag.hex()),
    bytes: lambda value: (base64.b64encode(value).decode(),),
    Decimal: lambda value: (str(value),),
    Fraction: lambda value: (hex(value.numerator), hex(value.denominator)),
    date: lambda value: (value.isoformat(),),
    datetime: lambda value: (value.isoformat(),),
    timedelta: lambda value: (hex(value // timedelta(microseconds=1)),),
}


def _read_int(text: str) -> int:
    if len(text) > LARGEST_NUMBER_BITS // 4 + 4:
        raise NotPlain
    return int(text, 16)


def _read_float(text: str) -> float:
    value = float.fromhex(text)
    return math.nan if math.isnan(value) else value


_READ: dict[str, Callable[..., Any]] = {
    "int": _read_int,
    "float": _read_float,
    "complex": lambda real, imaginary: complex(_read_float(real), _read_float(imaginary)),
    "bytes": lambda text: base64.b64decode(text, validate=True),
    "decimal": Decimal,
    "fraction": lambda above, below: Fraction(_read_int(above), _read_int(below)),
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "timedelta": lambda text: timedelta(microseconds=_read_int(text)),
}
