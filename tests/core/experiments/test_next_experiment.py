"""What is tried next: always allowed, and always a change that fits the finding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mnist_core.config.training_config import LEARNING_RATES, OPTIMIZERS, TrainingConfig
from mnist_core.experiments.finding import Advice, Kind
from mnist_core.experiments.next_experiment import (
    USUAL_RATES,
    Outcome,
    better_rate,
    next_experiment,
)


def advice(kind: Kind, *, underfitting: bool = False, **settings: object) -> Advice:
    config = TrainingConfig(**settings)
    outcome = Outcome(kind, config.epochs, max(config.epochs // 2, 1), underfitting)
    return next_experiment(outcome, config).advice


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_better_rate(optimizer: str) -> None:
    """A better rate is always smaller and ends on the slider."""
    for rate in LEARNING_RATES[1:]:
        better = better_rate(TrainingConfig(optimizer=optimizer, learning_rate=rate))
        assert better < rate and better in LEARNING_RATES
    assert better_rate(TrainingConfig(optimizer="sgd", learning_rate=5.0)) == 0.01


@pytest.mark.parametrize(
    ("kind", "settings", "wanted"),
    [
        (Kind.DIVERGED, {"optimizer": "sgd", "learning_rate": 5.0}, Advice.SMALLER_RATE),
        (Kind.STUCK_AT_CHANCE, {"learning_rate": 1.0}, Advice.SMALLER_RATE),
        (
            Kind.STUCK_AT_CHANCE,
            {"hidden_sizes": (64,) * 4, "activation": "sigmoid"},
            Advice.RELU,
        ),
        (Kind.STUCK_AT_CHANCE, {"dropout": 0.9}, Advice.LESS_DROPOUT),
        (Kind.STUCK_AT_CHANCE, {"learning_rate": 1e-5}, Advice.LARGER_RATE),
        (Kind.UNSTABLE, {"learning_rate": 0.05}, Advice.SMALLER_RATE),
        (Kind.UNSTABLE, {}, Advice.SINKING_RATE),
        (Kind.TOO_SLOW, {"learning_rate": 1e-5}, Advice.LARGER_RATE),
        (Kind.TOO_SLOW, {"learning_rate": 2e-3, "activation": "sigmoid"}, Advice.RELU),
        (Kind.OVERFITTING, {}, Advice.HANDWRITING),
        (Kind.OVERFITTING, {"training_images": 500}, Advice.AS_IN_TUTORIAL),
        (Kind.STUCK_AT_CHANCE, {"initial_weights": "zeros"}, Advice.AS_IN_TUTORIAL),
        (Kind.UNSTABLE, {"order": "sorted"}, Advice.AS_IN_TUTORIAL),
        (Kind.UNSTABLE, {"order": "sorted", "learning_rate": 0.05}, Advice.SMALLER_RATE),
        (Kind.TOO_SLOW, {"normalize": False}, Advice.AS_IN_TUTORIAL),
        (Kind.LEARNING_WELL, {"label_noise": 0.3}, Advice.SINKING_RATE),
        (Kind.OVERFITTING, {"handwriting": True}, Advice.DROPOUT),
        (Kind.OVERFITTING, {"dropout": 0.3, "handwriting": True}, Advice.FEWER_EPOCHS),
        (Kind.STILL_IMPROVING, {}, Advice.MORE_EPOCHS),
        (Kind.STILL_IMPROVING, {"learning_rate": 1e-4}, Advice.LARGER_RATE),
        (Kind.STILL_IMPROVING, {"epochs": 50, "hidden_sizes": (32,)}, Advice.SINKING_RATE),
        (Kind.LEARNING_WELL, {}, Advice.SINKING_RATE),
        (Kind.LEARNING_WELL, {"schedule": "one_cycle"}, Advice.HANDWRITING),
        (Kind.LEARNING_WELL, {"schedule": "one_cycle", "handwriting": True}, Advice.OTHER_SEED),
        (Kind.TOO_SHORT, {"epochs": 1}, Advice.MORE_EPOCHS),
    ],
)
def test_advice(kind: Kind, settings: dict[str, object], wanted: Advice) -> None:
    """Each finding is answered by what helps with these settings."""
    assert advice(kind, **settings) is wanted


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ({"hidden_sizes": ()}, Advice.HIDDEN_LAYER),
        ({"hidden_sizes": (16,)}, Advice.WIDER),
        ({"dropout": 0.8}, Advice.LESS_DROPOUT),
        ({"activation": "identity"}, Advice.AS_IN_TUTORIAL),
        ({"activation": "identity", "hidden_sizes": ()}, Advice.HIDDEN_LAYER),
    ],
)
def test_advice_for_underfitting(settings: dict[str, object], wanted: Advice) -> None:
    """A network that can learn no more gets more to learn with."""
    assert advice(Kind.LEARNING_WELL, underfitting=True, **settings) is wanted


@given(
    st.sampled_from(list(Kind)),
    st.booleans(),
    st.sampled_from([(), (8,), (1024,), (1024, 1024, 1024), (64,) * 4]),
    st.sampled_from(LEARNING_RATES),
    st.integers(1, 12),
    st.sampled_from(OPTIMIZERS),
)
def test_next_is_allowed(
    kind: Kind,
    underfitting: bool,
    hidden_sizes: tuple[int, ...],
    rate: float,
    epochs: int,
    optimizer: str,
) -> None:
    """There is always something to try, and a larger rate is one that usually works."""
    config = TrainingConfig(
        hidden_sizes=hidden_sizes, learning_rate=rate, epochs=epochs, optimizer=optimizer
    )
    then = next_experiment(Outcome(kind, epochs, 1, underfitting), config)
    assert then.config != config
    lowest, highest = USUAL_RATES[optimizer]
    if then.advice is Advice.LARGER_RATE:
        assert rate < then.config.learning_rate and lowest <= then.config.learning_rate <= highest
    if then.advice is Advice.SMALLER_RATE:
        assert then.config.learning_rate < rate
