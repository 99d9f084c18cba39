"""The fork server: a warm process that never runs anybody's cells, and forks those that do.

It has everything imported and an empty environment. The engine sends it one JSON message at a time
over a socket pair, a child's end of another socket pair along with it.
"""

import gc
import json
import os
import select
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import terakoya_graders
from terakoya.grading.engine.channel import Channel, ChannelClosed
from terakoya.grading.engine.learner_child import serve_learner
from terakoya.grading.engine.sandbox import Allowance, LayerName, Walls
from terakoya.grading.engine.shell import CellShell, make_shell
from terakoya.grading.engine.trusted_child import TrustedCells

LARGEST_ORDER = 1 << 16
LARGEST_FRAME = 1 << 26
REAP_EVERY_MS = 500
FAILED = 3
HIGHEST_DESCRIPTOR = 1 << 16


class ForkServer:
    """Forks children on order and ends them."""

    def __init__(self, control: socket.socket, walls: Walls, shell: CellShell) -> None:
        self._control = control
        self._walls = walls
        self._shell = shell
        self._children: set[int] = set()

    def serve(self) -> None:
        """Work until the engine is gone, and take all children along."""
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        while True:
            if not poll.poll(REAP_EVERY_MS):
                self._reap()
                continue
            data, descriptors, _, _ = socket.recv_fds(self._control, LARGEST_ORDER, 1)
            if not data:
                break
            answer = self._obey(json.loads(data), descriptors)
            self._control.send(json.dumps(answer).encode())
        for child in list(self._children):
            self._end(child)

    def _obey(self, order: dict[str, Any], descriptors: list[int]) -> dict[str, Any]:
        if order["do"] == "end":
            self._end(order["child"])
            return {}
        try:
            child = os.fork()
        except OSError as error:
            os.close(descriptors[0])
            return {"fault": f"no new process: {error}"}
        if child == 0:
            self._be_child(order, descriptors[0])
        self._children.add(child)
        os.close(descriptors[0])
        return {"child": child}

    def _be_child(self, order: dict[str, Any], descriptor: int) -> None:
        """Never returns: this is the child's whole life."""
        try:
            _forget_parent(descriptor)
            end = socket.socket(fileno=descriptor)
            channel = Channel(end, largest=LARGEST_FRAME)
            self._walls.enter(order["folder"], order["files"], Allowance(**order["allowance"]))
            self._control.detach()
            os.closerange(3, descriptor)
            os.closerange(descriptor + 1, HIGHEST_DESCRIPTOR)
            channel.send({"say": "ready"})
            sys.path.insert(0, order["files"])
            if order["role"] == "learner":
                serve_learner(self._shell, channel)
            else:
                TrustedCells(self._shell, channel).serve()
        except ChannelClosed:
            os._exit(0)
        except BaseException as error:
            with suppress(Exception):
                channel.send({"say": "failed", "reason": f"{type(error).__name__}: {error}"})
            os._exit(FAILED)

    def _end(self, child: int) -> None:
        if child not in self._children:
            return
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        self._children.discard(child)

    def _reap(self) -> None:
        for child in list(self._children):
            if os.waitpid(child, os.WNOHANG)[0]:
                self._children.discard(child)


def _forget_parent(keep: int) -> None:
    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sink = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(sink, standard)
    if sink > max(keep, 2):
        os.close(sink)


def _import_all_checks() -> None:
    """Have the whole library of checks in memory: children can't read our folders."""
    for module in walk_packages(terakoya_graders.__path__, f"{terakoya_graders.__name__}."):
        import_module(module.name)


def main(control: int, missing: list[str]) -> None:
    """Be the fork server on this end of the engine's socket pair."""
    # Ctrl-C at a terminal is for the engine, which then ends us by hanging up.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with tempfile.TemporaryDirectory(prefix="terakoya-ipython-") as folder:
        os.environ.clear()
        shell = make_shell(folder)
        # The first cell is slow; no child shall pay for that.
        shell.run_cell("None")  # type: ignore[no-untyped-call]
        terakoya_graders.load_ipython_extension(shell)
        _import_all_checks()
    walls = Walls(frozenset(LayerName(name) for name in missing))
    server = ForkServer(socket.socket(fileno=control), walls, shell)
    gc.collect()
    gc.freeze()
    server._control.send(json.dumps({"account": walls.account}).encode())  # noqa: SLF001
    server.serve()
