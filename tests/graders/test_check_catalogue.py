"""Every check of the library: documented, bilingual, and satisfied by its own example."""

import ast
import sys
from pathlib import Path

import pytest

import terakoya_graders.checks
from terakoya_graders import CHECKS

TEXT_CHECKS = sorted(name for name, check in CHECKS.items() if not check.needs_model)
PACKAGE = Path(terakoya_graders.checks.__file__).parents[1]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", TEXT_CHECKS)
def test_a_check_is_satisfied_by_its_own_example(name: str, language: str) -> None:
    finding = CHECKS[name].on_example(language)
    assert finding.has_passed, finding.message.to(language)
    assert finding.share == 1.0


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_check_says_in_one_sentence_what_it_asks(name: str) -> None:
    assert CHECKS[name].asks.endswith(".")


@pytest.mark.parametrize("name", sorted(set(TEXT_CHECKS) - {"chooses"}))
def test_the_two_languages_of_a_message_differ(name: str) -> None:
    finding = CHECKS[name].run("?", **CHECKS[name].options.get("ja", {}))
    assert finding.message.ja != finding.message.en


def test_the_library_needs_nothing_but_the_standard_library() -> None:
    imported = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.partition(".")[0])
    assert imported - set(sys.stdlib_module_names) == {"terakoya_graders"}
