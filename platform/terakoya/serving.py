"""Starting the product's processes: `terakoya serve`.

`serve` is the web process. `serve --all` also keeps a worker and the embedded model running
beside it, which is all that one machine needs; on several machines each runs its own command.
"""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click

from terakoya import settings
from terakoya.settings import Settings
from terakoya.store.session import open_store
from terakoya.store.upgrading import is_current, upgrade

WEB_PROCESSES = 2
WEB_THREADS = 16  # most of them wait for the model when a class tries its prompts
STOP_SECONDS = 20
RESTART_AFTER_SECONDS = 2.0
LONGEST_WAIT_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.5


def web_command(configured: Settings) -> list[str]:
    """The command line of the web server."""
    return [
        sys.executable, "-m", "gunicorn", "terakoya.app:from_environment()",
        "--bind", f"{configured.host}:{configured.port}",
        "--worker-class", "gthread", "--workers", str(WEB_PROCESSES),
        "--threads", str(WEB_THREADS), "--graceful-timeout", str(STOP_SECONDS),
        "--preload", "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip


def part_command(name: str) -> list[str]:
    """The command line of another part: worker or model."""
    return [sys.executable, "-m", "terakoya", name]


class Supervisor:
    """Keeps processes running until told to stop; one that dies is started again."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self._commands = commands
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._start_again_at: dict[str, float] = {}
        self._ends: dict[str, int] = {}
        self._is_stopping = False

    def run(self) -> None:
        """Start everything and stay until SIGINT or SIGTERM; then stop everything in order."""
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGTERM, self._stop)
        for name in self._commands:
            self._start(name)
        while not self._is_stopping:
            self._look_after()
            time.sleep(LOOK_EVERY_SECONDS)
        self._end()

    def _start(self, name: str) -> None:
        # A group of its own: Ctrl-C reaches us alone, and we stop the parts gracefully.
        self._running[name] = subprocess.Popen(self._commands[name], start_new_session=True)  # noqa: S603

    def _look_after(self) -> None:
        for name, process in list(self._running.items()):
            code = process.poll()
            if code is None:
                continue
            del self._running[name]
            if code == 0:
                continue  # it has nothing to do here and said why
            click.echo(f"{name} ended with code {code}; starting it again.", err=True)
            # One that can't run says why each time; waiting longer keeps the log readable.
            self._ends[name] = self._ends.get(name, 0) + 1
            wait = min(LONGEST_WAIT_SECONDS, RESTART_AFTER_SECONDS * 2 ** (self._ends[name] - 1))
            self._start_again_at[name] = time.monotonic() + wait
        for name, moment in list(self._start_again_at.items()):
            if time.monotonic() >= moment:
                del self._start_again_at[name]
                self._start(name)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._is_stopping = True

    def _end(self) -> None:
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


@click.command()
@click.option("--all", "everything", is_flag=True, help="Also run a worker and the model.")
@click.option("--upgrade", "upgrades", is_flag=True, help="First bring the database up to date.")
def serve(everything: bool, upgrades: bool) -> None:
    """Serve the web pages (with --all: everything that one machine needs)."""
    configured = settings.load()
    opened = open_store(configured.database)
    if upgrades:
        upgrade(opened)
    if not is_current(opened):
        message = "The database is not up to date. Run: terakoya db upgrade, or add --upgrade."
        raise click.ClickException(message)
    opened.engine.dispose()
    # The parts must agree on a secret that was made at this start.
    os.environ["TERAKOYA_SECRET_KEY"] = configured.secret_key
    click.echo(f"Terakoya is at http://{configured.host}:{configured.port}")
    commands = {"web": web_command(configured)}
    if everything:
        commands |= {"worker": part_command("worker")}
        if not configured.model_url:
            commands |= {"model": part_command("model")}
    Supervisor(commands).run()


COMMANDS = (serve,)
