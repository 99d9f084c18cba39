"""Which names a piece of Python needs from outside, and which it binds or deletes."""

import ast
import symtable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CellNames:
    """The global names of a cell: what it looks up, what it binds, what it deletes."""

    used: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    deleted: frozenset[str] = frozenset()


def names_of(code: str) -> CellNames:
    """The names of plain Python (magics already translated); none when it doesn't compile."""
    try:
        tree = _OwnScopes().visit(ast.parse(code))
        table = symtable.symtable(ast.unparse(tree), "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return CellNames()
    used: set[str] = set()
    bound: set[str] = set()
    _collect(table, used, bound, is_top=True)
    # A name that a cell both binds and uses may be used first, as in `count = count + 1`.
    return CellNames(frozenset(used), frozenset(bound), frozenset(_deleted(tree)))


def only_imports(code: str) -> str:
    """The imports at the top level of `code`; empty when it doesn't compile."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    kept = [one for one in tree.body if isinstance(one, (ast.Import, ast.ImportFrom))]
    return ast.unparse(ast.Module(body=list(kept), type_ignores=[]))


def only_definitions(code: str) -> str:
    """The imports, functions, classes and literal assignments at the top level of `code`.

    Empty when it doesn't compile.
    """
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    kept = [statement for statement in tree.body if _is_definition(statement)]
    return ast.unparse(ast.Module(body=kept, type_ignores=[]))


class _OwnScopes(ast.NodeTransformer):
    """Writes comprehensions as generators, which look up the same names.

    From Python 3.12 on, the variables of other comprehensions are listed with those around them.
    """

    def visit_ListComp(self, node: ast.ListComp) -> ast.AST:
        return self.generic_visit(ast.GeneratorExp(node.elt, node.generators))

    def visit_SetComp(self, node: ast.SetComp) -> ast.AST:
        return self.generic_visit(ast.GeneratorExp(node.elt, node.generators))

    def visit_DictComp(self, node: ast.DictComp) -> ast.AST:
        both = ast.Tuple([node.key, node.value], ast.Load())
        return self.generic_visit(ast.GeneratorExp(both, node.generators))


def _collect(table: symtable.SymbolTable, used: set[str], bound: set[str], *, is_top: bool) -> None:
    for symbol in table.get_symbols():
        if not (is_top or symbol.is_global()):
            continue
        if symbol.is_referenced():
            used.add(symbol.get_name())
        if symbol.is_assigned() or symbol.is_imported():
            bound.add(symbol.get_name())
    for child in table.get_children():
        _collect(child, used, bound, is_top=False)


def _deleted(tree: ast.AST) -> set[str]:
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del)
    }


def _is_definition(statement: ast.stmt) -> bool:
    if isinstance(
        statement,
        (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
    ):
        return True
    if not isinstance(statement, ast.Assign):
        return False
    try:
        ast.literal_eval(statement.value)
    except (ValueError, TypeError, SyntaxError, RecursionError):
        return False
    return all(isinstance(target, ast.Name) for target in statement.targets)
