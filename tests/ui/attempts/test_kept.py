"""What is kept of an attempt is read back, or known to be unreadable."""

from __future__ import annotations

import types
from dataclasses import replace
from typing import Any

import pytest

from mnist_core.experiments.experiment import Verdict
from mnist_core.experiments.outcome import Outcome
from mnist_core.tracking.attempt import Attempt
from ui.attempts.kept import newest, outcome_of
from ui.session.state import AppState

ATTEMPT = Attempt("a", "owner", "sorted_order", 0.0, 0, 0.5)


def test_outcome_of() -> None:
    outcome = Outcome(Verdict(0.2, True, {"lost_points": 0.7}), {})
    assert outcome_of(replace(ATTEMPT, outcome=outcome.to_dict())) == outcome


@pytest.mark.parametrize("kept", [None, {}, {"outcome": 1}, {"curves": 3}])
def test_nothing_or_nonsense(kept: dict[str, Any] | None) -> None:
    assert outcome_of(replace(ATTEMPT, outcome=kept)) is None


def test_newest(monkeypatch: pytest.MonkeyPatch, visit: AppState) -> None:
    """One of each experiment, and only the visit's own."""
    kept = [replace(ATTEMPT, attempt_id="c"), replace(ATTEMPT, experiment="few_images"), ATTEMPT]
    asked: list[str] = []
    monkeypatch.setattr("ui.attempts.kept.get_state", lambda: visit)

    def attempts(owner: str) -> list[Attempt]:
        asked.append(owner)
        return kept

    keeper = types.SimpleNamespace(attempts=attempts)
    lab = types.SimpleNamespace(queue=types.SimpleNamespace(keeper=keeper))
    assert list(newest(lab).values()) == kept[:2]  # type: ignore[arg-type]
    assert asked == [visit.owner]
