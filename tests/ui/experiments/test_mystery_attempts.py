"""What is kept of a mystery run is read back, or known to be unreadable."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mnist_core.tracking.attempt import Attempt
from tests.core.experiments.test_evidence import EVIDENCE
from ui.experiments.mystery_attempts import case_of, evidence_of

ATTEMPT = Attempt("a", "owner", "mystery", 0.0, 5, {"probes": ["batch"], "answer": None})


def test_evidence_of() -> None:
    assert evidence_of(replace(ATTEMPT, outcome=EVIDENCE.to_dict())) == EVIDENCE
    assert case_of(ATTEMPT).probes == ("batch",)


@pytest.mark.parametrize("kept", [None, {}, {"fault": 1}, {"batch": 3, "mended": None}])
def test_nothing_or_nonsense(kept: dict[str, Any] | None) -> None:
    assert evidence_of(replace(ATTEMPT, outcome=kept)) is None
