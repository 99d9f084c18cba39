"""An IPython shell without sockets: runs one cell and gives its outputs as nbformat dicts."""

import io
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

MOST_OUTPUTS = 500
REPEAT_SECONDS = 0.2
CUT = "\n… (cut)\n"
Output = dict[str, Any]


class CellTimeout(KeyboardInterrupt):
    """A cell ran for longer than it may."""


class Outputs:
    """The outputs of the running cell, bounded in number and bytes."""

    def __init__(self) -> None:
        self.listed: list[Output] = []
        self._left = 0

    def begin(self, most_bytes: int) -> None:
        """Forget the outputs so far; keep up to this much of what comes."""
        self.listed = []
        self._left = most_bytes

    def add(self, output: Output, text: str = "") -> None:
        """Keep an output of which `text` is the part that counts, if there is room."""
        size = len(text.encode(errors="surrogatepass"))
        if size <= self._left and len(self.listed) < MOST_OUTPUTS:
            self._left -= size
            self.listed.append(output)

    def add_text(self, name: str, text: str) -> None:
        """Keep text written to a stream, joined with what was written to it just before."""
        if self._left <= 0:
            return
        data = text.encode(errors="surrogatepass")
        if len(data) > self._left:
            text = data[: self._left].decode(errors="replace") + CUT
        self._left -= len(data)
        last = self.listed[-1] if self.listed else {}
        if last.get("output_type") == "stream" and last.get("name") == name:
            last["text"] += text
        elif len(self.listed) < MOST_OUTPUTS:
            self.listed.append({"output_type": "stream", "name": name, "text": text})


OUTPUTS = Outputs()


class _Stream(io.TextIOBase):
    """A text stream that ends in the cell's outputs."""

    encoding = "utf-8"
    errors = "surrogateescape"

    def __init__(self, name: str) -> None:
        self._name = name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        OUTPUTS.add_text(self._name, str(text))
        return len(text)


class _Hook(DisplayHook):
    """Keeps the value of the last expression."""

    def write_output_prompt(self) -> None:
        """The number is part of the output."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        """Keep the value in all the forms IPython made of it."""
        data = {kind: value for kind, value in format_dict.items() if isinstance(value, str)}
        OUTPUTS.add(
            {
                "output_type": "execute_result",
                "data": data,
                "metadata": {},
                "execution_count": self.prompt_count,
            },
            "".join(data.values()),
        )

    def finish_displayhook(self) -> None:
        """Nothing is left to print."""


class _Publisher(DisplayPublisher):
    """Keeps what a cell displays."""

    def publish(self, data: Any, metadata: Any = None, source: Any = None, **_: Any) -> None:
        """Keep a display."""
        plain = {str(kind): value for kind, value in dict(data).items()}
        text = "".join(str(value) for value in plain.values())
        output = {"output_type": "display_data", "data": plain, "metadata": {}}
        OUTPUTS.add(output, text)

    def clear_output(self, wait: bool = False) -> None:
        """Outputs are kept, so that nobody hides an error."""


class CellShell(InteractiveShell):
    """The shell of a child; one for a process."""

    displayhook_class = _Hook
    display_pub_class = _Publisher

    def _showtraceback(self, etype: type, evalue: object, stb: list[str]) -> None:
        OUTPUTS.add(error_output(etype.__name__, str(evalue), stb), "".join(stb))

    def enable_gui(self, gui: Any = None) -> None:
        """No windows here."""


def error_output(name: str, value: str, traceback: list[str] | None = None) -> Output:
    """An error as nbformat has it."""
    return {
        "output_type": "error",
        "ename": name,
        "evalue": value[:2000],
        "traceback": [str(line) for line in traceback or []],
    }


def make_shell(folder: str) -> CellShell:
    """The shell of this process, without history, colours or profile; `folder` is for IPython."""
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.ipython_dir = folder
    config.InteractiveShell.xmode = "Context"
    shell: CellShell = CellShell.instance(config=config)
    return shell


def run_cell(shell: CellShell, source: str, *, seconds: float, most_bytes: int) -> list[Output]:
    """Run a cell's source; an error or a cell without end is among its outputs."""
    OUTPUTS.begin(most_bytes)
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Stream("stdout"), _Stream("stderr")
    try:
        with time_limit(seconds):
            shell.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
    except BaseException as error:
        OUTPUTS.add(error_output(type(error).__name__, ""))
    finally:
        sys.stdout, sys.stderr = streams
    return OUTPUTS.listed


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Interrupt the body with CellTimeout after this time, and again for as long as it goes on."""

    def interrupt(*_: object) -> None:
        raise CellTimeout

    signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds, REPEAT_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def time_limit_paused() -> Iterator[None]:
    """The body, which waits for somebody else, doesn't count against the limit."""
    left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    try:
        yield
    finally:
        if left:
            signal.setitimer(signal.ITIMER_REAL, left, REPEAT_SECONDS)
