"""The npm packages whose files the pages use, and which of their files."""

import json
from dataclasses import dataclass
from pathlib import Path

NPM_FOLDER = Path(__file__).parent / "npm"
PACKAGE_FILES = ("package.json", "package-lock.json", ".npmrc")


@dataclass(frozen=True)
class FontPackage:
    """A Fontsource package: one family, cut into slices by unicode-range."""

    name: str
    family: str
    weights: tuple[int, ...]
    style_sheet: str

    @property
    def slug(self) -> str:
        """The package's name without its scope, as in its file names."""
        return self.name.rpartition("/")[2]


FONTS = (
    FontPackage("@fontsource/biz-udpgothic", "BIZ UDPGothic", (400, 700), "fonts.css"),
    FontPackage("@fontsource/biz-udgothic", "BIZ UDGothic", (400,), "fonts-mono.css"),
)
FIGURES = FontPackage("@fontsource/biz-udgothic", "BIZ UDGothic Figures", (400, 700), "fonts.css")
FIGURES_RANGE = "U+0020,U+0025,U+002B-002E,U+0030-0039,U+2212"

ICON_PACKAGE = "lucide-static"
ICONS = (
    "arrow-left",
    "arrow-right",
    "book-open",
    "check",
    "chevron-down",
    "circle-alert",
    "circle-check",
    "circle-user",
    "clock",
    "download",
    "eye",
    "flask-conical",
    "info",
    "languages",
    "lightbulb",
    "log-in",
    "log-out",
    "mail",
    "menu",
    "play",
    "rotate-ccw",
    "save",
    "send",
    "sun-moon",
    "triangle-alert",
)


def locked_version(package: str) -> str:
    """Return the version of `package` that package-lock.json names."""
    return str(_locked(package)["version"])


def _locked(package: str) -> dict[str, object]:
    lock = json.loads((NPM_FOLDER / "package-lock.json").read_text("utf-8"))
    entry: dict[str, object] = lock["packages"][f"node_modules/{package}"]
    return entry
