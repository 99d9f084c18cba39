"""Which names a test takes from outside."""

import pytest

from terakoya.grading.engine.names import names_of, only_definitions


@pytest.mark.parametrize(
    ("code", "used", "bound", "deleted"),
    [
        ("assert f(x) == y", {"f", "x", "y"}, set(), set()),
        ("a = 1\nassert a == b", {"a", "b"}, {"a"}, set()),
        ("def t(n):\n    k = n\n    return g(k)", {"g"}, {"t"}, set()),
        ("[square(n) for n in range(3)]", {"square", "range"}, set(), set()),
        ("{k: [v for v in vs] for k, vs in pairs}", {"pairs"}, set(), set()),
        ("{(last := n) for n in numbers}\nn", {"numbers", "n"}, {"last"}, set()),
        ("import os.path as p, sys", set(), {"p", "sys"}, set()),
        ("kept = f\ndel f\nf = kept", {"f", "kept"}, {"f", "kept"}, {"f"}),
        ("class A(B):\n    x = y", {"B", "y"}, {"A"}, set()),
        ("def t():\n    global g\n    g = 1", set(), {"t", "g"}, set()),
        ("this is no Python", set(), set(), set()),
    ],
)
def test_names_are_found_where_python_looks_them_up(
    code: str, used: set[str], bound: set[str], deleted: set[str]
) -> None:
    names = names_of(code)
    assert names.used - {"__name__"} == used
    assert (names.bound, names.deleted) == (bound, deleted)


def test_of_an_open_cell_only_definitions_stay() -> None:
    code = (
        "import math\nK = [1, 'a']\nx = f(3)\nprint(x)\n"
        "def g():\n    return 1\nwhile True:\n    pass\na.b = 1"
    )
    assert only_definitions(code) == "import math\nK = [1, 'a']\n\ndef g():\n    return 1"
    assert only_definitions("%matplotlib inline") == ""
