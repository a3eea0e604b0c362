"""The catalogue is found by itself, and what is declared in it fits together."""

from __future__ import annotations

import pytest

from mnist_core.experiments.all_experiments import experiment_keys, experiments
from mnist_core.experiments.experiment import GROUPS
from mnist_core.experiments.prediction import Sketch


def test_groups_in_order() -> None:
    found = experiments()
    assert set(found) == set(experiment_keys())
    places = [GROUPS.index(each.group) for each in found.values()]
    assert places == sorted(places)


@pytest.mark.parametrize("key", experiment_keys())
def test_declaration(key: str) -> None:
    """What it refers to is there; its runs share the seed where they do not differ in it alone."""
    experiment = experiments()[key]
    assert experiment.key == key
    if isinstance(experiment.then, str):
        assert experiment.then in experiments() and experiment.then != key
    if isinstance(experiment.question, Sketch):
        assert {line.plan for line in experiment.question.lines} <= set(experiment.plans)
        assert len({line.quantity == "train_loss" for line in experiment.question.lines}) == 1
    assert not any(plan.validation_size for plan in experiment.plans.values())
