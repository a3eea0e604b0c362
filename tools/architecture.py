"""Draws the picture in ARCHITECTURE.md from the imports that there are: `make picture`.

Its boxes in the core are the modules that pyproject.toml's layers name; whatever these import by
way of smaller modules counts as their own import, and an arrow that others already imply is left
out.  With `--check` nothing is written; a picture that is out of date ends with status 1.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from itertools import permutations
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "ARCHITECTURE.md"
PACKAGES = ("pages", "ui", "mnist_core")
BEGIN = "<!-- picture: drawn from the imports by `make picture` -->\n"
END = "<!-- end of picture -->"
Arrows = set[tuple[str, str]]


def rows() -> list[list[str]]:
    """The core's named modules that exist, top to bottom, as the layers contract has them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["id"] == "queue")
    named = [re.findall(r"\w+", layer) for layer in layers]
    found = [[name for name in row if (ROOT / f"mnist_core/{name}.py").exists()] for row in named]
    return [row for row in found if row]


def package_arrows(graph: grimp.ImportGraph) -> Arrows:
    """Who imports whom among app.py and the packages."""
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    arrows = {("app", package) for package in PACKAGES if package in imported}
    for one, other in permutations(PACKAGES, 2):
        if graph.direct_import_exists(importer=one, imported=other, as_packages=True):
            arrows.add((one, other))
    return arrows


def core_arrows(graph: grimp.ImportGraph, names: set[str]) -> Arrows:
    """Who imports whom among the core's named modules, small helpers being part of their users."""
    return {
        (name, found) for name in names for found in _reached(graph, name, names) if found != name
    }


def _reached(graph: grimp.ImportGraph, name: str, names: set[str]) -> set[str]:
    """The named modules that this one imports itself or through modules that have no name."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = [f"mnist_core.{name}"]
    while waiting:
        for module in graph.find_modules_directly_imported_by(waiting.pop()):
            short = module.removeprefix("mnist_core.")
            if short in names:
                found.add(short)
            elif module not in seen:
                seen.add(module)
                waiting.append(module)
    return found


def without_implied(arrows: Arrows) -> Arrows:
    """The arrows without those that a longer way already says (transitive reduction)."""
    return {
        (start, end)
        for start, end in arrows
        if not any(
            _leads(arrows, middle, end)
            for first, middle in arrows
            if first == start and middle != end
        )
    }


def _leads(arrows: Arrows, start: str, end: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for first, second in arrows:
            if first == here and second == end:
                return True
            if first == here and second not in seen:
                seen.add(second)
                waiting.append(second)
    return False


def picture() -> str:
    """The picture in Mermaid's language, which GitHub draws."""
    sys.path.insert(0, str(ROOT))
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    sys.path.remove(str(ROOT))
    named = rows()
    names = {name for row in named for name in row}
    lines = [
        "```mermaid",
        "flowchart TD",
        '  app["app.py<br>router and frame"]',
        '  pages["pages/<br>one file a step"]',
        '  ui["ui/<br>state, controls, charts, canvas"]',
        '  subgraph mnist_core["mnist_core/"]',
    ]
    lines += [f"    {name}" for row in named for name in row]
    lines += ["  end"]
    lines += [f"  {one} --> {other}" for one, other in sorted(package_arrows(graph))]
    inner = without_implied(core_arrows(graph, names))
    lines += [f"  {one} --> {other}" for one, other in sorted(inner)]
    return "\n".join([*lines, "```", ""])


def redrawn(page: str) -> str:
    """The page with the picture as it must be now."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return before + BEGIN + picture() + END + after


def main() -> None:
    page = PAGE.read_text(encoding="utf-8")
    fresh = redrawn(page)
    if "--check" in sys.argv[1:]:
        sys.exit(0 if fresh == page else "ARCHITECTURE.md's picture is out of date: make picture")
    PAGE.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    main()
