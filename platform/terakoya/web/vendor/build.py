"""`python -m terakoya.web.vendor.build`: puts fonts and icons into static/vendor.

Runs at set-up. Does nothing where the files are in place; otherwise fetches the locked packages
with npm (which checks their integrity), takes the files we use, and checks each of them against
the committed manifest. `--record` writes the manifest anew after an upgrade.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

import click

from terakoya.web.vendor.fonts import font_files
from terakoya.web.vendor.icons import icon_files
from terakoya.web.vendor.manifests import (
    VendoredFilesDiffer,
    check_files,
    is_in_place,
    write_manifest,
)
from terakoya.web.vendor.packages import NPM_FOLDER, PACKAGE_FILES

TARGET = Path(__file__).parents[1] / "static" / "vendor"


def fetch_files() -> dict[str, bytes]:
    """Return path → content of every file to serve, out of freshly fetched packages."""
    npm = shutil.which("npm")
    if npm is None:
        raise click.ClickException("npm was not found. Install Node 20 or newer, which brings it.")
    with tempfile.TemporaryDirectory(prefix="terakoya-vendor-") as folder:
        for name in PACKAGE_FILES:
            shutil.copy(NPM_FOLDER / name, folder)
        done = subprocess.run(  # noqa: S603  # fixed arguments
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise click.ClickException(f"npm could not fetch the packages:\n{done.stderr}")
        node_modules = Path(folder) / "node_modules"
        return font_files(node_modules) | icon_files(node_modules)


def place_files(files: dict[str, bytes], target: Path) -> None:
    """Replace the folder `target` by `files`; an interrupted run leaves the old one."""
    fresh = target.with_name(target.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for path, content in files.items():
        destination = fresh / path
        destination.parent.mkdir(parents=True, exist_ok=True)
        destination.write_bytes(content)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


@click.command(help=__doc__)
@click.option("--record", is_flag=True, help="Write the manifest anew after an upgrade.")
def main(*, record: bool) -> None:
    """Put the recorded files in place."""
    if not record and is_in_place(TARGET):
        click.echo("Fonts and icons are in place.")
        return
    click.echo("Fetching fonts and icons …")
    files = fetch_files()
    if record:
        write_manifest(files)
    try:
        check_files(files)
    except VendoredFilesDiffer as error:
        raise click.ClickException(
            f"The packages do not hold the recorded files:\n{error}"
        ) from error
    place_files(files, TARGET)
    click.echo(f"Fonts and icons are in place: {len(files)} files.")


if __name__ == "__main__":
    main()
