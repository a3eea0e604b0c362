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
MYSTERY_START = Key[bool]("mystery_start")
NAME = Key[bool]("mystery_name")
MEND = Key[bool]("mystery_mend")
FAULT = Key[str]("mystery_fault")
BATCH = Key[dict[str, object]]("mystery_batch")
SKETCH = Key[dict[str, object]]("experiment_sketch")


def opened(experiment: str) -> Key[bool]:
    """The button in the list that opens an experiment."""
    return Key(f"experiment_{experiment}")


def prediction(experiment: str) -> Key[object]:
    """What is predicted, where that is a choice or a number."""
    return Key(f"prediction_{experiment}")


def probe(name: str) -> Key[bool]:
    """The button that spends a probe of a mystery run."""
    return Key(f"mystery_probe_{name}")


def digits(name: str) -> Key[None]:
    """A chart of the scores by digit."""
    return Key(f"mystery_digits_{name}")
