"""`python -m terakoya.labs.player.build`: make the player's static site."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from terakoya.labs.player import inputs, site, tools, wheels
from terakoya.labs.player.compression import compress_site
from terakoya.settings import CHECKOUT

QUICK_QUALITY = 9
BEST_QUALITY = 11


def build_player(output: Path, *, quality: int = QUICK_QUALITY, say: Callable[[str], None]) -> bool:
    """Build the site into `output` unless it is up to date; returns whether anything was done.

    Downloads stay beside it in `<output>-work`, so that the next build needs no network.
    Raises PlayerNotBuilt with the cure when something is missing.
    """
    if missing := inputs.missing_distributions():
        names = " ".join(missing)
        raise inputs.PlayerNotBuilt(f"Not installed: {names}. Install terakoya[player].")
    place = output.resolve()
    shop = inputs.Workshop(output=place, work=place.with_name(f"{place.name}-work"))
    stamp = inputs.stamp_of_inputs(quality=quality)
    if shop.stamp.is_file() and shop.stamp.read_text("utf-8") == stamp:
        say(f"The notebook player is up to date in {output}.")
        return False
    _build(shop, stamp=stamp, quality=quality, say=say)
    return True


def _build(shop: inputs.Workshop, *, stamp: str, quality: int, say: Callable[[str], None]) -> None:
    shop.work.mkdir(parents=True, exist_ok=True)
    fresh = shop.work / "site"
    shutil.rmtree(fresh, ignore_errors=True)
    _fetch(shop, say=say)
    with _step(say, 3, "byte code"):
        unpacked = wheels.unpack(shop)
        tools.compile_sources(shop, unpacked)
        site.start_lite_folder(shop)
        wheels.pack(shop, unpacked)
        tools.start_once(shop)
    with _step(say, 4, "notebook pages"):
        site.build_site(shop, fresh)
        site.check_site(fresh)
    with _step(say, 5, "compressed copies"):
        total = compress_site(fresh, quality=quality, progress=lambda done, of: None)
    (fresh / shop.stamp.name).write_text(stamp, "utf-8")
    shutil.rmtree(shop.output, ignore_errors=True)
    shop.output.parent.mkdir(parents=True, exist_ok=True)
    fresh.rename(shop.output)
    say(f"The notebook player is in {shop.output}: {total / 1e6:.1f} MB compressed.")


def _fetch(shop: inputs.Workshop, *, say: Callable[[str], None]) -> None:
    stamp, kept = inputs.stamp_of_downloads(), shop.downloads_stamp
    if kept.is_file() and kept.read_text("utf-8") == stamp:
        say("  player 1/5, 2/5  downloads are kept from the last build")
        return
    with _step(say, 1, "Python for the browser (npm)"):
        tools.fetch_runtime(shop)
    with _step(say, 2, "Python packages for the browser (PyPI)"):
        tools.fetch_wheels(shop)
    kept.write_text(stamp, "utf-8")


@contextmanager
def _step(say: Callable[[str], None], number: int, name: str) -> Iterator[None]:
    say(f"  player {number}/5  {name} …")
    began = time.monotonic()
    yield
    say(f"  player {number}/5  {name}: {time.monotonic() - began:.0f} s")


@click.command("build-player")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    envvar="TERAKOYA_PLAYER_DIR",
    default=CHECKOUT / "build" / "player",
    help="Folder for the site; TERAKOYA_PLAYER_DIR if not given.",
)
@click.option("--best", is_flag=True, help="Compress as far as possible, for an image.")
def build_player_command(*, output: Path, best: bool) -> None:
    """Build the notebook player's static site; quick when nothing changed."""
    try:
        build_player(output, quality=BEST_QUALITY if best else QUICK_QUALITY, say=click.echo)
    except inputs.PlayerNotBuilt as problem:
        raise click.ClickException(str(problem)) from problem


if __name__ == "__main__":
    build_player_command()
