"""What is refused, what must go for one more run, and in which words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mnist_core.config.server_limits import NAME_LENGTH, QueueLimits
from mnist_core.errors import LabError
from mnist_core.runs.limit_checks import (
    check_device,
    check_owner,
    check_queue,
    clean_name,
    room_to_keep,
)
from mnist_core.runs.run_record import RunRecord
from mnist_core.tracking.run_snapshot import RunRefused, RunSnapshot, RunStatus
from tests.core.runs.run_helpers import SMALL

LIMITS = QueueLimits(waiting=8, waiting_per_address=4)


def refusal(active: int = 0, waiting: int = 0, from_address: int = 0) -> str | None:
    try:
        check_queue(LIMITS, active, waiting, from_address)
    except RunRefused as error:
        return error.code
    return None


def test_a_quarter_is_for_those_who_have_nothing_there() -> None:
    assert [refusal(active=1, waiting=waiting) for waiting in (5, 6)] == [None, "queue_full"]
    assert [refusal(waiting=waiting) for waiting in (7, 8)] == [None, "queue_full"]
    near = [refusal(active=1, from_address=waiting) for waiting in (2, 3)]
    assert near == [None, "address_full"]
    assert [refusal(from_address=waiting) for waiting in (3, 4)] == [None, "address_full"]
    assert refusal(active=LIMITS.active_per_owner) == "too_many_runs"


@pytest.mark.parametrize("owner", ["", "x" * 129, None, 7, b"x"])
def test_owners_are_texts(owner: object) -> None:
    check_owner("x" * 128)
    with pytest.raises(LabError) as caught:
        check_owner(owner)
    assert caught.value.code == "owner_invalid"


def test_devices_are_those_that_are_here() -> None:
    check_device(None)
    check_device("cpu")
    with pytest.raises(LabError) as caught:
        check_device("quantum" * 100)
    assert caught.value.code == "device_choice" and "cpu" in str(caught.value)
    assert len(str(caught.value.params["value"])) == 20


def test_a_name_is_one_short_line() -> None:
    assert clean_name("  my\n\tfirst  ") == "my first"
    assert len(clean_name("n" * 1000)) == NAME_LENGTH


def kept(number: int, *, pinned: bool = False) -> RunSnapshot:
    run = RunRecord(SMALL, "cpu", run_id=str(number), number=number, pinned=pinned)
    return run.snapshot(RunStatus.DONE)


def test_the_oldest_unpinned_go() -> None:
    limits = replace(LIMITS, kept_per_owner=4)
    over = [kept(3), kept(1, pinned=True), kept(2), kept(4)]

    def going(active: int, keep: str | None = None) -> list[str]:
        return [run.run_id for run in room_to_keep(limits, active, over, keep)]

    assert going(0) == ["2"]
    assert going(1) == ["2", "3"]
    assert going(1, keep="2") == ["3", "4"]
    assert room_to_keep(limits, 0, over[:3]) == []
    with pytest.raises(RunRefused) as caught:
        going(2, keep="2")
    assert caught.value.code == "all_pinned"
