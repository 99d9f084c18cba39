"""Landlock: the kernel refuses every file outside the folders named here (Linux 5.13 or newer).

Constants: include/uapi/linux/landlock.h. The three system calls have the same numbers on every
architecture.
"""

import ctypes
import os
from collections.abc import Iterable

from terakoya.grading.engine.sandbox.kernel import syscall

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REFER, _TRUNCATE, _IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
_MAKE_DEVICES_AND_LINKS = 1 << 6 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 12
_FIRST_ABI = (1 << 13) - 1
_ALL_NETWORK = 0b11
_ALL_SCOPES = 0b11
ABI_REFER, ABI_TRUNCATE, ABI_NETWORK, ABI_IOCTL, ABI_SCOPES = 2, 3, 4, 5, 6


class _Ruleset(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def abi_version() -> int:
    """The version of Landlock in this kernel; 0 when it has none or it is switched off."""
    try:
        return syscall(_CREATE_RULESET, 0, 0, _ASK_VERSION)
    except OSError:
        return 0


def open_paths(paths: Iterable[str]) -> list[tuple[int, bool]]:
    """Descriptors that name the existing ones of `paths`, each with whether it is a folder."""
    opened = []
    for path in paths:
        try:
            opened.append((os.open(path, os.O_PATH | os.O_CLOEXEC), os.path.isdir(path)))  # noqa: PTH112
        except OSError:
            # A folder that isn't there, or that we may not enter, needs no permission.
            continue
    return opened


def restrict(
    readable: Iterable[tuple[int, bool]], writable: Iterable[tuple[int, bool]], abi: int
) -> None:
    """Refuse this process all files but those beneath the given descriptors. Raises OSError."""
    handled = _handled_rights(abi)
    ruleset = _Ruleset(
        handled,
        _ALL_NETWORK if abi >= ABI_NETWORK else 0,
        _ALL_SCOPES if abi >= ABI_SCOPES else 0,
    )
    size = 24 if abi >= ABI_SCOPES else 16 if abi >= ABI_NETWORK else 8
    descriptor = syscall(_CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    for path, is_folder in readable:
        _allow(descriptor, path, _READ_FILE | _READ_DIR if is_folder else _READ_FILE)
    for path, is_folder in writable:
        rights = handled & ~(_EXECUTE | _MAKE_DEVICES_AND_LINKS | _IOCTL_DEVICE)
        on_file = _READ_FILE | _WRITE_FILE | (handled & _TRUNCATE)
        _allow(descriptor, path, rights if is_folder else on_file)
    syscall(_RESTRICT_SELF, descriptor, 0)
    os.close(descriptor)


def _handled_rights(abi: int) -> int:
    rights = _FIRST_ABI
    rights |= _REFER if abi >= ABI_REFER else 0
    rights |= _TRUNCATE if abi >= ABI_TRUNCATE else 0
    return rights | (_IOCTL_DEVICE if abi >= ABI_IOCTL else 0)


def _allow(ruleset: int, parent: int, rights: int) -> None:
    rule = _PathBeneath(rights, parent)
    syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
