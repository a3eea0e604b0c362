"""Draws the pictures in ARCHITECTURE.md from the imports that there are: `make picture`.

A box is a package or one of its rooms; an arrow says that one imports the other, and is left out
where others already imply it.  With `--check` nothing is written; a picture that is out of date
ends with status 1.
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


def rooms(package: str) -> list[str]:
    """The package's rooms, in the order in which their layers stand in pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each.get("containers") == [package])
    named = [name for layer in layers for name in re.findall(r"\w+", layer)]
    return [name for name in named if (ROOT / package / name / "__init__.py").exists()]


def package_arrows(graph: grimp.ImportGraph) -> Arrows:
    """Who imports whom among app.py and the packages; app.py is no package, so it is read."""
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    arrows = {("app", package) for package in PACKAGES if package in map(_top, modules)}
    for one, other in permutations(PACKAGES, 2):
        if graph.direct_import_exists(importer=one, imported=other, as_packages=True):
            arrows.add((one, other))
    return arrows


def _top(module: str) -> str:
    return module.partition(".")[0]


def room_arrows(graph: grimp.ImportGraph, package: str) -> Arrows:
    """Who imports whom among a package's rooms."""
    return {
        (one, other)
        for one, other in permutations(rooms(package), 2)
        if graph.direct_import_exists(
            importer=f"{package}.{one}", imported=f"{package}.{other}", as_packages=True
        )
    }


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
    """Three pictures in Mermaid's language, which GitHub draws: the house, and its two floors."""
    sys.path.insert(0, str(ROOT))
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    sys.path.remove(str(ROOT))
    house = [
        '  app["app.py<br>router and frame"]',
        '  pages["pages/<br>one file a page"]',
        '  ui["ui/<br>state, controls, charts, canvas"]',
        '  mnist_core["mnist_core/<br>plain PyTorch"]',
    ]
    drawn = [_diagram(house, package_arrows(graph))]
    for package in ("ui", "mnist_core"):
        boxes = [f'  {package}_{name}["{name}"]' for name in rooms(package)]
        arrows = without_implied(room_arrows(graph, package))
        drawn.append(f"\nThe rooms of `{package}/`:\n")
        drawn.append(_diagram(boxes, {(f"{package}_{a}", f"{package}_{b}") for a, b in arrows}))
    return "\n".join(drawn)


def _diagram(boxes: list[str], arrows: Arrows) -> str:
    lines = [*boxes, *(f"  {one} --> {other}" for one, other in sorted(arrows))]
    return "\n".join(["```mermaid", "flowchart TD", *lines, "```", ""])


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
