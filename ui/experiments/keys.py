"""The Experiments page's widgets.  What a test clicks is found by these names."""

from __future__ import annotations

from ui.session import Key

LIST = Key[bool]("experiments_list")
COMMIT = Key[bool]("experiment_commit")
RUN = Key[bool]("experiment_run")
STOP = Key[bool]("experiment_stop")
AGAIN = Key[bool]("experiment_again")
THEN = Key[bool]("experiment_then")
CHART = Key[None]("experiment_chart")
SKETCH = Key[dict[str, object]]("experiment_sketch")


def opened(experiment: str) -> Key[bool]:
    """The button in the list that opens an experiment."""
    return Key(f"experiment_{experiment}")


def prediction(experiment: str) -> Key[object]:
    """What is predicted, where that is a choice or a number."""
    return Key(f"prediction_{experiment}")
