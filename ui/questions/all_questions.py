"""All questions, in the order in which they are asked, with their checks against what is there."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from mnist_core.config import MEAN, STD, TrainingConfig
from mnist_core.drawing import DrawingOptions
from mnist_core.errors import DrawingError
from ui.drawing import current_drawing, drawn
from ui.questions.question import Find, Make, Question
from ui.runs import current_model, model_run, own_runs
from ui.session import get_state
from ui.shell import Lab

if TYPE_CHECKING:
    from mnist_core.evaluation import Prediction
    from ui.results import Evaluated

IMAGE = 1234  # of the training images
DIGIT = 5
TAKEN_FOR = 9
FEW_PARAMETERS = 10_000
FUNNEL = 3  # hidden layers
GOOD_ACCURACY = 0.97
VERY_SURE = 0.99
OWN_DIGITS = 3


def images_of_digit(lab: Lab) -> Collection[float]:
    return [int((lab.mnist.train.labels == DIGIT).sum())]


def label_of_image(lab: Lab) -> Collection[float]:
    return [int(lab.mnist.train.labels[IMAGE])]


def normalised_paper(_lab: Lab) -> Collection[float]:
    return [-MEAN / STD]


def is_small(_lab: Lab) -> bool:
    config = get_state().config
    return bool(config.hidden_sizes) and config.parameters < FEW_PARAMETERS


def narrows(_lab: Lab) -> bool:
    sizes = get_state().config.hidden_sizes
    return len(sizes) >= FUNNEL and all(wide > narrow for wide, narrow in pairwise(sizes))


def linear_parameters(_lab: Lab) -> Collection[float]:
    return [TrainingConfig(hidden_sizes=()).parameters]


def steps_of_an_epoch(_lab: Lab) -> Collection[float]:
    return [get_state().config.steps_per_epoch()]


def is_good_after_one_epoch(_lab: Lab) -> bool:
    histories = [run.history for run in own_runs() if run.fine_tuned_from is None]
    return any(
        each.epochs[0].held_out_accuracy >= GOOD_ACCURACY
        for each in histories
        if each.epochs and each.held_out_name == "test"
    )


def has_diverged(_lab: Lab) -> bool:
    return any(run.diverged is not None for run in own_runs())


def _held(lab: Lab) -> Evaluated | None:
    from ui.results import evaluated  # charts with it, which Home does without

    run = model_run()
    return evaluated(lab, run) if run is not None and run.history.epochs else None


def often_taken_for(lab: Lab) -> Collection[float]:
    held = _held(lab)
    if held is None:
        return []
    counts = held.confusion[:, TAKEN_FOR].copy()
    counts[TAKEN_FOR] = 0
    return list(np.flatnonzero(counts == counts.max()))


def lowest_recall(lab: Lab) -> Collection[float]:
    held = _held(lab)
    if held is None:
        return []
    lowest = min(each.recall for each in held.scores)
    return [each.digit for each in held.scores if each.recall == lowest]


def mistakes(lab: Lab) -> Collection[float]:
    held = _held(lab)
    return [] if held is None else [held.wrong]


def _prediction() -> Prediction | None:
    """What the learner's network says of what is on the paper now."""
    drawing, model = current_drawing(), current_model()
    if drawing is None or model is None:
        return None
    from mnist_core.evaluation import predict

    try:
        return predict(model, drawn(drawing).prepare(DrawingOptions()).picture)
    except DrawingError:
        return None


def is_very_sure(_lab: Lab) -> bool:
    said = _prediction()
    return said is not None and float(max(said.probabilities)) >= VERY_SURE


def is_not_sure(_lab: Lab) -> bool:
    said = _prediction()
    return said is not None and not said.sure


def own_digits_are_kept(lab: Lab) -> bool:
    return len(lab.store.digits(get_state().owner)[1]) >= OWN_DIGITS


QUESTIONS: tuple[Question, ...] = (
    Find("data", "fives", images_of_digit),
    Find("data", "label", label_of_image),
    Find("data", "paper", normalised_paper, near=0.006),
    Make("model", "small", is_small),
    Make("model", "funnel", narrows),
    Find("model", "linear", linear_parameters),
    Find("train", "steps", steps_of_an_epoch),
    Make("train", "good", is_good_after_one_epoch),
    Make("train", "diverged", has_diverged),
    Find("evaluate", "mistakes", mistakes),
    Find("evaluate", "taken", often_taken_for),
    Find("evaluate", "recall", lowest_recall),
    Make("draw", "sure", is_very_sure),
    Make("draw", "unsure", is_not_sure),
    Make("draw", "hand", own_digits_are_kept),
)
