"""How much of the server one browser and all browsers together may take: once, here."""

from __future__ import annotations

import logging
import math
import os
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

MEGABYTE = 1 << 20

SLOTS_VARIABLE = "DIGIT_LAB_SLOTS"
SILENT_MINUTES_VARIABLE = "DIGIT_LAB_SILENT_MINUTES"
ADDRESS_HEADER_VARIABLE = "DIGIT_LAB_ADDRESS_HEADER"
STORE_MEGABYTES_VARIABLE = "DIGIT_LAB_STORE_MB"
SESSIONS_VARIABLE = "DIGIT_LAB_SESSIONS"

MAX_SLOTS = 64
SESSIONS = 300
OWNER_LENGTH = 128
NAME_LENGTH = 80
# Of one attempt at an experiment, its prediction and its outcome together.
ATTEMPT_BYTES = 24 * 1024


@dataclass(frozen=True, slots=True)
class QueueLimits:
    """The run queue's bounds.

    Attributes:
        active_per_owner: runs and jobs of one browser that wait, compute or pause at once.
        kept_per_owner: finished runs of one browser; the oldest unpinned one makes room.
        kept_jobs: jobs of all browsers that are over; the oldest goes, and its result with it,
            which may have a network of 12 MB.
        waiting: runs and jobs of all browsers that wait or pause at once.
        waiting_per_address: of these, from one network address, as far as it is known.
        reserved: the share of either that is kept for browsers with no run under way.
        unheard_seconds: where there is no room even so, a run that has not begun goes whose
            browser was not heard of for so long; a tab in the background is heard once a minute.
        expiry_seconds: a browser whose last heartbeat is so old has its runs interrupted.
        turn_seconds: a run that has trained for so long yields its slot when another browser waits.
        spacing_seconds: a browser's next run queues as if it had come so much later than its
            last one: others who come meanwhile go first.
        held_bytes: memory of all runs that have begun and now wait or pause.
        paused_share: of ``held_bytes`` for paused runs; the rest is for those that yield their
            slot, or paused runs could put an end to fair turns.
    """

    active_per_owner: int = 8
    kept_per_owner: int = 30
    kept_jobs: int = 32
    waiting: int = 256
    waiting_per_address: int = 128
    reserved: float = 0.25
    unheard_seconds: float = 150.0
    expiry_seconds: float = 600.0
    turn_seconds: float = 120.0
    spacing_seconds: float = 300.0
    held_bytes: int = 256 * MEGABYTE
    paused_share: float = 0.5


@dataclass(frozen=True, slots=True)
class StoreLimits:
    """What is kept of all browsers together, on disk and in memory where there is no disk.

    Attributes:
        runs: how many runs.
        bytes: how large the files may grow, the write-ahead log counted in.
        digits: how many drawn digits; they take a quarter of ``bytes`` at most.
        attempts: how many attempts at experiments; they take a quarter of ``bytes`` at most.
        snapshot_bytes: a run's half-precision weights after its epochs, an eighth of ``bytes``
            at most; when they are more, every second one goes.
        memory_bytes: runs kept in memory.
    """

    runs: int = 2000
    bytes: int = 512 * MEGABYTE
    digits: int = 20_000
    attempts: int = 5000
    snapshot_bytes: int = 32 * MEGABYTE
    memory_bytes: int = 128 * MEGABYTE


def store_limits_from_environment() -> StoreLimits:
    """The store's limits with what the environment sets."""
    usual = StoreLimits()
    size = int(_number(STORE_MEGABYTES_VARIABLE, usual.bytes / MEGABYTE) * MEGABYTE)
    return StoreLimits(
        bytes=size,
        digits=min(usual.digits, size // 4 // 1024),
        attempts=min(usual.attempts, size // 4 // ATTEMPT_BYTES),
    )


def address_header() -> str | None:
    """The header in which the host's proxy passes on a visitor's address; None without one."""
    return os.environ.get(ADDRESS_HEADER_VARIABLE, "").strip() or None


def limits_from_environment() -> QueueLimits:
    """The limits with what the environment sets."""
    minutes = _number(SILENT_MINUTES_VARIABLE, QueueLimits().expiry_seconds / 60)
    return QueueLimits(expiry_seconds=minutes * 60)


def default_slots() -> int:
    """How many runs train at once: ``DIGIT_LAB_SLOTS``, else one for each core we may use."""
    return min(max(int(_number(SLOTS_VARIABLE, training_cores())), 1), MAX_SLOTS)


def session_capacity() -> int:
    """How many pages may be open at once: ``DIGIT_LAB_SESSIONS``, else 300."""
    return max(int(_number(SESSIONS_VARIABLE, SESSIONS)), 1)


def training_cores() -> float:
    """Cores that this process may use: its CPU affinity, cut to its container's quota."""
    try:
        cores = float(len(os.sched_getaffinity(0)))
    except AttributeError:  # macOS, Windows
        cores = float(os.cpu_count() or 1)
    return min(cores, _container_quota())


def _container_quota(root: Path = Path("/sys/fs/cgroup")) -> float:
    """Cores that the container's CPU quota amounts to; infinite without one (Linux cgroups)."""
    try:
        quota, period = (root / "cpu.max").read_text().split()[:2]
    except (OSError, ValueError):
        try:
            quota = (root / "cpu" / "cpu.cfs_quota_us").read_text()
            period = (root / "cpu" / "cpu.cfs_period_us").read_text()
        except OSError:
            return math.inf
    try:
        cores = int(quota) / int(period)
    except (ValueError, ZeroDivisionError):  # "max"
        return math.inf
    return cores if cores > 0 else math.inf


def _number(variable: str, default: float) -> float:
    text = os.environ.get(variable, "").strip()
    if not text:
        return default
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if number > 0 and math.isfinite(number):
        return number
    log.warning("%s must be a number above 0, not %r; taking %g", variable, text, default)
    return default
