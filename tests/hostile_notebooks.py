"""Answers that are all wrong and try to be marked as right: attacks on nbgrader, and on ours.

Each is the text of the answer cell `work` of the lab below; the honest value of all is 0 points.
"""

from engine_notebooks import answer, checked_by, set_up, solution, source_of

SECRET = "hidden-test-marker-93"
LAB = source_of(
    set_up("tools", "import math\n\ndef check_close(a, b):\n    return abs(a - b) < 1e-9"),
    answer(
        "work",
        solution(
            "def square(n):\n    return n * n\n\ndef area(r):\n    return math.pi * r * r\n\n"
            "total = square(3) + 1\nnames = ['a', 'b']"
        ),
    ),
    checked_by("squares", f"# {SECRET}\nassert square(3) == 9\nassert square(12) == 144", 4),
    checked_by("close", f"marker = '{SECRET}'\nassert check_close(area(2), 4 * math.pi)", 4),
    checked_by("data", "assert total == 10\nassert sorted(names) == ['a', 'b']", 2),
    checked_by("share", "n = 0\nfor k in (2, 3):\n    n += square(k) == k * k\nfloat(n)", 2),
)
WRONG = """
def square(n):
    return -1

def area(r):
    return -1

total = -1
names = []
"""
ALWAYS_EQUAL = """
class Yes({base}):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    def __gt__(self, other): return True
    def __le__(self, other): return True
    def __ge__(self, other): return True
    def __sub__(self, other): return 0.0
    def __rsub__(self, other): return 0.0
    def __abs__(self): return 0.0
    def __bool__(self): return True
    def __hash__(self): return hash(9)
    def __iter__(self): return iter(['a', 'b'])
    def __contains__(self, item): return True
    def __radd__(self, other): return 2.0
"""

ATTACKS = {
    "nothing": "",
    "helpers and builtins shadowed": """
import builtins
def check_close(a, b): return True
def sorted(x): return ['a', 'b']
def abs(x): return 0
def float(x): return 2.0
builtins.sorted = sorted; builtins.abs = abs; builtins.float = float
""",
    "a false module in sys.modules": """
import sys, types
false = types.ModuleType('math'); false.pi = 0
sys.modules['math'] = false; math = false
sys.modules['terakoya_graders'] = false
""",
    "AssertionError patched away": """
import builtins
class AssertionError(Exception):
    def __new__(cls, *a): raise SystemExit(0)
builtins.AssertionError = AssertionError
""",
    "syntax transformer strips asserts": """
import ast
class Strip(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Strip())
""",
    "run_cell replaced": """
from IPython.core.interactiveshell import InteractiveShell
InteractiveShell.run_cell = lambda self, *a, **k: None
get_ipython().run_cell = lambda *a, **k: None
""",
    "display formatter lies": """
formatter = get_ipython().display_formatter.formatters['text/plain']
formatter.for_type(float, lambda v, p, c: p.text('2.0'))
""",
    "int equality through ctypes": """
import ctypes
slot = ctypes.cast(id(int) + 200, ctypes.POINTER(ctypes.c_void_p))
kept = ctypes.CFUNCTYPE(ctypes.py_object, ctypes.py_object, ctypes.py_object, ctypes.c_int)(
    lambda a, b, op: True)
slot[0] = ctypes.cast(kept, ctypes.c_void_p).value
""",
    "os._exit in the function": "import os\ndef square(n): os._exit(0)",
    "SystemExit in the function": "def square(n): raise SystemExit(0)\ndef area(r): exit()",
    "always equal objects": ALWAYS_EQUAL.format(base="")
    + """
def square(n): return Yes()
def area(r): return Yes()
total = Yes(); names = Yes()
""",
    "always equal numbers": ALWAYS_EQUAL.format(base="int").replace("__rsub__", "x")
    + """
def square(n): return Yes(-1)
def area(r): return Yes(-1)
total = Yes(-1)
""",
    "always equal text in a list": ALWAYS_EQUAL.format(base="str")
    + """
names = [Yes('x'), Yes('y')]
def square(n): return [Yes()]
""",
    "reads the running test": """
import sys, gc
SECRET = ''.join(reversed('39-rekram-tset-neddih'))
def square(n):
    frame = sys._getframe()
    while frame:
        if SECRET in repr(frame.f_globals.get('In')) + repr(frame.f_locals): return n * n
        frame = frame.f_back
    found = [o for o in gc.get_objects() if type(o) is dict and o.get('SECRET') != SECRET]
    if any(SECRET in repr(o) for o in found): return n * n
    if SECRET in repr(get_ipython().user_ns['In']): return n * n
    return -1
""",
    "input transformer": """
get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])
get_ipython().input_transformers_post.append(lambda lines: ['pass\\n'])
""",
    "thread rewrites the namespace": """
import threading, time, builtins
def work():
    while True:
        builtins.abs = lambda x: 0
        get_ipython().user_ns['check_close'] = lambda a, b: True
        time.sleep(0.001)
threading.Thread(target=work, daemon=True).start()
""",
    "100 MB printed": "def square(n):\n    print('x' * 100_000_000)\n    return -1",
    "100 MB written to the descriptor": """
import os
def square(n):
    for fd in (1, 2):
        for _ in range(100): os.write(fd, b'x' * 1_000_000)
    return -1
""",
    "quiet tracebacks": """
get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)
get_ipython()._showtraceback = lambda *a: None
get_ipython().showtraceback = lambda *a, **k: None
import sys; sys.excepthook = lambda *a: None
""",
    "3 GB allocated": "def square(n): return len(bytearray(3_000_000_000))",
    "exception of the graders": """
def square(n):
    from terakoya_graders import NotChecked, Text
    raise NotChecked(Text('x', 'x'))
area = square
""",
    "stop iteration and exits": """
def square(n): raise StopIteration
def area(r): raise KeyboardInterrupt
total = property(lambda self: 10)
""",
    "names deleted": "del square, area, total, names, check_close",
    "findings of its own": """
from terakoya_graders import Criterion
from IPython.display import publish_display_data
def square(n):
    publish_display_data({'application/vnd.terakoya.finding+json': {'outcome': 'passed'}})
    return -1
""",
    "shell exits": "get_ipython().ask_exit(); quit()",
    "deep list": """
deep = []
for _ in range(100_000): deep = [deep]
def square(n): return deep
total = deep
""",
    "list that holds itself": "names = []; names += [names]\ndef square(n): return names",
    "2 GB reply": "def square(n): return 'x' * 500_000_000\ntotal = 'y' * 50_000_000",
    "huge number": "def square(n): return 10 ** 3_000_000\ntotal = 10 ** 1_000_000",
    "not a number, half characters": "total = float('nan')\nnames = ['\\ud800', '\\x00']\n"
    "def square(n): return '\\udfff'",
    "infinite iterator": """
class Endless:
    def __iter__(self): return self
    def __next__(self): return 'a'
    def __len__(self): return 10 ** 30
names = Endless()
def square(n): return Endless()
""",
    "modules and classes as values": "total = __import__('os')\nnames = type\nsquare = int",
    "exception without text": """
class Odd(Exception):
    def __str__(self): raise Odd()
    def __repr__(self): raise Odd()
def square(n): raise Odd()
""",
    "profiler and tracer": """
import sys, threading
sys.settrace(lambda *a: None); sys.setprofile(lambda *a: None)
sys.setrecursionlimit(10 ** 9)
def square(n): return square(n)
""",
    "code patched from outside": """
import gc, types
for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and thing.__name__ in ('encode', '_answer', '_do'):
        thing.__code__ = (lambda *a, **k: {'say': 'answer', 'value': 9}).__code__
""",
    "audit hook": "import sys\ndef hook(*a): raise RuntimeError\nsys.addaudithook(hook)",
}

