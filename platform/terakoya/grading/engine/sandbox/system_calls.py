"""Seccomp: the kernel refuses every system call that is not on this list.

The filter is compiled once by libseccomp (through pyseccomp), which knows the numbers on each
architecture; a child only loads the finished program.
"""

import ctypes
import errno
import tempfile
from pathlib import Path

import pyseccomp

from terakoya.grading.engine.sandbox.kernel import PR_SET_NO_NEW_PRIVS, prctl

_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_CLONE_THREAD = 0x00010000
_AF_UNIX = 1
_PR_SET_NAME, _PR_GET_NAME = 15, 16
# TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX: what Python asks of a file it opens.
_HARMLESS_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5451)
_BYTES_PER_INSTRUCTION = 8

_ALLOWED = """
access alarm arch_prctl brk clock_getres clock_gettime clock_nanosleep close close_range
copy_file_range creat dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_wait
eventfd eventfd2 exit exit_group faccessat faccessat2 fadvise64 fallocate fchdir chdir fcntl
fdatasync flock fstat fstatfs fsync ftruncate futex getcpu getcwd getdents getdents64 getegid
geteuid getgid getgroups getitimer getpgid getpgrp getpid getppid getpriority getrandom getresgid
getresuid getrlimit getrusage getsid gettid gettimeofday getuid lseek lstat madvise mbind membarrier
mincore mkdir mkdirat mmap mprotect mremap msync munmap nanosleep newfstatat open openat pause pipe
pipe2 poll ppoll pread64 preadv preadv2 pselect6 pwrite64 pwritev pwritev2 read readlink readlinkat
readv recvfrom rename renameat renameat2 restart_syscall rmdir rseq rt_sigaction rt_sigpending
rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigtimedwait sched_get_priority_max
sched_get_priority_min sched_getaffinity sched_getparam sched_getscheduler sched_yield select
sendfile set_robust_list set_tid_address setitimer shutdown sigaltstack stat statfs statx
sysinfo time times umask uname unlink unlinkat write writev
"""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def compile_filter() -> bytes:
    """The filter as the kernel's instructions. Raises OSError when libseccomp can't make it."""
    rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    for name in _ALLOWED.split():
        _allow(rules, name)
    _allow(rules, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD))
    # glibc then starts its threads with clone, whose flags a filter can see.
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    _allow(rules, "socketpair", pyseccomp.Arg(0, pyseccomp.EQ, _AF_UNIX))
    # With an address, one end of a pair could write to any socket of the machine that has a path.
    _allow(rules, "sendto", pyseccomp.Arg(4, pyseccomp.EQ, 0))
    for option in (_PR_SET_NAME, _PR_GET_NAME):
        _allow(rules, "prctl", pyseccomp.Arg(0, pyseccomp.EQ, option))
    for request in _HARMLESS_IOCTLS:
        _allow(rules, "ioctl", pyseccomp.Arg(1, pyseccomp.EQ, request))
    # Reading limits is allowed, setting them is not; pid 0 is the caller itself.
    _allow(rules, "prlimit64", pyseccomp.Arg(0, pyseccomp.EQ, 0), pyseccomp.Arg(2, pyseccomp.EQ, 0))
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def load_filter(program: bytes) -> None:
    """Bind this process to a compiled filter for good. Raises OSError."""
    code = ctypes.create_string_buffer(program, len(program))
    whole = _Program(len(program) // _BYTES_PER_INSTRUCTION, ctypes.addressof(code))
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(whole))


def kernel_has_seccomp() -> bool:
    """Whether this kernel can filter system calls."""
    return Path("/proc/sys/kernel/seccomp/actions_avail").exists()


def _allow(rules: pyseccomp.SyscallFilter, name: str, *arguments: pyseccomp.Arg) -> None:
    try:
        rules.add_rule(pyseccomp.ALLOW, name, *arguments)
    except OSError:
        # Not every architecture has every call (open, stat and alarm are x86's); what isn't
        # there needs no permission.
        return
