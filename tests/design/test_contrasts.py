"""Everybody can read it: contrasts are computed from the token file, for both themes."""

import re

import pytest
from colours import THEMES, TOKENS, colours, contrast

SURFACES = ("paper", "sheet", "shade", "indigo-wash", "pine-wash", "ochre-wash")
READING_TEXT = ("ink", "ink-soft", "indigo", "indigo-deep")  # AAA, 7:1
WORDS = ("vermilion", "pine", "ochre")  # AA, 4.5:1
SHAPES = ("edge", "focus")  # 3:1 against what is beside them


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize(
    ("names", "least"), [(READING_TEXT, 7.0), (WORDS, 4.5), (SHAPES, 3.0)], ids=["7", "4.5", "3"]
)
def test_each_colour_has_its_contrast_on_each_surface(
    theme: str, surface: str, names: tuple[str, ...], least: float
) -> None:
    palette = colours(theme)
    measured = {name: contrast(palette[name], palette[surface]) for name in names}
    assert {name: ratio for name, ratio in measured.items() if ratio < least} == {}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["indigo", "indigo-deep"])
def test_words_on_a_button_are_reading_text(theme: str, ground: str) -> None:
    palette = colours(theme)
    assert contrast(palette["on-indigo"], palette[ground]) >= 7


def test_every_colour_is_covered_by_these_tests() -> None:
    decoration = {"rule", "on-indigo"}
    covered = {*SURFACES, *READING_TEXT, *WORDS, *SHAPES}
    assert set(colours("light")) - decoration == covered


def test_colours_are_written_in_the_token_file_only() -> None:
    sheets = TOKENS.parent.glob("*.css")
    coloured = [
        f"{sheet.name}: {line.strip()}"
        for sheet in sheets
        if sheet != TOKENS
        for line in sheet.read_text("utf-8").splitlines()
        if re.search(r":.*#(?!f{3,6}\b)[0-9a-f]{3,8}\b", line)  # white is no colour: masks, figures
    ]
    assert coloured == []
