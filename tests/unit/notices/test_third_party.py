"""THIRD-PARTY.md names everything that others made, and is never stale."""

import re

import pytest

from terakoya.notices.components import Component
from terakoya.notices.licences import licence_of
from terakoya.notices.pages import third_party_page
from terakoya.notices.sources import GROUPS, REQUIREMENTS
from terakoya.settings import CHECKOUT

# Licences under which we may ship a component beside our own code, Apache-2.0
ACCEPTED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MPL-2.0"),
    *("LGPL-2.1-or-later", "LGPL-3.0-only", "OFL-1.1", "PSF-2.0", "Zlib"),
}
COMPONENTS = [component for group in GROUPS for component in group().components]


def test_the_page_is_as_the_generator_writes_it() -> None:
    expected = third_party_page([group() for group in GROUPS])
    written = (CHECKOUT / "THIRD-PARTY.md").read_text("utf-8")
    assert written == expected, "stale: run `python -m terakoya.notices`"


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.name)
def test_each_component_has_version_digest_and_a_licence_that_we_accept(
    component: Component,
) -> None:
    assert component.version
    assert component.digest
    named = set(re.findall(r"[\w.-]+", component.licence)) - {"AND", "OR", "WITH"}
    assert named <= ACCEPTED


def test_no_runtime_requirement_is_left_out() -> None:
    pinned = re.findall(
        r"^([\w.-]+)", (REQUIREMENTS / "runtime.txt").read_text("utf-8"), re.MULTILINE
    )
    assert set(pinned) <= {component.name for component in COMPONENTS}


@pytest.mark.parametrize(
    ("name", "licence"),
    [("flask", "BSD-3-Clause"), ("huey", "MIT"), ("argon2-cffi", "MIT"), ("arrow", "Apache-2.0")],
)
def test_a_licence_is_found_in_expression_words_or_text(name: str, licence: str) -> None:
    assert licence_of(name) == licence
