"""Experiments, really trained on fewer images, with three seeds: their claims must hold."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from mnist_core.config.server_limits import ATTEMPT_BYTES
from mnist_core.data.mnist import Mnist, load_mnist
from mnist_core.experiments.all_experiments import experiments
from mnist_core.experiments.experiment import Experiment
from mnist_core.experiments.outcome import Outcome
from mnist_core.experiments.perform import perform

ROOT = Path(__file__).parents[3]
SEEDS = (0, 1, 2)
TRAINING, TEST = 12_000, 2_000  # images that there are, of the test images every fifth


@cache
def few_images() -> Mnist:
    mnist = load_mnist(ROOT / "data")
    return Mnist(mnist.train.select(slice(TRAINING)), mnist.test.select(slice(None, None, 5)))


def reduced(key: str, images: int | None = None, **settings: object) -> Experiment:
    """The experiment with at most so many training images, and other settings of all its plans."""
    experiment = experiments()[key]
    plans = {
        name: replace(
            plan,
            training_images=min(plan.training_images, images or plan.training_images),
            **settings,  # type: ignore[arg-type]
        )
        for name, plan in experiment.plans.items()
    }
    return replace(experiment, plans=plans)


def outcome_of(experiment: Experiment, seed: int = 0) -> Outcome:
    run = perform(experiment, few_images, seed)
    while True:
        try:
            next(run)
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome


def outcomes(key: str, images: int | None = None, **settings: object) -> list[Outcome]:
    """What came out with each seed; the experiment's texts can say all of it."""
    experiment = reduced(key, images, **settings)
    found = [outcome_of(experiment, seed) for seed in SEEDS]
    # With a sketched prediction of up to 5 kB each can be kept.
    assert all(len(json.dumps(each.to_dict())) < ATTEMPT_BYTES * 3 / 4 for each in found)
    measured = {*experiment.facts, *found[0].verdict.figures, "tutorial"}
    for path in (ROOT / "text").glob(f"*/experiments/{key}.md"):
        said = set(re.findall(r"\{([a-z_]+)\}", path.read_text(encoding="utf-8")))
        assert said <= measured, f"{path} says what is not measured: {said - measured}"
    return found


def assert_holds(key: str, images: int | None = None, **settings: object) -> list[Outcome]:
    """The claim holds with each seed."""
    found = outcomes(key, images, **settings)
    assert all(each.verdict.held for each in found), [each.verdict for each in found]
    return found
