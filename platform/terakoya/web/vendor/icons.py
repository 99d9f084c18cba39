"""Gathers the icons that we use into one SVG sprite."""

import re
from pathlib import Path

from terakoya.web.vendor.packages import ICON_PACKAGE, ICONS, locked_version

_DRAWING = re.compile(r"<svg[^>]*>(?P<drawing>.*)</svg>", re.DOTALL)


class IconNotDrawn(Exception):
    """The icon set has no drawing in the file where one was expected."""


def icon_files(node_modules: Path) -> dict[str, bytes]:
    """Return path → content, below static/vendor, of the sprite and its licence."""
    source = node_modules / ICON_PACKAGE
    symbols = "\n".join(_symbol(source / "icons", name) for name in ICONS)
    version = locked_version(ICON_PACKAGE)
    sprite = (
        f"<!-- {ICON_PACKAGE} {version}, ISC, see icons-LICENSE.txt -->\n"
        f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'
    )
    return {
        "icons.svg": sprite.encode(),
        "icons-LICENSE.txt": (source / "LICENSE").read_bytes(),
    }


def _symbol(folder: Path, name: str) -> str:
    found = _DRAWING.search((folder / f"{name}.svg").read_text("utf-8"))
    if found is None:
        raise IconNotDrawn(name)
    drawing = " ".join(found["drawing"].split())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawing}</symbol>'
