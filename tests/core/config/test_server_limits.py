"""What the environment sets, and what a container allows."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from mnist_core.config.server_limits import (
    ADDRESS_HEADER_VARIABLE,
    MAX_SLOTS,
    MEGABYTE,
    SESSIONS,
    SESSIONS_VARIABLE,
    SILENT_MINUTES_VARIABLE,
    SLOTS_VARIABLE,
    STORE_MEGABYTES_VARIABLE,
    QueueLimits,
    StoreLimits,
    _container_quota,
    address_header,
    default_slots,
    limits_from_environment,
    session_capacity,
    store_limits_from_environment,
    training_cores,
)

LIMIT = 8 * MEGABYTE


def test_digits_take_a_quarter_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE_MEGABYTES_VARIABLE, "8")
    assert store_limits_from_environment() == StoreLimits(bytes=LIMIT, digits=2048, attempts=85)
    monkeypatch.setenv(STORE_MEGABYTES_VARIABLE, "5000")
    assert store_limits_from_environment().digits == StoreLimits().digits


@pytest.mark.parametrize(
    ("given", "slots"), [("3", 3), ("0.5", 1), ("2.9", 2), ("1000", MAX_SLOTS), (" 2 ", 2)]
)
def test_slots_from_environment(monkeypatch: pytest.MonkeyPatch, given: str, slots: int) -> None:
    monkeypatch.setenv(SLOTS_VARIABLE, given)
    assert default_slots() == slots


@pytest.mark.parametrize("nonsense", ["", "many", "-1", "0", "nan", "inf"])
def test_nonsense_in_environment(monkeypatch: pytest.MonkeyPatch, nonsense: str) -> None:
    """The default is taken."""
    monkeypatch.delenv(SLOTS_VARIABLE, raising=False)
    slots = default_slots()
    for variable in (SLOTS_VARIABLE, SESSIONS_VARIABLE, SILENT_MINUTES_VARIABLE):
        monkeypatch.setenv(variable, nonsense)
    assert default_slots() == slots >= 1
    assert session_capacity() == SESSIONS
    assert limits_from_environment() == QueueLimits()


def test_sessions_minutes_and_header(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SESSIONS_VARIABLE, "20")
    monkeypatch.setenv(SILENT_MINUTES_VARIABLE, "1.5")
    monkeypatch.setenv(ADDRESS_HEADER_VARIABLE, " X-Forwarded-For ")
    assert session_capacity() == 20
    assert limits_from_environment() == QueueLimits(expiry_seconds=90)
    assert address_header() == "X-Forwarded-For"
    monkeypatch.setenv(ADDRESS_HEADER_VARIABLE, " ")
    assert address_header() is None


@pytest.mark.parametrize(
    ("files", "cores"),
    [
        ({}, math.inf),
        ({"cpu.max": "150000 100000\n"}, 1.5),
        ({"cpu.max": "max 100000\n"}, math.inf),
        ({"cpu.max": ""}, math.inf),
        ({"cpu/cpu.cfs_quota_us": "50000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 0.5),
        ({"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, math.inf),
    ],
    ids=str,
)
def test_container_quota(tmp_path: Path, files: dict[str, str], cores: float) -> None:
    """Of both kinds of Linux's cgroups."""
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    assert _container_quota(tmp_path) == cores
    assert 0 < training_cores() < math.inf
