"""What is installed: the lock has all that the app names, PyTorch apart, each with its hashes."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^([A-Za-z0-9_-]+)==(\S+)", re.MULTILINE)
UNLOCKED = {"torch", "torchvision"}
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
NAMED = dict(PIN.findall((ROOT / "requirements.txt").read_text(encoding="utf-8")))
LOCKED = {(name, pin) for name, pin in PIN.findall(LOCK)}


@pytest.mark.parametrize("name", sorted(set(NAMED) - UNLOCKED))
def test_lock_has_what_is_named(name: str) -> None:
    """The lock has what the app names, and it is here."""
    assert (name.lower(), NAMED[name]) in LOCKED
    assert version(name) == NAMED[name]


def test_every_line_of_the_lock_has_a_hash() -> None:
    entries = re.split(r"\n(?=[a-z])", LOCK)
    assert len(LOCKED) > 40
    assert all("--hash=sha256:" in each for each in entries if PIN.match(each))


def test_pytorch_comes_from_two_places_and_is_not_locked() -> None:
    assert {name for name, _pin in LOCKED}.isdisjoint(UNLOCKED)
    assert set(NAMED) >= UNLOCKED
