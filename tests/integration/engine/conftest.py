"""One engine for all tests of it: starting it takes seconds, a submission does not."""

from collections.abc import Iterator

import pytest

from engine_notebooks import LIMITS
from terakoya.grading.engine import Engine


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    with Engine(LIMITS) as running:
        yield running
