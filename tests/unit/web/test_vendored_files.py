"""Fonts and icons are those that were reviewed, and nothing else is ever put in their place."""

from pathlib import Path

import pytest

from terakoya.web.vendor import manifests
from terakoya.web.vendor.build import TARGET, place_files
from terakoya.web.vendor.manifests import VendoredFilesDiffer, check_files, digests, is_in_place
from terakoya.web.vendor.packages import FONTS, ICONS, locked_version

RECORDED = manifests.read_manifest()


def vendored_files() -> dict[str, bytes]:
    """What set-up has put in place."""
    return {path: (TARGET / path).read_bytes() for path in RECORDED}


def test_the_served_files_are_the_recorded_ones() -> None:
    assert is_in_place(TARGET), "run `python -m terakoya.web.vendor.build`"


def test_a_changed_a_missing_and_an_added_file_are_each_named() -> None:
    files = vendored_files()
    icons = files.pop("icons-LICENSE.txt")
    files["icons.svg"] = icons
    files["more.js"] = b""
    with pytest.raises(VendoredFilesDiffer) as refused:
        check_files(files)
    lines = str(refused.value).splitlines()
    assert lines[0] == "icons-LICENSE.txt: is missing"
    assert lines[1].startswith("icons.svg: has the digest ")
    assert lines[2] == "more.js: is not in the manifest"


def test_placing_files_replaces_the_whole_folder(tmp_path: Path) -> None:
    target = tmp_path / "vendor"
    place_files({"old/a.txt": b"a"}, target)
    place_files({"new/b.txt": b"b"}, target)
    assert [path.name for path in target.rglob("*") if path.is_file()] == ["b.txt"]


def test_a_folder_with_a_foreign_file_is_not_in_place(tmp_path: Path) -> None:
    place_files({**vendored_files(), "more.js": b""}, tmp_path / "vendor")
    assert not is_in_place(tmp_path / "vendor")
    assert not is_in_place(tmp_path / "nothing")


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font.slug)
def test_each_slice_is_named_in_its_sheet_shown_late_and_kept_by_version(font) -> None:
    sheet = (TARGET / font.style_sheet).read_text("utf-8")
    folder = f"{font.slug}-{locked_version(font.name)}/"
    slices = [path for path in RECORDED if path.startswith(folder) and path.endswith(".woff2")]
    served = "".join((TARGET / each.style_sheet).read_text("utf-8") for each in FONTS)
    assert all(f"url({path})" in served for path in slices)
    assert sheet.count("font-display:swap") == sheet.count("@font-face") >= 100


def test_the_licences_travel_with_the_files() -> None:
    licences = [path for path in RECORDED if path.endswith("LICENSE.txt")]
    assert len(licences) == 3
    assert all(b"opyright" in (TARGET / path).read_bytes() for path in licences)


def test_the_sprite_holds_each_icon_once() -> None:
    sprite = (TARGET / "icons.svg").read_text("utf-8")
    assert [name for name in ICONS if sprite.count(f'id="{name}"') != 1] == []


def test_digests_are_sha256() -> None:
    assert digests({"a": b""})["a"].startswith("e3b0c44298fc1c14")
