"""What to try after a run: the first change of a list that its settings allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from mnist_core.config import EPOCHS, LEARNING_RATES, SEEDS, TUTORIAL, WIDTHS, TrainingConfig
from mnist_core.errors import ConfigError
from mnist_core.experiments.finding import Advice, Kind, NextExperiment

# Between these, the tutorial's network and most others learn well (tried with one epoch each).
USUAL_RATES = {"sgd": (0.01, 0.1), "adam": (0.0005, 0.002), "adamw": (0.0005, 0.002)}
BETTER_RATES = {"sgd": 0.01, "adam": 0.001, "adamw": 0.001}
# From three hidden layers on, the gradient of a sigmoid, at most 1/4 at each, has all but vanished
# where it arrives at the first (Glorot and Bengio 2010).
DEEP = 3
# Of the hidden numbers; Srivastava et al. 2014 take half, on layers of 1,024 and for longer.
DROPOUT = 0.3
# What an experiment changes in the data or the start: where a run went badly, that may be why.
DATA_AND_START = ("initial_weights", "order", "normalize", "label_noise", "training_images")
WENT_WELL = (Kind.LEARNING_WELL, Kind.STILL_IMPROVING, Kind.TOO_SHORT)
TOO_MUCH_DROPOUT = 0.5

Change: TypeAlias = tuple[Advice, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the choice of the next experiment depends on, beside the settings.

    Attributes:
        kind: what the run is.
        finished: how many epochs it has finished.
        best_epoch: the one with the lowest held-out loss, 1-based.
        underfitting: whether the network got as far as it can, and that is not far.
    """

    kind: Kind
    finished: int
    best_epoch: int
    underfitting: bool


def is_fast(config: TrainingConfig) -> bool:
    """Whether the learning rate is above those that usually work with the optimiser."""
    return config.learning_rate > USUAL_RATES[config.optimizer][1]


def better_rate(config: TrainingConfig) -> float:
    """A smaller learning rate that works for the optimiser, or a tenth of one that should have."""
    better = BETTER_RATES[config.optimizer]
    return better if config.learning_rate > better else _nearest_stop(config.learning_rate / 10)


def next_experiment(outcome: Outcome, config: TrainingConfig) -> NextExperiment:
    """The first change that helps such a run, is allowed and changes something.

    A run that ended early and was getting better is to be run again as it was, to its end.
    """
    early = outcome.finished < config.epochs
    if early and outcome.kind in (Kind.STILL_IMPROVING, Kind.TOO_SHORT):
        return NextExperiment(Advice.TO_THE_END, config)
    for advice, values in _changes(outcome, config):
        try:
            changed = replace(config, **values)
        except ConfigError:  # too large a network, or too much work
            continue
        if changed != config:
            return NextExperiment(advice, changed)
    seed = (config.seed + 1) % (SEEDS.maximum + 1)
    return NextExperiment(Advice.OTHER_SEED, replace(config, seed=seed))


def _changes(outcome: Outcome, config: TrainingConfig) -> Iterator[Change]:
    """What may help, best first."""
    badly = outcome.kind not in WENT_WELL or outcome.underfitting
    if badly and (outcome.kind is Kind.OVERFITTING or not is_fast(config)):
        yield from _as_in_tutorial(config)
    if outcome.kind in (Kind.DIVERGED, Kind.STUCK_AT_CHANCE):
        yield from _for_nothing_learned(outcome.kind, config)
    elif outcome.kind is Kind.UNSTABLE:
        if not is_fast(config):
            yield from _sinking_rate(config)
        yield _smaller_rate(config)
    elif outcome.kind is Kind.TOO_SLOW:
        yield from _larger_rate(config)
        yield from _relu(config)
        yield from _more_epochs(config)
    elif outcome.kind is Kind.STILL_IMPROVING:
        if config.learning_rate < USUAL_RATES[config.optimizer][0]:
            yield from _larger_rate(config)
        yield from _more_epochs(config)
        yield from _sinking_rate(config)
    elif outcome.kind is Kind.OVERFITTING:
        # Bent images halved the loss where dropout changed little (benchmarks/README.md).
        yield Advice.HANDWRITING, {"handwriting": True}
        if config.hidden_sizes and not config.dropout:
            yield Advice.DROPOUT, {"dropout": DROPOUT}
        yield Advice.FEWER_EPOCHS, {"epochs": outcome.best_epoch}
    elif outcome.kind is Kind.TOO_SHORT:
        yield Advice.MORE_EPOCHS, {"epochs": max(TUTORIAL.epochs, config.epochs)}
        yield from _more_epochs(config)
    else:
        yield from _for_good_run(outcome.underfitting, config)


