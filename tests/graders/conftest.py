"""Each test begins with no prompt written, no model, and the English language."""

from collections.abc import Iterator

import pytest

from terakoya_graders import findings, letters, model, session


@pytest.fixture(autouse=True)
def fresh_library() -> Iterator[None]:
    session.start("a-lab", language="en")
    yield
    letters.prompts.clear()
    findings.shown.clear()
    model.use(None)
