"""Nothing that runs in the learner's process gets out of it, whoever the worker is."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from sandbox_attempts import ATTEMPTS, run_attempts
from terakoya.grading.engine import Engine, Limits
from terakoya.grading.engine.sandbox import LayerName, layers

TESTS = Path(__file__).parents[2]
# Python may lie in root's own folder; this makes it readable, for one process tree only.
OPEN_PYTHON = """
set -e
mount --make-rprivate /
mkdir -p "$KEPT"
mount --bind "$PREFIX" "$KEPT"
mount -t tmpfs -o mode=755 none /root
mkdir -p "$PREFIX"
mount --bind "$KEPT" "$PREFIX"
exec "$@"
"""
AS_NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]


@pytest.fixture(scope="module")
def secret() -> Iterator[Path]:
    # In a folder that every account may read, so that only the sandbox keeps it.
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        file = Path(folder) / "secret.txt"
        file.write_text("hidden tests")
        file.chmod(0o666)
        yield file


@pytest.fixture(scope="module")
def printed(secret: Path) -> dict[str, str]:
    return run_attempts(secret)


def refused(printed: str) -> bool:
    return "escaped" not in printed and ("refused" in printed or "Stopped" in printed)


@pytest.mark.parametrize("name", ATTEMPTS)
def test_the_attempt_is_refused(printed: dict[str, str], name: str) -> None:
    assert refused(printed[name]), printed[name]


def test_honest_work_is_not_hindered(printed: dict[str, str]) -> None:
    assert "works x " in printed["honest work"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize("switch", [[], AS_NOBODY], ids=["another account", "an ordinary worker"])
def test_every_attempt_is_refused_also_for(switch: list[str], secret: Path, tmp_path: Path) -> None:
    prefix = Path(sys.base_prefix).resolve()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PREFIX": str(prefix),
        "KEPT": str(tmp_path / "python"),
    }
    script = [sys.executable, str(TESTS / "sandbox_attempts.py"), str(secret)]
    command = ["unshare", "--mount", "sh", "-c", OPEN_PYTHON, "sh", *switch, *script]
    if not prefix.is_relative_to("/root"):
        command = [*switch, *script]
    elif subprocess.run(["unshare", "--mount", "true"], check=False).returncode:
        pytest.skip("Python lies in root's own folder, and nothing may be mounted here")
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    printed = json.loads(done.stdout)
    assert [name for name in ATTEMPTS if not refused(printed[name])] == []
    assert "works x 65534" in printed["honest work"]


def test_each_layer_says_whether_it_is_on_in_both_languages() -> None:
    found = layers()
    assert [layer.name for layer in found] == list(LayerName)
    assert all(layer.reason.ja and layer.reason.en for layer in found)


def test_a_layer_that_does_not_exist_cannot_be_accepted_as_missing() -> None:
    with pytest.raises(ValueError, match="no sandbox layer is called fence"):
        Engine(Limits(accept_missing=frozenset({"fence"})))