def _as_in_tutorial(config: TrainingConfig) -> Iterator[Change]:
    """The data and the start as they are in the tutorial, one after the other."""
    for name in DATA_AND_START:
        yield Advice.AS_IN_TUTORIAL, {name: getattr(TUTORIAL, name)}
    if config.hidden_sizes and config.activation == "identity":
        yield Advice.AS_IN_TUTORIAL, {"activation": TUTORIAL.activation}


def _for_nothing_learned(kind: Kind, config: TrainingConfig) -> Iterator[Change]:
    """What may be wrong where nothing was learned: the rate, the dropout, a gradient that fades."""
    if kind is Kind.STUCK_AT_CHANCE and not is_fast(config):
        if config.dropout > TOO_MUCH_DROPOUT:
            yield Advice.LESS_DROPOUT, {"dropout": DROPOUT}
        if len(config.hidden_sizes) >= DEEP:
            yield from _relu(config)
        if config.learning_rate < USUAL_RATES[config.optimizer][0]:
            yield from _larger_rate(config)
    yield _smaller_rate(config)


def _for_good_run(underfitting: bool, config: TrainingConfig) -> Iterator[Change]:
    """More of the network where that is what is missing, else what lifts a good result."""
    if underfitting:
        if config.dropout > TOO_MUCH_DROPOUT:
            yield Advice.LESS_DROPOUT, {"dropout": DROPOUT}
        if not config.hidden_sizes:
            yield Advice.HIDDEN_LAYER, {"hidden_sizes": (WIDTHS.default,)}
        if config.hidden_sizes:
            wider = tuple(min(width * 4, WIDTHS.maximum) for width in config.hidden_sizes)
            yield Advice.WIDER, {"hidden_sizes": wider}
    yield from _sinking_rate(config)
    yield Advice.HANDWRITING, {"handwriting": True}


def _smaller_rate(config: TrainingConfig) -> Change:
    return Advice.SMALLER_RATE, {"learning_rate": better_rate(config)}


def _larger_rate(config: TrainingConfig) -> Iterator[Change]:
    """One that usually works; where it should have worked, five times it within what works."""
    lowest, highest = USUAL_RATES[config.optimizer]
    better = BETTER_RATES[config.optimizer]
    if config.learning_rate >= lowest:
        better = min(_nearest_stop(5 * config.learning_rate), highest)
    if better > config.learning_rate:
        yield Advice.LARGER_RATE, {"learning_rate": better}


def _more_epochs(config: TrainingConfig) -> Iterator[Change]:
    for epochs in (2 * config.epochs, EPOCHS.maximum, config.epochs * 3 // 2):
        if config.epochs < epochs <= EPOCHS.maximum:
            yield Advice.MORE_EPOCHS, {"epochs": epochs}


def _sinking_rate(config: TrainingConfig) -> Iterator[Change]:
    if config.schedule == "constant":
        yield Advice.SINKING_RATE, {"schedule": "one_cycle"}


def _relu(config: TrainingConfig) -> Iterator[Change]:
    if config.hidden_sizes and config.activation in ("sigmoid", "tanh"):
        yield Advice.RELU, {"activation": "relu"}


def _nearest_stop(rate: float) -> float:
    """The stop of the slider that is nearest."""
    return min(LEARNING_RATES, key=lambda stop: abs(stop - rate))
