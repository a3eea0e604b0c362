"""A run's weights at one moment, as the bytes that are kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EpochWeights:
    """A run's weights at one moment.

    Attributes:
        epoch: the epoch in which they were taken, 1-based.
        full: float32, to work with; only a run's latest are kept.
        half: half precision, for replays; None when the epoch was not finished.
    """

    epoch: int
    full: bytes
    half: bytes | None = None
