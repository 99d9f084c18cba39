"""Commands of the embedded model: `terakoya model …`."""

import sys
import time
from pathlib import Path

import click

from terakoya import settings
from terakoya.gateway.embedded.addresses import write_refusal
from terakoya.gateway.embedded.fetching import FetchFailed, fetch_weights
from terakoya.gateway.embedded.places import model_folder
from terakoya.gateway.embedded.progress import FetchState, Progress
from terakoya.gateway.embedded.running import AlreadyRunning, ModelNotStarted, run_model
from terakoya.gateway.embedded.weights import default_weights
from terakoya.gateway.endpoint.client import ChatClient
from terakoya.gateway.endpoint.problems import ModelProblem
from terakoya.gateway.endpoint.request import settled_request
from terakoya.gateway.models import ModelAnswer
from terakoya.gateway.recordings import (
    BrokenRecording,
    RecordedAnswer,
    read_recording,
    recording_of,
    without_timing,
    write_recording,
)
from terakoya.gateway.sources import current_source
from terakoya.language import Text
from terakoya.store.session import open_store

TRY_AGAIN_SECONDS = 60
BAR_WIDTH = 30


class _Terminal:
    """Shows progress in the terminal: a bar that moves, or a line now and then in a log file."""

    def __init__(self) -> None:
        self._is_screen = sys.stderr.isatty()
        self._last: tuple[FetchState, int] | None = None

    def say(self, sentence: Text) -> None:
        """One sentence, in English as the whole command line."""
        click.echo(f"model: {sentence.en}", err=True)

    def show(self, progress: Progress) -> None:
        """The state of fetching; a log file gets a line for each tenth."""
        step = progress.percent if self._is_screen else progress.percent // 10
        if self._last == (progress.state, step) or progress.state is FetchState.FAILED:
            return  # why it failed is said by whoever catches the error
        self._last = (progress.state, step)
        if progress.state is FetchState.FETCHING and self._is_screen:
            done = progress.percent * BAR_WIDTH // 100
            bar = "█" * done + "░" * (BAR_WIDTH - done)
            click.echo(f"\rmodel: {bar} {progress.message.en}\033[K", nl=False, err=True)
            return
        newline = "\n" if self._is_screen and progress.state is not FetchState.FETCHING else ""
        click.echo(f"{newline}model: {progress.message.en}", err=True)


@click.group("model", invoke_without_command=True)
@click.pass_context
def model(context: click.Context) -> None:
    """Run the embedded model until stopped; its weights are fetched first if absent."""
    if context.invoked_subcommand is not None:
        return
    configured = settings.load()
    terminal = _Terminal()
    while True:
        try:
            run_model(configured, say=terminal.say, show=terminal.show)
        except AlreadyRunning as running:
            terminal.say(running.sentence)
            return
        except ModelNotStarted as error:
            # Ends well: nothing would change if the model were started again.
            write_refusal(configured.data_dir, error.sentence)
            terminal.say(error.sentence)
            return
        except FetchFailed as error:  # the network may come back
            terminal.say(error.sentence)
            click.echo(f"model: Trying again in {TRY_AGAIN_SECONDS} seconds.", err=True)
            time.sleep(TRY_AGAIN_SECONDS)


@model.command("fetch")
def fetch() -> None:
    """Fetch the embedded model's weights (1.1 GB), going on where it was interrupted."""
    folder = model_folder(default_weights(), model_dir=settings.load().model_dir)
    try:
        path = fetch_weights(folder, show=_Terminal().show)
    except FetchFailed as error:
        raise click.ClickException(error.sentence.en) from error
    click.echo(path)


@model.command("ask")
@click.argument("prompt")
def ask(prompt: str) -> None:
    """Ask the model in use one PROMPT, as a graded request is asked."""
    client = _client()
    try:
        message = {"role": "user", "content": prompt}
        response = client.chat(settled_request({"messages": [message]}, is_graded=True))
    except ModelProblem as problem:
        raise click.ClickException(problem.sentence.en) from problem
    click.echo(response["choices"][0]["message"]["content"])


@model.command("record")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--kept", is_flag=True, help="Add every answer kept in the database.")
def record(path: Path, kept: bool) -> None:
    """Record anew the answers in PATH, which tests replay, by asking the model in use."""
    client = _client()
    requests = _requests_of(path) if path.exists() or not kept else []
    answers: list[RecordedAnswer] = []
    with click.progressbar(requests, label="Asking the model", file=sys.stderr) as asked:
        for item in asked:
            try:
                answers.append(RecordedAnswer(item, without_timing(client.chat(item))))
            except ModelProblem as problem:
                raise click.ClickException(problem.sentence.en) from problem
    if kept:
        answers += _kept_answers(client.endpoint.fingerprint.digest)
    recording = recording_of(client.endpoint.fingerprint, answers)
    write_recording(path, recording)
    click.echo(f"{path}: {len(recording.answers)} answers of {client.endpoint.name}")


def _client() -> ChatClient:
    """A client of the model in use, or an error that says why there is none."""
    configured = settings.load()
    try:
        endpoint = current_source(configured).require_endpoint()
    except ModelProblem as problem:
        raise click.ClickException(problem.sentence.en) from problem
    return ChatClient(endpoint, configured.model_timeout_seconds)


def _requests_of(path: Path) -> list[dict[str, object]]:
    try:
        return [answer.request for answer in read_recording(path).answers.values()]
    except BrokenRecording as error:
        raise click.ClickException(str(error)) from error


def _kept_answers(fingerprint_digest: str) -> list[RecordedAnswer]:
    with open_store(settings.load().database).reading() as session:
        rows = session.query(ModelAnswer).filter(ModelAnswer.fingerprint == fingerprint_digest)
        return [RecordedAnswer(row.request, without_timing(row.response)) for row in rows]


COMMANDS = (model,)
