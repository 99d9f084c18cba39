"""Beginning a new lab from the skeleton, and writing out what learners get of one."""

import re
import shutil
from pathlib import Path

from terakoya.content.labs import Lab
from terakoya.content.shapes import SLUG_PATTERN
from terakoya.language import Language, Text

SKELETON = Path(__file__).resolve().parent / "skeleton"
SLUG_IN_SKELETON = "slug-of-the-lab"


class LabNotCreated(Exception):
    """The lab can't be begun; `sentence` says why."""

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence
        super().__init__(sentence.en)


def create_lab(labs_dir: Path, slug: str) -> Path:
    """Make the folder of a small working lab named `slug` and return it. Raises LabNotCreated."""
    if not re.fullmatch(SLUG_PATTERN, slug):
        raise LabNotCreated(
            Text(
                ja=f"「{slug}」は使えません。英小文字、数字、ハイフンだけにしてください。",
                en=f'"{slug}" can\'t be a name. Use lower-case letters, digits and hyphens only.',
            )
        )
    folder = labs_dir / slug
    if folder.exists():
        raise LabNotCreated(
            Text(
                ja=f"{folder} はもうあります。別の名前にしてください。",
                en=f"{folder} exists already. Choose another name.",
            )
        )
    shutil.copytree(SKELETON, folder)
    for file in (folder / "lab.yml", *sorted(folder.glob("*.ipynb"))):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(SLUG_IN_SKELETON, slug), encoding="utf-8")
    return folder


def write_release(lab: Lab, target: Path) -> list[Path]:
    """Write what learners get of a lab, in both languages, below `target`; returns the files.

    Other files in `target` stay. Raises LabNotReleasable.
    """
    contents = {
        f"lab.{language}.ipynb": lab.release_notebook(language).encode() for language in Language
    }
    written = []
    for name, content in {**contents, **lab.files}.items():
        file = target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        written.append(file)
    return written
