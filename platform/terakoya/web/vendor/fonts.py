"""Turns a Fontsource package into our files: woff2 slices and a style sheet that names them."""

import re
from pathlib import Path

from terakoya.web.vendor.packages import FIGURES, FIGURES_RANGE, FONTS, FontPackage, locked_version

_FACE = re.compile(
    r"src: url\(\./files/(?P<file>[\w-]+\.woff2)\).*?unicode-range: (?P<range>[^;]+);", re.DOTALL
)


def font_files(node_modules: Path) -> dict[str, bytes]:
    """Return path → content, below static/vendor, of every font file that we serve.

    The folder of a family carries its version, so that a browser may keep the slices for ever.
    """
    files: dict[str, bytes] = {}
    for font in FONTS:
        source = node_modules / font.name
        folder = f"{font.slug}-{locked_version(font.name)}"
        files[f"{folder}/LICENSE.txt"] = (source / "LICENSE").read_bytes()
        sheet = []
        for weight in font.weights:
            for match in _FACE.finditer((source / f"{weight}.css").read_text("utf-8")):
                path = f"{folder}/{match['file']}"
                files[path] = (source / "files" / match["file"]).read_bytes()
                sheet.append(_face(font, weight, path, match["range"]))
        files[font.style_sheet] = "".join(sheet).encode()
    return files | _figures(node_modules, files)


def _figures(node_modules: Path, files: dict[str, bytes]) -> dict[str, bytes]:
    """Add digits of one width (the proportional family has none) as a family of their own."""
    folder = f"{FIGURES.slug}-{locked_version(FIGURES.name)}"
    added: dict[str, bytes] = {}
    faces = []
    for weight in FIGURES.weights:
        file = f"{FIGURES.slug}-latin-{weight}-normal.woff2"
        added[f"{folder}/{file}"] = (node_modules / FIGURES.name / "files" / file).read_bytes()
        faces.append(_face(FIGURES, weight, f"{folder}/{file}", FIGURES_RANGE))
    added["fonts.css"] = files["fonts.css"] + "".join(faces).encode()
    return added


def _face(font: FontPackage, weight: int, path: str, unicode_range: str) -> str:
    return (
        f'@font-face{{font-family:"{font.family}";font-weight:{weight};font-display:swap;'
        f'src:url({path})format("woff2");unicode-range:{unicode_range}}}\n'
    )
