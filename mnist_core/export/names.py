"""What depends on a line of a program: where the names that it makes are used."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Uses:
    """A name that a line makes, and the lines (1-based) after it that use the name.

    Attributes:
        first: the first of them that is always run: no line of an ``except``.
    """

    name: str
    lines: tuple[int, ...]
    first: int


def uses_of_names(source: str) -> dict[int, Uses]:
    """By line (1-based): of the names that it makes by an import, a definition or an assignment,
    the one that is used first.

    What a function makes is looked for in that function alone.  Lines whose names nobody uses are
    left out.
    """
    tree = ast.parse(source)
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]
    rare = [each for each in ast.walk(tree) if isinstance(each, ast.ExceptHandler)]
    used: dict[str, list[int]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            used.setdefault(node.id, []).append(node.lineno)
    found: dict[int, Uses] = {}
    for node in ast.walk(tree):
        for name in _made_by(node):
            made = _line(node)
            ends = [_end(each) for each in functions if _within(made, each)]
            lines = {each for each in used.get(name, []) if made < each <= min([*ends, each])}
            if not lines:
                continue
            always = [line for line in lines if not any(_within(line, each) for each in rare)]
            uses = Uses(name, tuple(sorted(lines)), min(always, default=min(lines)))
            if made not in found or uses.first < found[made].first:
                found[made] = uses
    return found


def _within(line: int, block: ast.FunctionDef | ast.ExceptHandler) -> bool:
    """Whether a line is of the block's body."""
    return block.lineno < line <= _end(block)


def _end(node: ast.FunctionDef | ast.ExceptHandler) -> int:
    assert node.end_lineno is not None, "it was parsed from a source"
    return node.end_lineno


def _line(node: ast.AST) -> int:
    assert isinstance(node, ast.stmt)
    return node.lineno


def _made_by(node: ast.AST) -> Iterator[str]:
    """The names that a statement makes; `self` of `self.fc1 = ...` is none."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from (each.asname or each.name for each in node.names)
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        targets = [each for target in node.targets for each in ast.walk(target)]
        names = [each for each in targets if isinstance(each, ast.Name)]
        yield from (each.id for each in names if isinstance(each.ctx, ast.Store))


def runs_without(source: Sequence[str], line: int) -> bool:
    """Whether Python could read the program without this line (1-based)."""
    try:
        compile("\n".join([*source[: line - 1], *source[line:]]), "program", "exec")
    except SyntaxError:  # an IndentationError is one
        return False
    return True
