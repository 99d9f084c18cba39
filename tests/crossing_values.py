"""Tests (first) and right answers to them (second): what crosses from one process to the other."""

CROSSING = {
    "nested data": (
        "assert data == {'a': [1, (2.5, None)], 'b': {True}}",
        "data = {'a': [1, (2.5, None)], 'b': {True}}",
    ),
    "odd numbers": (
        "assert huge == 7 ** 5000 and nan != nan and z == 1j",
        "huge = 7 ** 5000\nnan = float('nan')\nz = 1j",
    ),
    "text and bytes": (
        "assert text == '日本\\ud800' and raw == b'\\x00'",
        "text = '日本\\ud800'\nraw = b'\\x00'",
    ),
    "dates, decimals and fractions": (
        (
            "import datetime, decimal, fractions\n"
            "assert day == datetime.date(2026, 4, 1)\n"
            "assert price == decimal.Decimal('1.10') and share == fractions.Fraction(1, 3)"
        ),
        (
            "import datetime, decimal, fractions\n"
            "day = datetime.date(2026, 4, 1)\n"
            "price = decimal.Decimal('1.10')\nshare = fractions.Fraction(1, 3)"
        ),
    ),
    "an exception of the learner's own class": (
        (
            "try:\n    f(-1)\n"
            "except ValueError as error:\n    assert 'negative' in str(error)\n"
            "else:\n    raise AssertionError"
        ),
        "class Bad(ValueError): pass\ndef f(n): raise Bad('negative')",
    ),
    "a generator": (
        "assert [n for n in count(3)] == [0, 1, 2]",
        "def count(n):\n    for k in range(n): yield k",
    ),
    "a class": (
        "p = Point(1, 2)\nassert p.x + p.y == 3 and p.sum() == 3 and str(p) == '(1, 2)'",
        (
            "class Point:\n"
            "    def __init__(self, x, y): self.x, self.y = x, y\n"
            "    def sum(self): return self.x + self.y\n"
            "    def __str__(self): return f'({self.x}, {self.y})'"
        ),
    ),
    "a list of functions": (
        "assert [f(2) for f in functions] == [3, 4] and len(functions) == 2",
        "functions = [lambda n: n + 1, lambda n: n * 2]",
    ),
    "a function given to a function": (
        "assert apply(lambda n: n + 1, 2) == 3",
        "def apply(f, n): return f(n)",
    ),
    "an exception inside a function given": (
        "def fail(n): raise KeyError(n)\nassert apply(fail, 2) == 'caught'",
        "def apply(f, n):\n    try: return f(n)\n    except KeyError: return 'caught'",
    ),
    "what a function prints": (
        (
            "import io, contextlib\nout = io.StringIO()\n"
            "with contextlib.redirect_stdout(out):\n    hello()\n"
            "assert out.getvalue() == 'hello\\n'"
        ),
        "def hello(): print('hello')",
    ),
    "a function taken away for a moment": (
        (
            "kept = helper\ndel helper\n"
            "try:\n    work()\n"
            "except NameError:\n    pass\n"
            "else:\n    raise AssertionError('work must call helper')\n"
            "finally:\n    helper = kept\n"
            "assert work() == 1"
        ),
        "def helper(): return 1\ndef work(): return helper()",
    ),
    "the name of a function": (
        "assert double.__name__ == 'double' and callable(double) and double.__doc__ == 'Twice.'",
        "def double(n):\n    'Twice.'\n    return 2 * n",
    ),
    "a name of Python that the answer takes": (
        "assert open == 3",
        "open = 3",
    ),
}
