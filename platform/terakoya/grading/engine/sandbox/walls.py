"""The walls around a child: prepared once by the fork server, entered by each child."""

import contextlib
import os
import resource
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

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
# Installed, this package carries the labs with their hidden tests; a child has what it needs of it
# in memory already.
OWN_PACKAGE = "terakoya"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a child may use: memory in bytes, its own CPU time in seconds, files in bytes."""

    memory: int
    cpu_seconds: int
    file_size: int
    open_files: int = 64


class Walls:
    """Everything about the sandbox that can be made ready before a child exists."""

    def __init__(self, missing: frozenset[LayerName]) -> None:
        """`missing` are the layers that this machine lacks and the operator accepts to lack."""
        self._missing = missing
        self._account = other_account()
        self._abi = landlock.abi_version()
        paths = [*SYSTEM_FOLDERS, *SYSTEM_FILES, *_python_folders()]
        self._readable = landlock.open_paths(dict.fromkeys(paths))
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


def _python_folders() -> list[str]:
    """The standard library and each installed package but our own."""
    paths = sysconfig.get_paths()
    site = {paths["purelib"], paths["platlib"]}
    found = [paths["stdlib"], paths["platstdlib"], str(Path(sys.base_prefix) / "lib")]
    # The library's folder holds site-packages too, when Python isn't in a virtual environment.
    found = [folder for folder in found if not any(one.startswith(folder) for one in site)]
    found += [
        str(entry)
        for place in (*found_parents(paths["stdlib"], site), *site)
        for entry in _entries(Path(place))
        if entry.name.partition(".")[0].partition("-")[0] != OWN_PACKAGE and str(entry) not in site
    ]
    return found


def found_parents(standard_library: str, site: set[str]) -> list[str]:
    """The standard library's folder, if site-packages lies inside it."""
    return [standard_library] if any(one.startswith(standard_library) for one in site) else []


def _entries(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return sorted(folder.iterdir())
    return []
