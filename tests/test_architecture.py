"""The arrows of the house: held by import-linter's contracts, and by the rules here that those
cannot express.  Each is shown a house that breaks it."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import architecture

ROOT = Path(__file__).parents[1]
PACKAGES = ("pages", "ui", "mnist_core")
CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}

# contract -> (a module, an import that it must not have)
FORBIDDEN = {
    "house": ("ui/components/pictures.py", "import pages.home"),
    "pages": ("pages/train.py", "from pages import home"),
    "pages-draw-nothing": ("pages/train.py", "import altair"),
    "core": ("mnist_core/model/mlp.py", "import pandas"),
    "charts": (
        "ui/charts/curves.py",
        "from ui.session.state import get_state",
    ),  # which imports streamlit
    "canvas": ("ui/shell/frame.py", "from streamlit_drawable_canvas import st_canvas"),
    "torchvision": ("mnist_core/data/mnist.py", "from torchvision import datasets"),
    "core-rooms": ("mnist_core/training/loop.py", "from mnist_core import runs"),
    "ui-rooms": ("ui/train/views.py", "from ui import evaluate"),
    "store-knows-no-model": ("mnist_core/store/rows.py", "import torch"),
}


def check_contracts(house: Path) -> tuple[int, str]:
    """import-linter's verdict on a tree: its exit status and what it said."""
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=house, capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the app's modules that a test may spoil."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        ignore = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, tmp_path / package, ignore=ignore)
    return tmp_path


def test_the_contracts_are_kept() -> None:
    status, said = check_contracts(ROOT)
    assert status == 0, said


def test_every_contract_is_shown_to_fail() -> None:
    assert set(FORBIDDEN) == set(CONTRACTS)


@pytest.mark.parametrize("contract", FORBIDDEN)
def test_a_broken_contract_is_seen(contract: str, house: Path) -> None:
    module, forbidden = FORBIDDEN[contract]
    with (house / module).open("a", encoding="utf-8") as source:
        source.write(f"\n{forbidden}\n")
    status, said = check_contracts(house)
    assert status == 1, said
    assert f"{CONTRACTS[contract]} BROKEN" in said


def imported(source: str) -> set[str]:
    """The top-level packages that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module and node.level == 0, "imports are absolute here"
            found.add(node.module.partition(".")[0])
    return found


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def test_the_router_uses_the_interface_alone() -> None:
    assert imported("from ui.session.state import get_state\nimport mnist_core.runs") == {
        "ui",
        "mnist_core",
    }
    assert imported((ROOT / "app.py").read_text(encoding="utf-8")) <= {"streamlit", "ui"}


def test_nothing_imports_the_router_the_tools_or_the_tests() -> None:
    for path in modules():
        found = imported(path.read_text(encoding="utf-8"))
        assert not found & {"app", "tools", "tests", "benchmarks"}, path


def room_of(module: str) -> str:
    """`ui.draw` of `ui.draw.canvas`: a package within a package, or what stands beside rooms."""
    return ".".join(module.split(".")[:2])


def imports_of_rooms(path: Path) -> Iterator[tuple[str, str]]:
    """What a file imports of our packages: the module that it names, and a name in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in PACKAGES:
            yield from ((str(node.module), name.name) for name in node.names)


def rooms() -> list[str]:
    return [
        f"{package}.{path.parent.name}"
        for package in ("ui", "mnist_core")
        for path in sorted((ROOT / package).glob("*/__init__.py"))
    ]


def listed(room: str) -> list[str]:
    """A room's `__all__`, read without importing it."""
    source = (ROOT / room.replace(".", "/") / "__init__.py").read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    raise AssertionError(f"{room} lists no public names")


def users() -> Iterator[tuple[str, Path]]:
    """Every file that may use a room, with the room it stands in."""
    for path in [ROOT / "app.py", *modules(), *sorted((ROOT / "benchmarks").glob("*.py"))]:
        yield room_of(".".join(path.relative_to(ROOT).with_suffix("").parts)), path


def test_rooms_list_what_is_used() -> None:
    """Whoever stands outside imports from `__init__`, which lists nothing that nobody needs."""
    used: dict[str, set[str]] = {room: set() for room in rooms()}
    for here, path in users():
        for module, name in imports_of_rooms(path):
            room = room_of(module)
            if room == here or room not in used:
                continue
            assert module == room, f"{path} reaches into {module}"
            used[room].add(name)
    for room, names in used.items():
        assert sorted(names) == sorted(listed(room)), room


@pytest.mark.parametrize(
    "room",
    [
        "mnist_core.config",
        "mnist_core.tracking",
        "mnist_core.experiments",
        "ui.shell",
        "ui.runs",
        "ui.home",
    ],
)
def test_what_the_first_page_needs_is_there_without_torch(room: str) -> None:
    code = f"import sys, {room}; sys.exit('torch' in sys.modules or 'altair' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0


