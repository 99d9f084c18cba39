"""Whether this machine can run the embedded model, said in sentences."""

import platform
from pathlib import Path

from terakoya.language import Text

NEEDED_INSTRUCTIONS = frozenset({"avx2", "fma", "f16c", "bmi2"})
WORKING_BYTES = 400 * 1024 * 1024
MEGABYTE = 1_000_000
WAY_OUT = Text(
    "TERAKOYA_MODEL_URL に OpenAI 互換のエンドポイントを設定すると、そちらを使えます。"
    "ラボの文章の確認は、モデルがなくても動きます。",
    "Set TERAKOYA_MODEL_URL to an OpenAI-compatible endpoint to use that instead. "
    "The labs' checks of the text work without a model.",
)


class UnsupportedMachine(Exception):
    """The embedded model can't run here; `sentence` says why and what to do."""

    def __init__(self, sentence: Text | None) -> None:
        self.sentence = sentence or WAY_OUT
        super().__init__(self.sentence.en)


def unsupported_sentence(
    *,
    system: str | None = None,
    processor: str | None = None,
    instructions: frozenset[str] | None = None,
) -> Text | None:
    """Why the engine can't run here, or None. What is not given is read from this machine."""
    system = system or platform.system()
    processor = processor or platform.machine()
    if system != "Linux" or processor != "x86_64":
        return Text(
            f"この環境（{system} {processor}）では内蔵モデルを動かせません。{WAY_OUT.ja}",
            f"The embedded model can't run on {system} {processor}. {WAY_OUT.en}",
        )
    found = _cpu_instructions() if instructions is None else instructions
    missing = ", ".join(sorted(NEEDED_INSTRUCTIONS - found))
    if not missing:
        return None
    return Text(
        f"このCPUには内蔵モデルに必要な命令（{missing}）がありません。{WAY_OUT.ja}",
        f"This CPU lacks instructions that the embedded model needs ({missing}). {WAY_OUT.en}",
    )


def not_loaded_sentence(reason: str) -> Text:
    """The engine's library can't be loaded, for the system's `reason`."""
    return Text(
        f"内蔵モデルの部品を読み込めません（{reason}）。"
        f"Debian では apt install libgomp1 で直ります。{WAY_OUT.ja}",
        f"The embedded model's engine can't be loaded ({reason}). "
        f"On Debian, apt install libgomp1 mends it. {WAY_OUT.en}",
    )


def too_small_sentence(*, model_bytes: int, free_bytes: int) -> Text | None:
    """Why a model file of `model_bytes` does not fit into `free_bytes` of memory, or None."""
    needed = model_bytes + WORKING_BYTES
    if free_bytes >= needed:
        return None
    have, need = free_bytes // MEGABYTE, needed // MEGABYTE
    return Text(
        f"内蔵モデルには空きメモリが {need:,} MB 必要ですが、{have:,} MB しかありません。"
        f"{WAY_OUT.ja}",
        f"The embedded model needs {need:,} MB of free memory; there are {have:,} MB. {WAY_OUT.en}",
    )


def free_memory_bytes(root: Path = Path("/")) -> int:
    """Memory that this process may still take: the machine's, or its container's if less.

    `root` is where /proc and /sys are found. The formula for a container is the kernel's:
    memory.max - memory.current + inactive_file (cache that is given back when needed).
    """
    meminfo = _fields(root / "proc/meminfo")
    free = int(meminfo.get("MemAvailable:", "0")) * 1024
    group = root / "sys/fs/cgroup"
    limit = _line(group / "memory.max")
    if not limit.isdigit():
        return free
    used = int(_line(group / "memory.current") or 0)
    reclaimable = int(_fields(group / "memory.stat").get("inactive_file", "0"))
    return min(free, int(limit) - used + reclaimable)


def _cpu_instructions() -> frozenset[str]:
    for line in _lines(Path("/proc/cpuinfo")):
        if line.startswith("flags"):
            return frozenset(line.split(":", 1)[1].split())
    return frozenset()


def _fields(path: Path) -> dict[str, str]:
    """First and second word of each line."""
    rows = (line.split() for line in _lines(path))
    return {row[0]: row[1] for row in rows if len(row) > 1}


def _line(path: Path) -> str:
    return next(iter(_lines(path)), "").strip()


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except OSError:
        return []
