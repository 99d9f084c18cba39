"""The engine's side of the fork server: starting it, and children with a folder of their own."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import Any

from terakoya.grading.engine.channel import Channel
from terakoya.grading.engine.folders import remove_folder
from terakoya.grading.engine.sandbox import Allowance

LARGEST_ANSWER = 1 << 16
START_SECONDS = 60
ABANDONED_SECONDS = 0.2
STARTER = (
    "import sys, json; given = json.loads(sys.argv[1]); sys.path[:] = given['path']; "
    "sys.modules['rfc3987_syntax'] = None; "
    "from terakoya.grading.engine.fork_server import main; "
    "main(given['control'], given['missing'])"
)


class EngineFault(Exception):
    """Something of ours broke; trying again may help, and the learner isn't to blame."""


class Child:
    """A sandboxed process, its folder and the channel to it."""

    def __init__(
        self,
        channel: Channel,
        folder: Path,
        end: Callable[[], None],
        server: "subprocess.Popen[bytes] | None",
    ) -> None:
        self.channel = channel
        self.folder = folder
        self._end = end
        self._server = server

    def check_not_abandoned(self) -> None:
        """Raise EngineFault if the child ended because the fork server did, and not by itself."""
        try:
            if self._server is not None:
                self._server.wait(timeout=ABANDONED_SECONDS)
        except subprocess.TimeoutExpired:
            return
        raise EngineFault("the fork server ended in the middle of a submission")

    def end(self) -> None:
        """End the process if it still runs, and remove its folder."""
        try:
            self._end()
        finally:
            self.channel.close()
            remove_folder(self.folder)


class ForkServerProcess:
    """The fork server as a process; for many threads."""

    def __init__(self, missing: frozenset[str]) -> None:
        self._missing = sorted(missing)
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._account: int | None = None
        self._root = Path(tempfile.mkdtemp(prefix="terakoya-", dir=_memory_folder()))
        self._root.chmod(0o711)

    def start(self) -> None:
        """Start it unless it runs. Raises EngineFault with what it said when it can't start."""
        with self._lock:
            self._ensure_running()

    def stop(self) -> None:
        """End it and all its children."""
        with self._lock:
            self._hang_up()
        remove_folder(self._root)

    def fork(self, role: str, files: Path | None, allowance: Allowance, largest: int) -> Child:
        """A new child ("learner" or "trusted"), locked in and ready. Raises EngineFault."""
        folder = Path(tempfile.mkdtemp(dir=self._root))
        work, copies = folder / "work", folder / "files"
        for place in (work, copies):
            if files is None:
                place.mkdir()
            else:
                shutil.copytree(files, place, symlinks=False)
        ours, theirs = socket.socketpair()
        order = {
            "do": "fork",
            "role": role,
            "folder": str(work),
            "files": str(copies),
            "allowance": asdict(allowance),
        }
        try:
            with theirs, self._lock:
                self._ensure_running()
                server = self._process
                _give(folder, work, self._account)
                number = self._order(order, [theirs.fileno()])["child"]
        except BaseException:
            ours.close()
            remove_folder(folder)
            raise
        channel = Channel(ours, largest=largest)
        return Child(channel, folder, lambda: self._end(number, server), server)

    def _end(self, number: int, server: "subprocess.Popen[bytes] | None") -> None:
        with self._lock:
            # Another server's children have other numbers.
            if server is self._process and server is not None and server.poll() is None:
                self._order({"do": "end", "child": number}, [])

    def _ensure_running(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self._hang_up()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        given = {
            "control": theirs.fileno(),
            "missing": self._missing,
            "path": [*filter(None, sys.path)],
        }
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter and text
            [sys.executable, "-I", "-c", STARTER, json.dumps(given)],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            env={},
            cwd="/",
        )
        theirs.close()
        ours.settimeout(START_SECONDS)
        self._control = ours
        self._account = self._hear()["account"]

    def _order(self, order: dict[str, Any], descriptors: list[int]) -> dict[str, Any]:
        if self._control is None:
            raise EngineFault("the fork server is not running")
        try:
            socket.send_fds(self._control, [json.dumps(order).encode()], descriptors)
            answer = self._hear()
        except (OSError, EngineFault) as error:
            # An answer that comes late would be taken for the next one's.
            self._hang_up()
            raise EngineFault(f"the fork server is gone: {error}") from error
        if "fault" in answer:
            raise EngineFault(answer["fault"])
        return answer

    def _hear(self) -> dict[str, Any]:
        try:
            data = self._control.recv(LARGEST_ANSWER) if self._control else b""
        except OSError as error:
            raise EngineFault("the fork server does not answer") from error
        if not data:
            raise EngineFault("the fork server ended")
        answer: dict[str, Any] = json.loads(data)
        return answer

    def _hang_up(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


def _give(folder: Path, work: Path, account: int | None) -> None:
    """Let the child's account own its work folder and read the rest."""
    folder.chmod(0o711)
    if account is None:
        return
    for place in (work, *work.rglob("*")):
        os.chown(place, account, account, follow_symlinks=False)


def _memory_folder() -> str | None:
    shared = "/dev/shm"  # noqa: S108  folders in it get unguessable names
    return shared if os.access(shared, os.W_OK) else None
