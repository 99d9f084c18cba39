"""The command `terakoya worker`."""

import logging

import click

from terakoya import clock, settings
from terakoya.content.shelves import Shelf
from terakoya.grading.asking import asker_for_current_attempt
from terakoya.grading.engine import AskModel, Engine, SandboxIncomplete
from terakoya.grading.engine.sandbox import layers
from terakoya.grading.leases import Timing
from terakoya.grading.protection import limits_from, refusal
from terakoya.grading.queue import open_queue
from terakoya.grading.worker import run_worker
from terakoya.labs.versions import keep_version, prepare_release
from terakoya.language import Language
from terakoya.settings import Settings
from terakoya.store.session import Store, open_store

LOG = logging.getLogger(__name__)


@click.command()
def worker() -> None:
    """Check what learners hand in, until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    for noisy in ("huey", "httpx"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    configured = settings.load()
    store = open_store(configured.database)
    timing = Timing()
    ask_model = asker_for_current_attempt(store, configured, timing)
    # The engine's fork server must start before there is any thread.
    with _open_engine(configured, ask_model) as engine:
        shelf = _open_shelf(configured)
        _keep_versions(store, shelf)
        _log_protection(configured)
        run_worker(
            store=store,
            queue=open_queue(configured),
            grade=engine.grade,
            courses=lambda: shelf.catalogue().courses,
            slots=configured.worker_slots,
            timing=timing,
        )


def _open_engine(configured: Settings, ask_model: AskModel) -> Engine:
    try:
        return Engine(limits_from(configured), ask_model=ask_model)
    except (SandboxIncomplete, ValueError) as error:
        raise refusal(error) from error


def _log_protection(configured: Settings) -> None:
    """Say at each start how learners' code is kept in."""
    for layer in layers():
        if layer.is_on:
            LOG.info("sandbox layer %s: on", layer.name)
        else:
            LOG.warning("sandbox layer %s: off and accepted (%s)", layer.name, layer.reason.en)
    LOG.info("checking up to %s attempts at a time", configured.worker_slots)


def _open_shelf(configured: Settings) -> Shelf:
    return Shelf(
        configured.courses_dir,
        configured.labs_dir,
        lambda: clock.today(configured.time_zone),
    )


def _keep_versions(store: Store, shelf: Shelf) -> None:
    """Release the labs as they are now, so that no learner waits for nbgrader to be imported."""
    for lab in shelf.catalogue().labs.values():
        for language in Language:
            prepare_release(lab, language)
            with store.writing() as session:
                keep_version(session, lab=lab, language=language)


COMMANDS = (worker,)