def reads_session_state(source: str) -> bool:
    """Whether a module touches `st.session_state`, under whatever name."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr == "session_state")
        or (isinstance(node, ast.alias) and node.name.endswith("session_state"))
        for node in ast.walk(ast.parse(source))
    )


def test_one_module_reads_the_session_state() -> None:
    assert reads_session_state("import streamlit as st\nst.session_state['x'] = 1")
    assert reads_session_state("from streamlit import session_state")
    readers = [path for path in modules() if reads_session_state(path.read_text(encoding="utf-8"))]
    assert readers == [ROOT / "ui" / "session" / "state.py"]


def test_app_and_pages_hold_no_logic() -> None:
    """A page reads top to bottom: it defines no class, no loop without end, and stays short."""
    for path in [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]:
        source = path.read_text(encoding="utf-8")
        kinds = {type(node) for node in ast.walk(ast.parse(source))}
        assert not kinds & {ast.ClassDef, ast.While, ast.Try}, path
        assert len(source.splitlines()) <= 120, path


def test_picture_matches_imports() -> None:
    """The picture is drawn from the imports as they are."""
    page = architecture.PAGE.read_text(encoding="utf-8")
    assert "```mermaid" in page
    assert architecture.redrawn(page) == page, "make picture"
    older = page.replace("  ui --> mnist_core\n", "")
    assert architecture.redrawn(older) == page != older


def test_an_arrow_that_others_imply_is_left_out() -> None:
    arrows = {("runs", "training"), ("training", "model"), ("runs", "model")}
    assert architecture.without_implied(arrows) == arrows - {("runs", "model")}


# Where the tests of a package's rooms are.
MIRRORED = {"mnist_core": ROOT / "tests" / "core", "ui": ROOT / "tests" / "ui"}
BRANCHES = (
    *(ast.If, ast.IfExp, ast.For, ast.While, ast.Try, ast.Match),
    *(ast.comprehension, ast.BoolOp, ast.Compare),
)
PARTS_OF_A_PAGE = {"views", "keys", "state", "listing"}
# Tests of no one module, and why.
OF_SEVERAL_MODULES = {
    "ui/test_code.py": "the listings of four pages, joined to one program and executed",
}


def decides(source: str) -> bool:
    """Whether a module does more than to name, to hold or to hand over: whether it branches."""
    functions = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return any(isinstance(each, BRANCHES) for node in functions for each in ast.walk(node))


def is_seen_on_its_page(package: str, room: str, name: str, source: str) -> bool:
    """Whether tests/pages test it: what draws a page, and the parts that every page has."""
    if package != "ui" or not (ROOT / "pages" / f"{room}.py").exists():
        return False
    return name in PARTS_OF_A_PAGE or "streamlit" in imported(source)


def modules_of_rooms() -> Iterator[tuple[str, str, Path]]:
    """Package, room and file of every module; its room is empty where it stands beside rooms."""
    for package in MIRRORED:
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.name != "__init__.py":
                yield package, "/".join(path.relative_to(ROOT / package).parent.parts), path


def test_every_module_has_its_test_file() -> None:
    """It has the module's name, in the same room; none is needed where nothing is decided, and
    what draws a page is tested on the page."""
    assert decides("def f(x):\n    return x if x else 0")
    assert not decides("class Kept:\n    def f(self):\n        return self.g(1)\nX = 1 if Y else 2")
    assert is_seen_on_its_page("ui", "draw", "board", "import streamlit as st")
    assert is_seen_on_its_page("ui", "draw", "keys", "from ui.session import Key")
    assert not is_seen_on_its_page("ui", "draw", "reader", "import numpy as np")
    assert not is_seen_on_its_page("ui", "shell", "frame", "import streamlit as st")
    missing = []
    for package, room, path in modules_of_rooms():
        source = path.read_text(encoding="utf-8")
        if decides(source) and not is_seen_on_its_page(package, room, path.stem, source):
            test = MIRRORED[package] / room / f"test_{path.name}"
            missing += [] if test.exists() else [str(test.relative_to(ROOT))]
    assert missing == []


def test_every_page_has_its_test_file() -> None:
    for page in sorted((ROOT / "pages").glob("[a-z]*.py")):
        assert (ROOT / "tests" / "pages" / f"test_{page.stem}_page.py").exists(), page


def test_every_test_file_has_its_module() -> None:
    """A module of much may have several: `test_queue.py`, `test_queue_storm.py`."""
    names: dict[Path, list[str]] = {}
    for package, room, path in modules_of_rooms():
        names.setdefault(MIRRORED[package] / room, []).append(f"test_{path.stem}")
    astray = [
        f"{path.relative_to(ROOT / 'tests')}"
        for folder in MIRRORED.values()
        for path in sorted(folder.rglob("test_*.py"))
        if not any(
            path.stem == name or path.stem.startswith(f"{name}_")
            for name in names.get(path.parent, [])
        )
    ]
    assert astray == list(OF_SEVERAL_MODULES)
