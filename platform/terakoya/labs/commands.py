"""Commands for authors of labs: `terakoya lab …`."""

from pathlib import Path
from typing import Any

import click

from terakoya import settings
from terakoya.content.complaints import Complaints
from terakoya.content.lab_releases import LabNotReleasable
from terakoya.content.labs import load_lab
from terakoya.gateway.endpoint.client import ChatClient
from terakoya.gateway.endpoint.problems import ModelProblem
from terakoya.gateway.endpoint.request import answer_key, settled_request
from terakoya.gateway.recordings import BrokenRecording, Recording, merged, read_recording
from terakoya.gateway.sources import current_source
from terakoya.labs.authoring import LabReport, check_lab
from terakoya.labs.creation import LabNotCreated, create_lab, write_release
from terakoya.labs.rehearsals import AskModel
from terakoya.language import Language, Text

NOT_RECORDED = Text(
    ja="この答えは記録されていません。--ask-model で確かめられます。",
    en="This answer is not recorded. Check it with --ask-model.",
)


class NotRecorded(Exception):
    """A recording has no answer to a request; `sentence` says so."""

    sentence = NOT_RECORDED


@click.group("lab")
def lab() -> None:
    """Write, check and release labs."""


@lab.command("new")
@click.argument("slug")
def new(slug: str) -> None:
    """Begin a lab named SLUG: a small one that works, to be changed."""
    labs_dir = settings.load().labs_dir
    try:
        folder = create_lab(labs_dir, slug)
    except LabNotCreated as problem:
        raise click.ClickException(problem.sentence.en) from problem
    click.echo(f"{folder} is ready. Open lab.ja.ipynb and lab.en.ipynb in JupyterLab,")
    click.echo(f"change lab.yml, and check all of it with: terakoya lab check {slug}")


@lab.command("check")
@click.argument("labs", nargs=-1)
@click.option(
    "--recorded",
    type=click.Path(exists=True, path_type=Path),
    help="Recorded answers of the model: a file, or a folder of them.",
)
@click.option("--ask-model", is_flag=True, help="Ask the model in use; takes minutes.")
@click.option("--language", type=click.Choice(["ja", "en"]), default="en", show_default=True)
def check(labs: tuple[str, ...], recorded: Path | None, ask_model: bool, language: str) -> None:
    """Prove that LABS (folders or names; all when none is given) are sound and fair."""
    labs_dir = settings.load().labs_dir
    folders = [_folder(name, labs_dir) for name in labs] or _all_labs(labs_dir)
    ask = _asker(recorded, ask_model)
    reports = [_shown(check_lab(folder, ask), Language(language)) for folder in folders]
    if not all(report.is_sound for report in reports):
        raise click.exceptions.Exit(1)


@lab.command("release")
@click.argument("name", metavar="LAB")
@click.option("--to", "target", type=click.Path(file_okay=False, path_type=Path), required=True)
def release(name: str, target: Path) -> None:
    """Write the version of LAB that learners get: no solutions, no hidden tests."""
    folder = _folder(name, settings.load().labs_dir)
    complaints = Complaints()
    found = load_lab(folder, complaints)
    for complaint in complaints:
        click.echo(complaint.to_line(Language.EN, folder.parent), err=True)
    if found is None:
        message = f"{folder.name} has errors and was not released."
        raise click.ClickException(message)
    try:
        written = write_release(found, target / found.slug)
    except LabNotReleasable as problem:
        message = f"nbgrader cannot make the release version: {problem}"
        raise click.ClickException(message) from problem
    for file in written:
        click.echo(file)


def _folder(name: str, labs_dir: Path) -> Path:
    for folder in (Path(name), labs_dir / name):
        if folder.is_dir():
            return folder.resolve()
    message = f'There is no lab "{name}" in {labs_dir}, and no such folder.'
    raise click.ClickException(message)


def _all_labs(labs_dir: Path) -> list[Path]:
    folders = sorted(file.parent for file in labs_dir.glob("*/lab.yml"))
    if not folders:
        message = f"There are no labs in {labs_dir}. Begin one with: terakoya lab new NAME"
        raise click.ClickException(message)
    return folders


def _shown(report: LabReport, language: Language) -> LabReport:
    for complaint in report.complaints:
        click.echo(complaint.to_line(language, report.folder.parent))
    for note in report.notes:
        click.echo(f"{report.folder.name}: {note.to(language)}")
    verdicts = {
        True: Text(ja="問題ありません。", en="sound"),
        False: Text(ja="直すところがあります。", en="has errors"),
    }
    click.echo(f"{report.folder.name}: {verdicts[report.is_sound].to(language)}")
    return report


def _asker(recorded: Path | None, ask_model: bool) -> AskModel | None:
    if recorded is not None:
        files = sorted(recorded.glob("*.json")) if recorded.is_dir() else [recorded]
        try:
            recording = merged({file: read_recording(file) for file in files})
        except BrokenRecording as problem:
            raise click.ClickException(str(problem)) from problem
        return recorded_answers(recording)
    return _model_in_use() if ask_model else None


def recorded_answers(recording: Recording) -> AskModel:
    """A way to ask a model that only knows the answers of a recording; raises NotRecorded."""

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        key = answer_key(settled_request(request, is_graded=True), recording.fingerprint)
        if key not in recording.answers:
            raise NotRecorded
        return recording.answers[key].response

    return ask


def _model_in_use() -> AskModel:
    configured = settings.load()
    try:
        client = ChatClient(
            current_source(configured).require_endpoint(), configured.model_timeout_seconds
        )
    except ModelProblem as problem:
        raise click.ClickException(problem.sentence.en) from problem
    return lambda request: client.chat(settled_request(request, is_graded=True))


COMMANDS = (lab,)
