"""Compressed copies beside each file of the site, made once so that serving costs nothing."""

import gzip
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from pathlib import Path

#: Smaller files gain nothing from a compressed copy.
SMALLEST_BYTES = 512
#: Already compressed, or sent so rarely that a copy only takes room.
LEFT_ALONE = {".png", ".ico", ".woff", ".woff2", ".br", ".gz"}
#: A copy must save at least this share to be kept.
LEAST_GAIN = 0.03
GZIP_LEVEL = 6


def compress_site(root: Path, *, quality: int, progress: Callable[[int, int], None]) -> int:
    """Write `.br` and `.gz` beside every file below `root`; returns the bytes of all `.br`.

    `quality` is Brotli's, 0 to 11; 9 takes seconds, 11 about two minutes for 8 % less.
    `progress` is told (files done, files in all).
    """
    paths = [path for path in sorted(root.rglob("*")) if _is_worthwhile(path)]
    paths.sort(key=lambda path: -path.stat().st_size)
    total = 0
    with ProcessPoolExecutor() as pool:
        sizes = pool.map(partial(compress_file, quality=quality), paths, chunksize=4)
        for done, size in enumerate(sizes, start=1):
            total += size
            progress(done, len(paths))
    return total


def compress_file(path: Path, *, quality: int) -> int:
    """Write the compressed copies of one file where they are smaller; returns Brotli's bytes."""
    data = path.read_bytes()
    # Only the build has this package; the commands load without it.
    small: bytes = import_module("brotli").compress(data, quality=quality, lgwin=24)
    most = len(data) * (1 - LEAST_GAIN)
    if len(small) > most:
        return len(data)
    path.with_name(path.name + ".br").write_bytes(small)
    zipped = gzip.compress(data, GZIP_LEVEL, mtime=0)
    if len(zipped) <= most:
        path.with_name(path.name + ".gz").write_bytes(zipped)
    return len(small)


def _is_worthwhile(path: Path) -> bool:
    return (
        path.is_file() and path.suffix not in LEFT_ALONE and path.stat().st_size >= SMALLEST_BYTES
    )
