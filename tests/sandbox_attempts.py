"""Attempts to leave the sandbox, each as the text of a cell.

Every attempt prints what it got; `escaped` is printed only by one that worked. Run as a script
(`python sandbox_attempts.py`), it prints the attempts that escaped, as JSON.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from engine_notebooks import LIMITS, answer, as_bytes, notebook
from terakoya.grading.engine import Engine, Limits, SourceNotebook

AT_ONCE = 4
_PRELUDE = """
import ctypes, mmap, os, pathlib, resource, signal, socket, struct, subprocess, sys, threading
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *args):
    return libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) for a in args]) >= 0
def tried(deed):
    try:
        got = deed()
    except BaseException as error:
        print('refused', type(error).__name__, str(error)[:80]); return
    print('escaped' if got else 'refused', repr(got)[:80])
"""

ATTEMPTS = {
    "reads /etc/passwd": "tried(lambda: open('/etc/passwd').read())",
    "reads a secret beside the engine": "tried(lambda: open({secret!r}).read())",
    "writes a file beside the engine": "tried(lambda: open({secret!r}, 'a').write('x'))",
    "lists the root folder": "tried(lambda: os.listdir('/'))",
    "lists the other submissions": "tried(lambda: os.listdir('../..'))",
    "writes to /tmp": "tried(lambda: open('/tmp/terakoya-escape', 'w').write('x'))",
    "writes to shared memory": "tried(lambda: open('/dev/shm/terakoya-escape', 'w').write('x'))",
    "writes into the library": "tried(lambda: open(os.__file__, 'a').write(' '))",
    "reads the environment of the engine": "tried(lambda: open(f'/proc/{{os.getppid()}}/environ'))",
    "reads its own environment in /proc": "tried(lambda: open('/proc/self/environ').read() or 'x')",
    "finds a secret in its environment": "tried(lambda: dict(os.environ))",
    "reads the memory of the engine": "tried(lambda: open(f'/proc/{{os.getppid()}}/mem', 'rb'))",
    "opens a TCP connection": "tried(lambda: socket.create_connection(('127.0.0.1', 22), 1) or 1)",
    "opens a UDP socket": "tried(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))",
    "listens": "tried(lambda: socket.create_server(('127.0.0.1', 0)))",
    "opens a Unix socket": "tried(lambda: socket.socket(socket.AF_UNIX))",
    "opens a netlink socket": "tried(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW))",
    "starts a program": "tried(lambda: subprocess.run(['/bin/true']))",
    "replaces itself": "tried(lambda: os.execv('/bin/true', ['true']))",
    "uses a shell": "tried(lambda: os.system('true') == 0)",
    "forks": "tried(lambda: os.fork() or os._exit(0))",
    "forks a daemon through clone": "tried(lambda: call(56, 17, 0, 0, 0, 0))",
    "uses multiprocessing": "import multiprocessing as m\ntried(lambda: m.Process().start() or 1)",
    "kills the fork server": "tried(lambda: os.kill(os.getppid(), 9) or 1)",
    "kills everything": "tried(lambda: os.kill(-1, 9) or 1)",
    "signals itself": "tried(lambda: os.kill(os.getpid(), 0) or 1)",
    "traces the engine": "tried(lambda: call(101, 16, os.getppid(), 0, 0))",
    "reads another process's memory": "tried(lambda: call(310, os.getppid(), 0, 0, 0, 0, 0))",
    "becomes root": "tried(lambda: os.setuid(0) or 1)",
    "becomes another account": "tried(lambda: os.setresuid(1, 1, 1) or 1)",
    "makes a namespace": "tried(lambda: call(272, 0x10000000))",
    "mounts": "tried(lambda: libc.mount(b'none', b'.', b'tmpfs', 0, None) == 0)",
    "changes the root": "tried(lambda: os.chroot('.') or 1)",
    "raises its limits": "tried(lambda: resource.setrlimit(resource.RLIMIT_AS, (-1, -1)) or 1)",
    "lowers a limit": "tried(lambda: resource.setrlimit(resource.RLIMIT_CPU, (1, 1)) or 1)",
    "makes a hard link": "tried(lambda: os.link(os.__file__, 'x') or 1)",
    "makes a symbolic link": "tried(lambda: os.symlink('/etc/passwd', 'x') or 1)",
    "changes the mode of a file": "open('y', 'w')\ntried(lambda: os.chmod('y', 0o4777) or 1)",
    "changes the owner of a file": "open('y', 'w')\ntried(lambda: os.chown('y', 0, 0) or 1)",
    "makes a device": "tried(lambda: os.mknod('d', 0o20666, os.makedev(1, 1)) or 1)",
    "makes a named pipe": "tried(lambda: os.mkfifo('p') or 1)",
    "uses io_uring": "tried(lambda: call(425, 8, 0))",
    "loads a BPF program": "tried(lambda: call(321, 0, 0, 0))",
    "watches performance counters": "tried(lambda: call(298, 0, 0, -1, -1, 0))",
    "uses the kernel's keyring": "tried(lambda: call(250, 0, -3, 1))",
    "handles page faults": "tried(lambda: call(323, 0))",
    "makes a file in memory and runs it": "tried(lambda: call(319, 0, 0))",
    "allows itself more seccomp": "tried(lambda: call(317, 1, 0, 0))",
    "allows itself more Landlock": "tried(lambda: call(444, 0, 0, 1))",
    "turns dumping on": "tried(lambda: libc.prctl(4, 1, 0, 0, 0) == 0)",
    "uses System V memory": "tried(lambda: call(29, 0, 4096, 0o1600))",
    "opens a file by handle": "tried(lambda: call(304, -100, 0, 0))",
    "types into the terminal": "tried(lambda: __import__('fcntl').ioctl(0, 0x5412, b'x') or 1)",
    "uses 32-bit system calls": "tried(lambda: call(0x40000000 + 39))",
    "finds open files of the engine": (
        "found = []\n"
        "for fd in range(3, 1000):\n"
        "    try: os.fstat(fd); found.append(fd)\n"
        "    except OSError: pass\n"
        "tried(lambda: found[1:])"
    ),
    "fills the memory": "tried(lambda: bytearray(2_000_000_000))",
    "makes an enormous file": (
        "def write():\n"
        "    with open('big', 'wb') as f:\n"
        "        for _ in range(100): f.write(b'x' * 1_000_000)\n"
        "    return 1\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "tried(write)"
    ),
    "opens files without end": "tried(lambda: [open('z', 'w') for _ in range(500)])",
    "starts threads without end": (
        "import time\n"
        "def many():\n"
        "    for _ in range(5000):\n"
        "        threading.Thread(target=time.sleep, args=(5,), daemon=True).start()\n"
        "    return 1\n"
        "tried(many)"
    ),
}
HONEST = """
import json, os, datetime, zoneinfo, csv, sqlite3, asyncio, statistics, tempfile, threading
with open('mine.txt', 'w') as f: f.write('x')
asyncio.run(asyncio.sleep(0))
thread = threading.Thread(target=lambda: None); thread.start(); thread.join()
zone = zoneinfo.ZoneInfo('Asia/Tokyo')
print('works', open('mine.txt').read(), os.getuid())
"""


def run_attempts(secret: Path, limits: Limits = LIMITS) -> dict[str, str]:
    """What each attempt printed; `secret` is a file that must stay unread."""
    source = SourceNotebook(notebook(answer("work", "pass")), None)

    def run(text: str) -> str:
        wanted = notebook(answer("work", _PRELUDE + text))
        result = engine.grade(source, as_bytes(wanted))
        return json.dumps(result.notebook["cells"][0]["outputs"])

    texts = {name: text.format(secret=str(secret)) for name, text in ATTEMPTS.items()}
    texts["honest work"] = HONEST
    with Engine(limits) as engine, ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(texts, pool.map(run, texts.values()), strict=True))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run_attempts(Path(sys.argv[1]))))
