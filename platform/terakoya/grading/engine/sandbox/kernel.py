"""The few calls to the Linux kernel that Python has no function for."""

import ctypes
import os

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
LAST_CAPABILITY_ASKED = 63

_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.syscall.restype = ctypes.c_long
_LIBC.prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITY_VERSION_3 = 0x20080522


def prctl(option: int, first: int = 0, second: int = 0, third: int = 0) -> int:
    """prctl(2). Raises OSError."""
    result = int(_LIBC.prctl(option, first, second, third, 0))
    if result < 0:
        raise _error("prctl")
    return result


def syscall(number: int, *arguments: object) -> int:
    """syscall(2) with ctypes arguments or whole numbers. Raises OSError."""
    given = [
        ctypes.c_long(argument) if isinstance(argument, int) else argument for argument in arguments
    ]
    result = int(_LIBC.syscall(ctypes.c_long(number), *given))
    if result < 0:
        raise _error(f"syscall {number}")
    return result


def drop_capabilities() -> None:
    """Give up every privilege of root for good. Raises OSError."""
    for capability in range(LAST_CAPABILITY_ASKED + 1):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            # Past the last capability that this kernel knows, or not ours to drop.
            break
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    number = _CAPSET[os.uname().machine]
    syscall(number, ctypes.byref(header), ctypes.byref(nothing))


def _error(name: str) -> OSError:
    number = ctypes.get_errno()
    return OSError(number, f"{name}: {os.strerror(number)}")
