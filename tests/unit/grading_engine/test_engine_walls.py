"""What a child may read."""

import sysconfig
from pathlib import Path

from terakoya.grading.engine.sandbox.walls import readable_paths


def test_our_own_package_stays_unread_even_where_it_is_installed() -> None:
    secret = Path(sysconfig.get_paths()["purelib"]) / "IPython"
    paths = [Path(path) for path in readable_paths(secret)]
    assert not [path for path in paths if path in (secret, *secret.parents)]
    assert any(path.name == "traitlets" for path in paths)
    assert any(path.name == "json" or path.name.startswith("python3") for path in paths)


def test_a_package_elsewhere_changes_nothing(tmp_path: Path) -> None:
    assert str(Path(sysconfig.get_paths()["purelib"]).resolve()) in readable_paths(tmp_path)
