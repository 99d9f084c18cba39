"""Where the running model is: written by its process into the data folder, read by the gateway."""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from terakoya.gateway.endpoint.fingerprint import ModelFingerprint
from terakoya.language import Text

FILE_NAME = "model.json"


@dataclass(frozen=True, slots=True)
class ModelAddress:
    """A model that listens on this machine. `url` ends before /v1; `pid` is its process."""

    url: str
    api_key: str
    pid: int
    name: str
    fingerprint: ModelFingerprint

    def __repr__(self) -> str:
        return f"ModelAddress({self.url}, pid {self.pid})"  # never the key, wherever it is logged


def write_address(data_dir: Path, address: ModelAddress) -> None:
    """Announce a running model; the file holds its key, so only its owner may read it."""
    value = {
        "url": address.url,
        "api_key": address.api_key,
        "pid": address.pid,
        "name": address.name,
        "fingerprint": address.fingerprint.as_dict(),
    }
    _replace(data_dir, value)


def write_refusal(data_dir: Path, sentence: Text) -> None:
    """Announce why the model does not run here, so that pages can say it too."""
    _replace(data_dir, {"refusal": sentence.as_dict()})


def find_address(data_dir: Path) -> ModelAddress | None:
    """The running model, or None when none was announced or its process is gone."""
    value = _read(data_dir)
    try:
        found = ModelAddress(
            url=value["url"],
            api_key=value["api_key"],
            pid=value["pid"],
            name=value["name"],
            fingerprint=ModelFingerprint.from_dict(value["fingerprint"]),
        )
    except (KeyError, TypeError):
        return None
    return found if is_running(found.pid) else None


def find_refusal(data_dir: Path) -> Text | None:
    """Why the model's process refused to start the last time, or None."""
    try:
        return Text.from_dict(_read(data_dir)["refusal"])
    except (KeyError, TypeError):
        return None


def withdraw_address(data_dir: Path, *, pid: int) -> None:
    """Take back the announcement of process `pid`; another process's stays."""
    found = find_address(data_dir)
    if found is not None and found.pid == pid:
        (data_dir / FILE_NAME).unlink(missing_ok=True)


def is_running(pid: int) -> bool:
    """Whether a process with this id exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is another user's, but it is there
        return True
    return True


def _read(data_dir: Path) -> Any:
    try:
        return json.loads((data_dir / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _replace(data_dir: Path, value: dict[str, Any]) -> None:
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    # NamedTemporaryFile makes its file with mode 0600.
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=data_dir, prefix=f"{FILE_NAME}-", delete=False
    ) as file:
        json.dump(value, file, ensure_ascii=False, indent=1)
    Path(file.name).replace(data_dir / FILE_NAME)
