"""Home's widgets.  What a test clicks is found by these names."""

from __future__ import annotations

from ui.session import Key

EXAMPLES = Key[dict[str, object]]("home_examples")


def experiment(key: str) -> Key[bool]:
    """The button that opens an experiment that was tried."""
    return Key(f"home_experiment_{key}")
