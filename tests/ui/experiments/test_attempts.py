"""An attempt's runs are found by the attempt, and no other's."""

from __future__ import annotations

import types

import pytest

from mnist_core.tracking.attempt import Attempt
from ui.experiments import attempts
from ui.session.state import AppState


def test_job_of(monkeypatch: pytest.MonkeyPatch, visit: AppState) -> None:
    monkeypatch.setattr(attempts, "get_state", lambda: visit)
    job = types.SimpleNamespace(subject="mine")
    jobs = types.SimpleNamespace(find=lambda _owner, _kind: job)
    lab = types.SimpleNamespace(queue=types.SimpleNamespace(jobs=jobs))
    mine = Attempt("mine", "owner", "sorted_order", 0.0, 0, 0.5)
    other = Attempt("other", "owner", "sorted_order", 0.0, 0, 0.5)
    assert attempts.job_of(lab, mine) is job  # type: ignore[arg-type,comparison-overlap]
    assert attempts.job_of(lab, other) is None  # type: ignore[arg-type]
