"""Beside the code of Evaluate stands the learner's own result."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from mnist_core.config.training_config import TUTORIAL
from mnist_core.tracking.run_snapshot import RunStatus
from ui.evaluate import listing as evaluate_listing

pytestmark = pytest.mark.usefixtures("visit")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, ""),
        ({"status": RunStatus.RUNNING, "active": True}, "# Your run goes on"),
        ({"status": RunStatus.STOPPED}, "# Your run ended early"),
        ({"fine_tuned_from": "another"}, "# Your model was also fine-tuned"),
        ({"device": "cuda"}, "# Your run was trained on CUDA"),
        ({"config": replace(TUTORIAL, seed=1)}, "shows now: Seed"),
    ],
    ids=str,
)
def test_listing_beside_own_result(changes: dict[str, Any], reason: str) -> None:
    """Beside the code stands your result and why it differs."""
    same = {
        "status": RunStatus.DONE,
        "active": False,
        "fine_tuned_from": None,
        "device": "cpu",
        "config": TUTORIAL,
        "history": SimpleNamespace(epochs=[1]),
    }
    held: Any = SimpleNamespace(
        run=SimpleNamespace(**{**same, **changes}), loss=0.06884, accuracy=0.97892
    )
    *_, before, last = evaluate_listing.evaluation(held, TUTORIAL).source.splitlines()
    assert last.endswith("# yours: 0.0688, 97.89%")
    assert reason in before and before.startswith("#") == bool(reason)