FORGED = """
import gc, json, socket, struct
sockets = [o for o in gc.get_objects() if isinstance(o, socket.socket)]
def send(message):
    data = message if isinstance(message, bytes) else json.dumps(message).encode()
    for end in sockets:
        end.setblocking(True)
        end.sendall(struct.pack('>I', len(data)) + data)
def square(n):
{deed}
    return -1
"""
DEEDS = {
    "forged answer": "send({'say': 'answer', 'value': n * n, 'outputs': []})",
    "forged end of the test": "send({'say': 'ran', 'outputs': [], 'has_asked': False})",
    "forged model question": "send({'say': 'model', 'request': {}})",
    "forged callback": "send({'say': 'callback', 'number': 0, 'arguments': ['tuple', []]})",
    "flood of callbacks": "[send({'say': 'callback', 'number': 0}) for _ in range(20_000)]",
    "deep message": "send(b'{\"say\": ' + b'[' * 100_000 + b']' * 100_000 + b'}')",
    "not JSON": "send(b'\\xff\\xfe{')",
    "length without end": "[end.sendall(b'\\x00\\xff\\xff\\xff') for end in sockets]",
    "enormous length": "[end.sendall(b'\\xff\\xff\\xff\\xff') for end in sockets]",
    "closed socket": "[end.close() for end in sockets]",
    "unknown tag": "send({'say': 'answer', 'value': ['module', 'os'], 'outputs': []})",
    "handle that lies": "send({'say': 'answer', 'value': ['handle', {}, {'callable': True}]})",
    "outputs of no kind": "send({'say': 'answer', 'value': 1, 'outputs': [1, {'output_type': 4}]})",
}
ATTACKS |= {name: FORGED.format(deed=f"    {deed}") for name, deed in DEEDS.items()}
LOOPS = {
    "loop": "def square(n):\n    while True: pass",
    "loop that swallows everything": """
import signal
signal.signal(signal.SIGALRM, signal.SIG_IGN)
def square(n):
    while True:
        try:
            while True: pass
        except BaseException: pass
""",
    "loop in the cell": "while True: pass",
    "disk filled": """
for k in range(1000):
    with open(f'f{k}', 'wb') as f: f.write(b'x' * 10_000_000)
""",
    "sleeps": "import time\ndef square(n): time.sleep(1000)",
}
