"""Mystery runs, really trained on fewer images with three seeds: each fault shows where it is
looked for, and nothing else does."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from typing import Any

import pytest

from mnist_core.config.server_limits import ATTEMPT_BYTES
from mnist_core.experiments import faults
from mnist_core.experiments.evidence import Evidence
from mnist_core.experiments.faults import FAULTS, Fault
from mnist_core.experiments.measured import evidence_of
from mnist_core.experiments.mystery import curves_of, perform_mended, perform_mystery, train_with
from tests.core.experiments.performed import SEEDS, few_images

# What the probes show of each fault, in figures.
SIGNS: dict[str, Callable[[dict[str, float]], bool]] = {
    "rate_times_100": lambda it: it["weight_value"] > 10 and it["times_value"] == 1,
    "no_zero_grad": lambda it: it["times_value"] > 2,
    "sorted_images": lambda it: it["batch_digits"] == 1,
    "wrong_labels": lambda it: it["wrong_labels"] >= 3 and it["behind_points"] > 0.1,
    "not_normalized": lambda it: it["lowest_value"] == 0 and it["highest_value"] == 1,
    "test_in_training": lambda it: it["lead_points"] > 0.03,
    "weights_zero": lambda it: it["weight_value"] == 0,
}


@pytest.fixture(scope="module", autouse=True)
def few() -> Iterator[None]:
    """So many images that the test images can be mixed in."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faults, "HEALTHY", replace(faults.HEALTHY, training_images=4_000, epochs=5))
        yield


def finished(run: Generator[Any, None, Any]) -> Any:
    while True:
        try:
            next(run)
        except StopIteration as end:
            return end.value


@pytest.fixture(scope="module", params=SEEDS)
def trained(request: pytest.FixtureRequest) -> dict[str, Evidence]:
    """By fault, what its run with this seed has left, and the healthy run's curves with it."""
    seed, mnist = request.param, few_images()
    healthy = curves_of(finished(train_with(Fault(), seed, mnist)).history)
    return {
        name: replace(
            evidence_of(name, finished(train_with(fault, seed, mnist)), mnist), mended=healthy
        )
        for name, fault in FAULTS.items()
    }


def test_each_fault_shows_and_no_other(trained: dict[str, Evidence]) -> None:
    for fault, evidence in trained.items():
        found = evidence.figures()
        assert [name for name, sign in SIGNS.items() if sign(found)] == [fault], found


def test_what_the_explanations_say(trained: dict[str, Evidence]) -> None:
    """The words of `why_...`, of all of them."""
    found = {name: evidence.figures() for name, evidence in trained.items()}
    for name in ("rate_times_100", "no_zero_grad"):
        assert found[name]["peak_loss"] > 5 * found[name]["first_loss"]
        assert found[name]["test_accuracy"] < 0.8
    assert found["sorted_images"]["answered_count"] > 0.3 * found["sorted_images"]["test_images"]
    assert found["sorted_images"]["peak_loss"] > 2 * found["sorted_images"]["first_loss"]
    assert found["wrong_labels"]["test_accuracy"] > 0.8
    assert found["weights_zero"]["peak_loss"] < 2.5
    assert found["weights_zero"]["own_value"] == 0
    leaked = found["test_in_training"]
    assert (
        abs(leaked["behind_points"]) < 0.02 and leaked["mended_accuracy"] < leaked["test_accuracy"]
    )
    for name in set(FAULTS) - {"test_in_training"}:
        assert abs(found[name]["lead_points"]) < 0.03
        assert found[name]["mended_accuracy"] > found[name]["test_accuracy"], name
        assert found[name]["mended_loss"] < found[name]["last_loss"], name


def test_it_is_small_and_comes_back_from_json(trained: dict[str, Evidence]) -> None:
    for evidence in trained.values():
        text = json.dumps(evidence.to_dict(), allow_nan=False)
        assert len(text) < ATTEMPT_BYTES * 0.95
        assert Evidence.from_dict(json.loads(text)) == evidence


def test_a_seed_makes_the_same_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shorter = replace(faults.HEALTHY, training_images=500, epochs=1)
    monkeypatch.setattr(faults, "HEALTHY", shorter)
    told: list[Evidence] = []
    first, second = (finished(perform_mystery(5, few_images, told.append)) for _ in range(2))
    assert first == second == told[0]
    assert first.fault == faults.fault_of(5)
    progress = list(perform_mended(5, few_images))
    assert [(each.step, each.steps) for each in progress] == [(at, 8) for at in range(1, 9)]
    curves = finished(perform_mended(5, few_images))
    assert curves["train_loss"] == curves_of(progress[-1].histories[""])["train_loss"]
    assert len(curves["test_accuracy"]) == 1
