"""What is kept of an attempt is read back, or known to be unreadable."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mnist_core.experiments.experiment import Verdict
from mnist_core.experiments.outcome import Outcome
from mnist_core.tracking.attempt import Attempt
from ui.experiments.attempts import outcome_of

ATTEMPT = Attempt("a", "owner", "sorted_order", 0.0, 0, 0.5)


def test_outcome_of() -> None:
    outcome = Outcome(Verdict(0.2, True, {"lost_points": 0.7}), {})
    assert outcome_of(replace(ATTEMPT, outcome=outcome.to_dict())) == outcome


@pytest.mark.parametrize("kept", [None, {}, {"outcome": 1}, {"curves": 3}])
def test_nothing_or_nonsense(kept: dict[str, Any] | None) -> None:
    assert outcome_of(replace(ATTEMPT, outcome=kept)) is None
