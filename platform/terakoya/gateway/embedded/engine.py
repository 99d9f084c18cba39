"""The engine that runs the weights: llama.cpp's server, inside this process, through xllamacpp.

The options are those under which answers were found reproducible; each changes the fingerprint.
The prompt cache and a second slot are off because either changed texts between runs.
"""

import os
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from terakoya.gateway.embedded.machine import (
    UnsupportedMachine,
    not_loaded_sentence,
    unsupported_sentence,
)
from terakoya.gateway.endpoint.fingerprint import ModelFingerprint

CONTEXT_TOKENS = 4096
OPTIONS: dict[str, Any] = {
    "n_ctx": CONTEXT_TOKENS,
    "n_batch": 2048,
    "n_ubatch": 512,
    "n_parallel": 1,
    "cache_prompt": False,
    "no_extra_bufts": True,  # 1.2 instead of 1.8 GB of memory
}
# Spin for a moment (about 1 ms) before sleeping at the end of each step. Sleeping at once halved
# the speed on two free cores; spinning without end starves every other process.
SPIN_COUNT = "20000"


@dataclass(frozen=True, slots=True)
class RunningEngine:
    """A started engine. It listens as long as `server` is referenced."""

    address: str
    fingerprint: ModelFingerprint
    server: Any


def prepare_threads() -> None:
    """Set how threads wait for each other; has an effect only before the engine is loaded."""
    if "OMP_WAIT_POLICY" not in os.environ:
        os.environ.setdefault("GOMP_SPINCOUNT", SPIN_COUNT)


def thread_count() -> int:
    """Threads for the engine: all cores of a small machine, all but one of a larger one."""
    cores = len(os.sched_getaffinity(0))
    return cores if cores <= 2 else cores - 1  # noqa: PLR2004  # two cores are a small machine


def start_engine(
    *, path: Path, digest: str, name: str, api_key: str, port: int = 0
) -> RunningEngine:
    """Load the GGUF file at `path` and listen on 127.0.0.1; port 0 takes a free one.

    `digest` is the file's SHA-256 and goes into the fingerprint. Raises UnsupportedMachine when
    the engine can't be loaded here, RuntimeError when it can't load the file.
    """
    engine = _load_engine()
    parameters = engine.CommonParams()
    for option, value in OPTIONS.items():
        setattr(parameters, option, value)
    parameters.model.path = str(path)
    parameters.model_alias = {name}
    parameters.api_keys = [api_key]
    parameters.port = port
    parameters.cpuparams.n_threads = thread_count()
    parameters.cpuparams_batch.n_threads = thread_count()
    parameters.n_gpu_layers = 0
    parameters.cache_ram_mib = 0
    parameters.n_ctx_checkpoints = 0
    parameters.fit_params = False  # would shrink n_ctx on a small machine, and so change answers
    parameters.offline = True
    parameters.endpoint_slots = False  # would show other people's prompts
    parameters.ui = False
    parameters.cors_origins = ""
    parameters.verbosity = 0
    server = engine.Server(parameters)
    return RunningEngine(str(server.listening_address), fingerprint(digest, engine), server)


def fingerprint(digest: str, engine: Any = None) -> ModelFingerprint:
    """The fingerprint of weights with SHA-256 `digest` run by this engine on this machine.

    Raises UnsupportedMachine when the engine can't be loaded here.
    """
    loaded = engine or _load_engine()
    return ModelFingerprint(
        weights=digest,
        engine=f"xllamacpp {metadata.version('xllamacpp')}",
        options=OPTIONS,
        cpu_features=_cpu_features(str(loaded.get_system_info())),
    )


def _cpu_features(system_info: str) -> str:
    """The instruction sets the engine uses: "AVX = 1 | AVX2 = 1" becomes "AVX AVX2"."""
    flags = system_info.replace("CPU :", "").split("|")
    pairs = (flag.split("=") for flag in flags if "=" in flag)
    return " ".join(sorted(name.strip() for name, value in pairs if value.strip() == "1"))


def _load_engine() -> Any:
    prepare_threads()
    reason = unsupported_sentence()
    if reason is not None:
        raise UnsupportedMachine(reason)
    try:
        return import_module("xllamacpp")
    except ImportError as error:
        raise UnsupportedMachine(not_loaded_sentence(str(error))) from error
