"""The core's errors as sentences in the learner's language."""

from __future__ import annotations

from mnist_core.errors import LabError
from ui.i18n import N_, gettext

SENTENCES: dict[str, str] = {}


def explain(error: LabError) -> str:
    """What happened and what to do next; the core's own English where no sentence is kept."""
    template = SENTENCES.get(error.code)
    return gettext(template).format(**error.params) if template else str(error)


__all__ = ["N_", "SENTENCES", "explain"]
