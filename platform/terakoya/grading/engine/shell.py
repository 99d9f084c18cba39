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
LONGEST_RESULT = 20_000
LONGEST_MESSAGE = 2_000
LONGEST_TRACEBACK = 20_000
REPEAT_SECONDS = 0.2
CUT = "\n… (cut)\n"
Output = dict[str, Any]


class CellTimeout(BaseException):
    """A cell ran for longer than it may; not an Exception, so that few handlers swallow it."""


class Outputs:
    """The outputs of the running cell, bounded in number and bytes.

    What is printed has a room of its own, so that nobody can print an error or a score away.
    """

    def __init__(self) -> None:
        self.listed: list[Output] = []
        self._room_to_print = 0
        self._room_to_show = 0

    def begin(self, most_bytes: int) -> None:
        """Forget the outputs so far; keep this much of what is printed, and of what is shown."""
        self.listed = []
        self._room_to_print = self._room_to_show = most_bytes

    def show(self, output: Output) -> None:
        """Keep something displayed, if there is room."""
        size = _size(output["data"])
        if size <= self._room_to_show and len(self.listed) < MOST_OUTPUTS:
            self._room_to_show -= size
            self.listed.append(output)

    def decide(self, output: Output) -> None:
        """Keep an output on which the score depends: an error or a result, in few words."""
        self.listed.append(output)

    def write(self, name: str, text: str) -> None:
        """Keep text written to a stream, joined with what was written to it just before."""
        if self._room_to_print <= 0:
            return
        data = text[: self._room_to_print].encode(errors="surrogatepass")
        if len(text) > self._room_to_print or len(data) > self._room_to_print:
            text = data[: self._room_to_print].decode(errors="replace") + CUT
        self._room_to_print -= len(data)
        last = self.listed[-1] if self.listed else {}
        if last.get("output_type") == "stream" and last.get("name") == name:
            last["text"] += text
        elif len(self.listed) < MOST_OUTPUTS:
            self.listed.append({"output_type": "stream", "name": name, "text": text})


def _size(data: dict[str, Any]) -> int:
    return sum(len(str(value).encode(errors="surrogatepass")) for value in data.values())


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
        OUTPUTS.write(self._name, str(text))
        return len(text)


class _Hook(DisplayHook):
    """Keeps the value of the last expression."""

    def write_output_prompt(self) -> None:
        """The number is part of the output."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        """Keep the value in all the forms IPython made of it."""
        data = {
            kind: value
            for kind, value in format_dict.items()
            if isinstance(value, str) and len(value) <= LONGEST_RESULT
        }
        OUTPUTS.decide(
            {
                "output_type": "execute_result",
                "data": data,
                "metadata": {},
                "execution_count": self.prompt_count,
            }
        )

    def finish_displayhook(self) -> None:
        """Nothing is left to print."""


class _Publisher(DisplayPublisher):
    """Keeps what a cell displays."""

    def publish(self, data: Any, metadata: Any = None, source: Any = None, **_: Any) -> None:
        """Keep a display."""
        plain = {str(kind): value for kind, value in dict(data).items()}
        OUTPUTS.show({"output_type": "display_data", "data": plain, "metadata": {}})

    def clear_output(self, wait: bool = False) -> None:
        """Outputs are kept, so that nobody hides an error."""


class CellShell(InteractiveShell):
    """The shell of a child; one for a process."""

    displayhook_class = _Hook
    display_pub_class = _Publisher

    def _showtraceback(self, etype: type, evalue: object, stb: list[str]) -> None:
        OUTPUTS.decide(error_output(etype.__name__, str(evalue), stb))

    def enable_gui(self, gui: Any = None) -> None:
        """No windows here."""


def error_output(name: str, value: str, traceback: list[str] | None = None) -> Output:
    """An error as nbformat has it."""
    lines = "\n".join(str(line) for line in traceback or [])
    return {
        "output_type": "error",
        "ename": name,
        "evalue": value[:LONGEST_MESSAGE],
        "traceback": lines[-LONGEST_TRACEBACK:].split("\n"),
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
    limit = TimeLimit()
    try:
        with captured(most_bytes), time_limit(seconds, limit):
            shell.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
    except BaseException as error:
        # Whatever a cell raises is its result.
        OUTPUTS.decide(error_output(type(error).__name__, ""))
    if limit.is_over and not any(one["output_type"] == "error" for one in OUTPUTS.listed):
        OUTPUTS.decide(error_output(CellTimeout.__name__, ""))
    return OUTPUTS.listed


@contextmanager
def captured(most_bytes: int) -> Iterator[None]:
    """What the body prints and shows goes to OUTPUTS, this much of each."""
    OUTPUTS.begin(most_bytes)
    streams = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Stream("stdout"), _Stream("stderr")
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams


class TimeLimit:
    """Whether a time limit was reached, even if the code under it took no notice."""

    is_over = False


@contextmanager
def time_limit(seconds: float, limit: TimeLimit) -> Iterator[None]:
    """Interrupt the body with CellTimeout after this time, and again for as long as it goes on."""

    def interrupt(*_: object) -> None:
        limit.is_over = True
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
