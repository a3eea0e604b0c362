"""The attempts that are kept of this browser's learner."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from mnist_core.experiments import Outcome
from mnist_core.tracking import Attempt
from ui.session import get_state
from ui.shell import Lab

log = logging.getLogger(__name__)


def newest(lab: Lab) -> Mapping[str, Attempt]:
    """The learner's last attempt at each experiment, by its key; the last of all first."""
    found: dict[str, Attempt] = {}
    for attempt in lab.queue.keeper.attempts(get_state().owner):
        found.setdefault(attempt.experiment, attempt)
    return found


def outcome_of(attempt: Attempt) -> Outcome | None:
    """What came out; None where nothing has yet, or an older version kept it in another way."""
    kept: dict[str, Any] | None = attempt.outcome
    if kept is None:
        return None
    try:
        return Outcome.from_dict(kept)
    except Exception:
        log.exception("an outcome of %s cannot be read", attempt.experiment)
        return None
