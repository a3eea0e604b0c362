"""As many open files as the system grants without asking."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from ui.shell import server
from ui.shell.server import MAX_DESCRIPTORS, raise_descriptors

INFINITY = -1


def system(soft: int, hard: int, refuses: bool = False) -> SimpleNamespace:
    """A system with these limits."""
    made = SimpleNamespace(RLIMIT_NOFILE=7, RLIM_INFINITY=INFINITY, soft=soft)
    made.getrlimit = lambda which: (made.soft, hard)

    def setrlimit(which: int, wanted: tuple[int, int]) -> None:
        if refuses:
            raise OSError("no")
        assert wanted[1] == hard
        made.soft = wanted[0]

    made.setrlimit = setrlimit
    return made


@pytest.mark.parametrize(
    ("resource", "granted", "soft"),
    [
        (system(256, 4096), 4096, 4096),
        (system(256, 1_000_000), MAX_DESCRIPTORS, MAX_DESCRIPTORS),
        (system(256, INFINITY), MAX_DESCRIPTORS, MAX_DESCRIPTORS),
        (system(4096, 4096), 4096, 4096),
        (system(INFINITY, INFINITY), MAX_DESCRIPTORS, INFINITY),
        (system(50_000, 100_000), MAX_DESCRIPTORS, 50_000),  # never fewer than there are
        (system(256, 4096, refuses=True), 256, 256),
    ],
)
def test_raise_descriptors(
    monkeypatch: pytest.MonkeyPatch, resource: SimpleNamespace, granted: int, soft: int
) -> None:
    monkeypatch.setattr(server, "resource", resource)
    assert raise_descriptors() == granted
    assert resource.soft == soft


def test_where_nothing_bounds_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "resource", None)  # Windows
    assert raise_descriptors() == MAX_DESCRIPTORS
