"""The folder `platform/` must never hide Python's own `platform` module."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_platform_folder_holds_only_its_readme_and_the_package() -> None:
    names = {path.name for path in (ROOT / "platform").iterdir()} - {"__pycache__"}
    assert names == {"README.md", "terakoya"}


def test_pythons_own_platform_module_is_found_from_the_checkout() -> None:
    code = "import platform; print(platform.python_version())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == sys.version.split()[0]
