"""The walls around a child: prepared once by the fork server, entered by each child."""

import contextlib
import os
import resource
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import terakoya
from terakoya.grading.engine.sandbox import kernel, landlock
from terakoya.grading.engine.sandbox.accounts import give_up_privileges, other_account
from terakoya.grading.engine.sandbox.layers import LayerName
from terakoya.grading.engine.sandbox.system_calls import compile_filter, load_filter

SYSTEM_FOLDERS = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/share/zoneinfo",
)
SYSTEM_FILES = ("/etc/localtime", "/etc/ld.so.cache", "/dev/urandom", "/dev/random", "/dev/zero")
SINK = "/dev/null"
# Installed, our own package carries the labs with their hidden tests; a child has what it needs of
# it in memory already.
OWN_PACKAGE = Path(terakoya.__file__).parent


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a child may use: memory in bytes, its own CPU time in seconds, files in bytes."""

    memory: int
    cpu_seconds: int
    file_size: int
    open_files: int = 32


class Walls:
    """Everything about the sandbox that can be made ready before a child exists."""

    def __init__(self, missing: frozenset[LayerName]) -> None:
        """`missing` are the layers that this machine lacks and the operator accepts to lack."""
        self._missing = missing
        self._account = other_account()
        self._abi = landlock.abi_version()
        self._readable = landlock.open_paths(readable_paths(OWN_PACKAGE))
        self._sink = landlock.open_paths([SINK])
        self._filter = b"" if LayerName.SECCOMP in missing else compile_filter()

    @property
    def account(self) -> int | None:
        """The account to which a child's own folder must belong; None for ours."""
        return self._account

    def enter(self, folder: str, readable: str, allowance: Allowance) -> None:
        """Lock this process in for good: it may write `folder` and read that and `readable`.

        Raises OSError when a layer can't be raised that isn't accepted as missing.
        """
        os.chdir(folder)
        os.umask(0o022)
        inside = landlock.open_paths([folder])
        lab_files = landlock.open_paths([readable])
        give_up_privileges(self._account)
        kernel.prctl(kernel.PR_SET_PDEATHSIG, 9)
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        if LayerName.LANDLOCK not in self._missing:
            landlock.restrict([*self._readable, *lab_files], [*inside, *self._sink], self._abi)
        for descriptor, _ in [*self._readable, *self._sink, *inside, *lab_files]:
            os.close(descriptor)
        _limit_resources(allowance)
        if self._filter:
            load_filter(self._filter)


def _limit_resources(allowance: Allowance) -> None:
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_AS: allowance.memory,
        resource.RLIMIT_CPU: allowance.cpu_seconds,
        resource.RLIMIT_FSIZE: allowance.file_size,
        resource.RLIMIT_NOFILE: allowance.open_files,
    }
    for kind, wanted in limits.items():
        hardest = resource.getrlimit(kind)[1]
        most = wanted if hardest == resource.RLIM_INFINITY else min(wanted, hardest)
        resource.setrlimit(kind, (most, most))


def readable_paths(secret: Path) -> list[str]:
    """The system's and Python's libraries, without the folder `secret` if it lies among them."""
    paths = sysconfig.get_paths()
    python = [paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    places = [*SYSTEM_FOLDERS, *python, str(Path(sys.base_prefix) / "lib"), *SYSTEM_FILES]
    resolved = dict.fromkeys(Path(place).resolve() for place in places)
    allowed = [path for place in resolved for path in _without(place, secret.resolve())]
    return [str(path) for path in dict.fromkeys(allowed)]


def _without(place: Path, secret: Path) -> list[Path]:
    """`place`, or what is in it but for the folder `secret`."""
    if place == secret:
        return []
    if place not in secret.parents:
        return [place]
    with contextlib.suppress(OSError):
        return [path for entry in sorted(place.iterdir()) for path in _without(entry, secret)]
    return []
