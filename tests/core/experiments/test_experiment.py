"""Plans keep their differences under another seed."""

from __future__ import annotations

from mnist_core.config.training_config import SEEDS, TrainingConfig
from mnist_core.experiments.experiment import Experiment
from tests.core.experiments.performed import reduced


def test_other_seeds() -> None:
    plans = {"a": TrainingConfig(seed=0), "b": TrainingConfig(seed=0), "c": TrainingConfig(seed=3)}
    one = reduced("sorted_order")
    experiment = Experiment(one.group, plans, one.question, one.measure, one.then)
    assert experiment.plans_for(0) == plans
    assert [each.seed for each in experiment.plans_for(1).values()] == [4, 4, 7]
    assert [each.seed for each in experiment.plans_for(5).values()] == [20, 20, 23]
    assert experiment.plans_for(SEEDS.maximum)["c"].seed <= SEEDS.maximum
