"""Reads the colours out of tokens.css and computes their contrast as WCAG 2.2 defines it."""

import re

from pages import WEB

TOKENS = WEB / "static" / "css" / "tokens.css"
_COLOUR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
THEMES = ("light", "dark")


def colours(theme: str) -> dict[str, str]:
    """Return name → #rrggbb of every colour token as it is in `theme`."""
    found = _COLOUR.findall(TOKENS.read_text("utf-8"))
    return {name: (light, dark)[THEMES.index(theme)] for name, light, dark in found}


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two #rrggbb colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
