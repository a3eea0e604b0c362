"""One attempt at an experiment: the prediction, and later what came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is kept of it, from before its runs begin.

    Attributes:
        attempt_id: of its own, such as a UUID's hexadecimal digits.
        experiment: the experiment's key.
        created_at: when the prediction was committed, seconds since 1970.
        seed: with which the runs are to be made; who finds an attempt without an outcome can make
            them again.
        prediction: the committed answer, as JSON holds it.
        outcome: what came out, as JSON holds it; None until it has.
    """

    attempt_id: str
    owner: str
    experiment: str
    created_at: float
    seed: int
    prediction: Any
    outcome: dict[str, Any] | None = None
