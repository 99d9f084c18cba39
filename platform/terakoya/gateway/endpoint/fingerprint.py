"""What an answer depends on besides the request, so that equal requests get equal marks."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


def canonical_json(value: Any) -> str:
    """JSON that is equal for equal values: sorted keys, no spaces, text as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_hex(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ModelFingerprint:
    """Weights, engine, options and arithmetic of a model.

    Measured: with one slot, no prompt cache and temperature 0 the text depends on nothing else;
    the number of threads, the order of requests and a restart change nothing. For a foreign
    endpoint `weights` is only the model's name: what runs there can't be known.
    """

    weights: str
    engine: str
    options: dict[str, Any] = field(default_factory=dict)
    cpu_features: str = ""

    @property
    def digest(self) -> str:
        """The fingerprint as one value: SHA-256 of its canonical JSON."""
        return sha256_hex(canonical_json(asdict(self)))

    def as_dict(self) -> dict[str, Any]:
        """The fingerprint as JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> "ModelFingerprint":
        """The inverse of `as_dict`. Raises TypeError or KeyError for something else."""
        return cls(
            weights=value["weights"],
            engine=value["engine"],
            options=dict(value["options"]),
            cpu_features=value["cpu_features"],
        )
