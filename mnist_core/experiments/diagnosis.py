"""What kind of run this was: one finding, with its evidence and what to try next.

The rules go from what makes all else pointless to what is fine: a run that broke down, one that
learned nothing, one whose steps are too large, one whose steps are too small, one that learns its
images by heart, one that is not done, and what is left.  Each threshold stands here once.  They
were set on one half of the runs in `tests/core/experiments/recorded/` (those at even places), and
the other half was then asked (benchmarks/README.md has the hits).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import accumulate
from statistics import median

from mnist_core.config import TrainingConfig
from mnist_core.experiments.finding import Aspect, Finding, Kind
from mnist_core.experiments.measures import CHANCE_LOSS, Measures, measure, noise_loss
from mnist_core.experiments.next_experiment import Outcome, next_experiment
from mnist_core.tracking import Diverged, HistorySnapshot

# A share of right answers that a network reaches without having learned: guessing gives 10 %, and
# always the commonest digit 11 %.
GUESSING = 0.2
# Nats by which the loss must have fallen steadily over three quarters of a run, or nothing moves:
# a network that fell and came to rest at chance still falls by up to 0.005.
STEADY_FALL = 0.01
# With fewer steps every network is still near chance, unless it was thrown there.
FEW_STEPS = 50
# Times the first loss; with a rate that works the highest batch has 1.9 times at most.
THROWN = 2.0
# By what share the held-out loss must have risen from one epoch to the next, the training loss not
# falling: at a rate that works it wobbles by 4 %.
JUMP = 0.06
# The training loss is not falling if it fell by no more than this in the last third ...
STALLED = 0.1
# ... or was once so much above its lowest until then.
RISEN = 0.2
# Of a network that has its training images nearly right, the loss jumps because it is tiny.
LEARNED = 0.985
# The share of the run that it took to halve the loss of guessing: 0.08 at a rate that works.
SLOW_START = 0.15
# Who reads this many has caught up, however late it began: a network without a hidden layer reads
# 92 % after one epoch.
CAUGHT_UP = 0.9
# Prechelt 1998 ("Early stopping: but when?") stops at a generalisation loss of 1 to 5 % of one
# epoch; a single epoch's is noise here, so the median of three is taken, and more is asked for.
GENERALIZATION_LOSS = 0.07
SINCE_BEST = 3  # epochs, as his UP3 waits for three strips that are each worse
# By what share the training loss must have fallen since, or it is not learning by heart.
BY_HEART = 0.4
# Points of accuracy; on all 60,000 images a network is at most 0.02 better on those it knows.
GAP = 0.04
# The share of the held-out loss that the mean epoch of the last two still took off.
GAIN = 0.04
# At a rate that sinks to 0 the last epoch takes off up to 0.09, and the run is over all the same.
SINKING_GAIN = 0.12
# The accuracy, on either set, below which a network that learns no more underfits: a hidden layer
# of 64 gets beyond it in five epochs.
UNDERFITTING = 0.97
# Thresholds are guesses: within a third of them the other kind is named as well.
MARGIN = 4 / 3


def diagnose(config: TrainingConfig, history: HistorySnapshot) -> Finding | None:
    """What a run is that is not going on; None where it finished no epoch and did not diverge.

    Args:
        config: the run's settings.
        history: as it was when the run ended, however it did.
    """
    measures = measure(history, noise_loss(config.label_noise))
    if history.diverged is not None:
        return _diverged(config, history.diverged, 0 if measures is None else len(measures.epochs))
    if measures is None:
        return None
    kind = _kind(measures, config, 1.0)
    others = [_kind(measures, config, margin) for margin in (1 / MARGIN, MARGIN)]
    first, last = _evidence(kind, measures)
    aspects = tuple(_aspects(kind, measures, config))
    underfitting = Aspect.UNDERFITTING in aspects
    outcome = Outcome(kind, len(measures.epochs), measures.best.epoch, underfitting)
    return Finding(
        kind=kind,
        first_epoch=first,
        last_epoch=last,
        next=next_experiment(outcome, config),
        numbers={**_numbers(measures), **_of_noise(config)},
        aspects=aspects,
        close_to=next((other for other in others if other is not kind), None),
    )


def _diverged(config: TrainingConfig, fall: Diverged, finished: int) -> Finding:
    numbers = {"epoch": fall.epoch, "batch": fall.batch, "step": fall.step}
    outcome = Outcome(Kind.DIVERGED, finished, 1, False)
    return Finding(Kind.DIVERGED, fall.epoch, fall.epoch, next_experiment(outcome, config), numbers)


def _kind(measures: Measures, config: TrainingConfig, strict: float) -> Kind:
    """The kind; ``strict`` times each threshold."""
    forgets = _forgets(measures, config, strict)
    guesses = measures.last.held_out_accuracy < GUESSING and not forgets
    if guesses and _stuck(measures, strict):
        return Kind.STUCK_AT_CHANCE
    if len(measures.epochs) < 2:
        return Kind.TOO_SHORT
    if forgets or _unstable(measures, strict):
        return Kind.UNSTABLE
    late = measures.half_share >= SLOW_START * strict and measures.falling
    if late and measures.last.held_out_accuracy < CAUGHT_UP:
        return Kind.TOO_SLOW
    if _overfits(measures, config, strict):
        return Kind.OVERFITTING
    return Kind.STILL_IMPROVING if _improves(measures, config, strict) else Kind.LEARNING_WELL


def _forgets(measures: Measures, config: TrainingConfig, strict: float) -> bool:
    """Whether it learned one digit after the other, and forgot the one before (McCloskey and
    Cohen 1989): right while a digit comes batch after batch, and wrong afterwards."""
    return config.order == "sorted" and measures.gap >= GAP * strict


def _thrown(measures: Measures) -> bool:
    """Whether one step threw the loss far above where it began."""
    return measures.peak_loss >= THROWN * measures.first_loss


def _stuck(measures: Measures, strict: float) -> bool:
    """Whether a network at chance will stay there: it was thrown, or does not move."""
    still = measures.falling < STEADY_FALL * strict and measures.steps >= FEW_STEPS
    return still or _thrown(measures)


def _unstable(measures: Measures, strict: float) -> bool:
    """Whether the loss jumps about and gets no lower, or ends above that of guessing."""
    if measures.last.train_loss > max(measures.first_loss, CHANCE_LOSS) * strict:
        return True
    before, after = measures.jump
    jumped = after.held_out_loss > before.held_out_loss * (1 + JUMP * strict)
    return jumped and measures.last.train_accuracy < LEARNED and _stalled(measures)


def _stalled(measures: Measures) -> bool:
    """Whether the training loss falls no more, or has risen well above its lowest so far."""
    third = max(len(measures.epochs) // 3, 1)
    losses = [each.train_loss for each in measures.epochs]
    risen = any(
        loss > lowest * (1 + RISEN)
        for loss, lowest in zip(losses, accumulate(losses, min), strict=True)
    )
    return measures.train_progress(third) < STALLED or risen


def _overfits(measures: Measures, config: TrainingConfig, strict: float) -> bool:
    """Whether the held-out loss rises while the training loss falls, or the two lie far apart."""
    apart = measures.gap >= GAP * strict and not _improves(measures, config, strict)
    return apart or _worsens(measures, strict) or _knows_wrong_labels(measures, config)


def _knows_wrong_labels(measures: Measures, config: TrainingConfig) -> bool:
    """Whether the training loss is below what can be reached by reading rightly."""
    return measures.last.train_loss < noise_loss(config.label_noise)


def _worsens(measures: Measures, strict: float) -> bool:
    """Whether the held-out loss has been rising for some epochs while the training loss fell."""
    lowest = min(measures.held_out)
    since = len(measures.epochs) - 1 - measures.held_out.index(lowest)
    return (
        since >= SINCE_BEST
        and median(measures.held_out[-3:]) > lowest * (1 + GENERALIZATION_LOSS * strict)
        and measures.learned_since_best >= BY_HEART * strict
    )


def _improves(measures: Measures, config: TrainingConfig, strict: float) -> bool:
    """Whether the last epochs were still worth it."""
    if config.schedule != "constant":
        return measures.gain(1) >= SINKING_GAIN * strict
    epochs = min(2, len(measures.epochs) - 1)
    settled = measures.generalization_loss > GAIN
    return not settled and measures.gain(epochs) / epochs >= GAIN * strict


def _aspects(kind: Kind, measures: Measures, config: TrainingConfig) -> Iterator[Aspect]:
    last, early = measures.last, len(measures.epochs) < config.epochs
    # Who reads every image rightly still disagrees with the labels that are wrong on purpose.
    of_right_labels = last.train_accuracy / (1 - config.label_noise)
    best_accuracy = max(of_right_labels, last.held_out_accuracy)
    if kind is Kind.LEARNING_WELL and best_accuracy < UNDERFITTING:
        yield Aspect.UNDERFITTING
    if config.label_noise:
        yield Aspect.WRONG_LABELS
    if kind is Kind.OVERFITTING and _knows_wrong_labels(measures, config):
        yield Aspect.WRONG_BY_HEART
    elif kind is Kind.OVERFITTING and not _worsens(measures, 1.0):
        yield Aspect.GAP
    if kind is Kind.UNSTABLE and _forgets(measures, config, 1.0):
        yield Aspect.FORGETTING
    if kind is Kind.STUCK_AT_CHANCE and _thrown(measures):
        yield Aspect.THROWN
    harder = (config.dropout or config.handwriting) and kind is not Kind.STUCK_AT_CHANCE
    if harder and last.train_loss > last.held_out_loss:
        yield Aspect.HARDER_TRAINING
    fine = kind in (Kind.STILL_IMPROVING, Kind.LEARNING_WELL)
    if fine and config.schedule != "constant" and not early:
        yield Aspect.SINKING
    if early:
        yield Aspect.EARLY
    if len(measures.epochs) == 2 and kind is not Kind.STUCK_AT_CHANCE:
        yield Aspect.FEW_EPOCHS


def _evidence(kind: Kind, measures: Measures) -> tuple[int, int]:
    """The first and the last epoch on which the finding rests."""
    first, last = measures.epochs[0].epoch, measures.last.epoch
    if kind is Kind.UNSTABLE:
        before, after = measures.jump
        return before.epoch, after.epoch
    if kind is Kind.OVERFITTING:
        return min(measures.best.epoch, last - 1), last
    if kind in (Kind.STILL_IMPROVING, Kind.LEARNING_WELL):
        return measures.epochs[-3:][0].epoch, last
    return first, last


def _of_noise(config: TrainingConfig) -> Mapping[str, float]:
    """What one who reads every image rightly reaches on labels of which some are wrong."""
    return {
        "noise_loss": noise_loss(config.label_noise),
        "right_labels_accuracy": 1 - config.label_noise,
        "wrong_labels_accuracy": config.label_noise,
    }


def _numbers(measures: Measures) -> Mapping[str, float]:
    """All figures that a sentence may need."""
    first, last, best = measures.epochs[0], measures.last, measures.best
    since = measures.epochs[-3:][0]
    before, after = measures.jump
    numbers = {
        "epochs": len(measures.epochs),
        "steps": measures.steps,
        "first_loss": measures.first_loss,
        "peak_loss": measures.peak_loss,
        "peak_step": measures.peak_step,
        "half_step": measures.half_step or 0,
        "train_loss": last.train_loss,
        "train_accuracy": last.train_accuracy,
        "held_out_loss": last.held_out_loss,
        "held_out_accuracy": last.held_out_accuracy,
        "first_accuracy": first.held_out_accuracy,
        "since_loss": since.held_out_loss,
        "since_accuracy": since.held_out_accuracy,
        "best_epoch": best.epoch,
        "best_loss": best.held_out_loss,
        "best_train_loss": best.train_loss,
        "best_train_accuracy": best.train_accuracy,
        "best_accuracy": best.held_out_accuracy,
        "before_epoch": before.epoch,
        "before_loss": before.held_out_loss,
        "before_accuracy": before.held_out_accuracy,
        "after_epoch": after.epoch,
        "after_loss": after.held_out_loss,
        "after_accuracy": after.held_out_accuracy,
    }
    assert all(map(math.isfinite, numbers.values()))
    return numbers
