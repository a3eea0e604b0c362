"""What a diagnosis finds: the kind of run, the evidence, how certain it is, what to try next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mnist_core.config import TrainingConfig


class Kind(StrEnum):
    """What can be said of a run as a whole; one of them, always."""

    DIVERGED = "diverged"
    STUCK_AT_CHANCE = "stuck_at_chance"
    UNSTABLE = "unstable"
    TOO_SLOW = "too_slow"
    OVERFITTING = "overfitting"
    STILL_IMPROVING = "still_improving"
    LEARNING_WELL = "learning_well"
    TOO_SHORT = "too_short"  # one epoch or none: too little to tell


class Aspect(StrEnum):
    """What else is true of the run and belongs beside the finding."""

    UNDERFITTING = "underfitting"  # it learned what it can, and that is not far
    GAP = "overfitting_gap"  # much better on the training set, without getting worse elsewhere
    WRONG_BY_HEART = "overfitting_noise"  # its loss is below what right reading can reach
    FORGETTING = "forgetting"  # of images sorted by digit it knows the last digits only
    THROWN = "stuck_thrown"  # one step threw the loss up
    HARDER_TRAINING = "harder_training"  # dropout or bent images: a training loss above the other
    SINKING = "sinking"  # the learning rate had sunk to almost nothing
    WRONG_LABELS = "wrong_labels"  # some labels are wrong on purpose: what that does to accuracy
    EARLY = "early"  # it ended before its last epoch
    FEW_EPOCHS = "few_epochs"  # two are no trend


class Advice(StrEnum):
    """What the next experiment changes."""

    SMALLER_RATE = "smaller_rate"
    LARGER_RATE = "larger_rate"
    MORE_EPOCHS = "more_epochs"
    TO_THE_END = "to_the_end"
    FEWER_EPOCHS = "fewer_epochs"
    DROPOUT = "dropout"
    LESS_DROPOUT = "less_dropout"
    HANDWRITING = "handwriting"
    SINKING_RATE = "sinking_rate"
    RELU = "relu"
    HIDDEN_LAYER = "hidden_layer"
    WIDER = "wider"
    AS_IN_TUTORIAL = "as_in_tutorial"
    OTHER_SEED = "other_seed"


@dataclass(frozen=True, slots=True)
class NextExperiment:
    """One change worth trying: what it is, and all settings with it."""

    advice: Advice
    config: TrainingConfig


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found in a run.

    Attributes:
        kind: what the run is.
        first_epoch, last_epoch: the epochs on which that rests, 1-based, both included; the last
            may be one that was never finished.
        numbers: the figures on which it rests, by name: losses, accuracies (0 to 1), epochs and
            steps; all finite.
        aspects: what else is true of it.
        close_to: what the run would be called with thresholds a little different; None if the
            same.
        next: what to try next.
    """

    kind: Kind
    first_epoch: int
    last_epoch: int
    next: NextExperiment
    numbers: Mapping[str, float] = field(default_factory=dict)
    aspects: tuple[Aspect, ...] = ()
    close_to: Kind | None = None
