"""The wheel holds the whole product, and the image's build sees all that it is made of."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

from terakoya.settings import BUNDLED, CHECKOUT

PRODUCT = CHECKOUT / "platform" / "terakoya"
LEFT_BEHIND = {"__pycache__", "node_modules", ".ipynb_checkpoints", "vendor.new"}
IN_THE_WHEEL = {
    PRODUCT: "terakoya",
    CHECKOUT / "graders" / "terakoya_graders": "terakoya_graders",
    CHECKOUT / "courses": BUNDLED.relative_to(PRODUCT.parent).as_posix() + "/courses",
    CHECKOUT / "labs": BUNDLED.relative_to(PRODUCT.parent).as_posix() + "/labs",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    built = next(iter(WheelBuilder(str(CHECKOUT)).build(directory=str(folder))))
    with ZipFile(built) as opened:
        return set(opened.namelist())


def files_below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        place = path.relative_to(folder)
        if path.is_file() and not LEFT_BEHIND & set(place.parts) and path.name != ".gitignore":
            yield place


@pytest.mark.parametrize("folder", IN_THE_WHEEL, ids=lambda folder: folder.name)
def test_each_file_is_in_the_wheel(wheel: set[str], folder: Path) -> None:
    expected = {f"{IN_THE_WHEEL[folder]}/{place.as_posix()}" for place in files_below(folder)}
    assert expected - wheel == set()


def test_each_translation_is_in_the_wheel_compiled(wheel: set[str]) -> None:
    messages = {name for name in wheel if name.endswith(".po")}
    assert messages
    assert {name.removesuffix(".po") + ".mo" for name in messages} <= wheel, "run `make setup`"


def test_nothing_else_is_in_the_wheel(wheel: set[str]) -> None:
    tops = {name.split("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "terakoya",
        "terakoya_graders",
    }
    assert not [name for name in wheel if LEFT_BEHIND & set(name.split("/"))]


def test_the_image_is_built_from_all_that_the_wheel_needs() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
    target = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    sources = [*target["packages"], *target["force-include"], project["project"]["readme"]]
    needed = {source.split("/")[0] for source in sources} | {
        word.rstrip("/")
        for line in (CHECKOUT / "Dockerfile").read_text("utf-8").splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for word in line.split()[1:-1]
        if word != "."
    }
    let_in = (CHECKOUT / ".dockerignore").read_text("utf-8").splitlines()
    assert needed | {"pyproject.toml"} <= {line[1:] for line in let_in if line.startswith("!")}
