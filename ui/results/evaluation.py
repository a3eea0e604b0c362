"""The learner's current run, evaluated on the test images.

A visit holds one evaluation.  While training goes on it stays as it is, so that nothing jumps
under the learner's eyes; newer weights are offered and taken with a click.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from mnist_core.tracking import RunSnapshot, RunStatus
from ui.runs import model_run, status_badge
from ui.session import get_state, just_arrived, page_state
from ui.shell import Lab, fragment
from ui.text import _, ngettext

if TYPE_CHECKING:
    from torch import Tensor

    from mnist_core.data import Split
    from mnist_core.evaluation import DigitScore
    from mnist_core.model import MLP

LOOK_SECONDS = 2.0
TRIES = 5


@dataclass(frozen=True)
class Evaluated:
    """What a run's model says about every test image.

    Attributes:
        run: the run as it was when its weights were taken.
        loss: mean cross-entropy.
        probabilities: float32 (N, 10).
        labels: int64 (N,).
    """

    run: RunSnapshot
    loss: float
    probabilities: np.ndarray
    labels: np.ndarray

    @cached_property
    def predictions(self) -> np.ndarray:
        """int64 (N,)."""
        from mnist_core.evaluation import predicted_digits

        return predicted_digits(self.probabilities)

    @cached_property
    def confusion(self) -> np.ndarray:
        """int64 (10, 10), rows true, columns predicted."""
        from mnist_core.evaluation import confusion_matrix

        return confusion_matrix(self.labels, self.predictions)

    @cached_property
    def scores(self) -> tuple[DigitScore, ...]:
        from mnist_core.evaluation import digit_scores

        return digit_scores(self.confusion)

    @property
    def right(self) -> int:
        return int(self.confusion.diagonal().sum())

    @property
    def wrong(self) -> int:
        return len(self.labels) - self.right

    @property
    def accuracy(self) -> float:
        return self.right / len(self.labels)

    @cached_property
    def worst_confusion(self) -> tuple[int, int]:
        """The true and the predicted digit of the commonest mistake."""
        mistakes = self.confusion.copy()
        np.fill_diagonal(mistakes, 0)
        true, predicted = np.unravel_index(mistakes.argmax(), mistakes.shape)
        return int(true), int(predicted)


@dataclass
class ResultsState:
    """The visit's one evaluation."""

    evaluated: Evaluated | None = None


def steps_of_weights(run: RunSnapshot) -> int:
    """After how many steps the weights were taken that the run would give now."""
    if run.status in (RunStatus.STOPPED, RunStatus.INTERRUPTED):
        return run.step
    return len(run.history.epochs) * run.steps_per_epoch


def evaluated(lab: Lab, run: RunSnapshot) -> Evaluated:
    """The visit's evaluation of the run, made anew when the learner has just come to the page."""
    state, came = page_state(ResultsState), just_arrived()
    held = state.evaluated
    other = held is None or held.run.run_id != run.run_id
    if held is None or other or (came and is_newer(run, held)):
        state.evaluated = held = _evaluate(lab, run)
    return held


def is_newer(run: RunSnapshot, held: Evaluated) -> bool:
    """Whether the run has learned more since it was evaluated."""
    return steps_of_weights(run) > steps_of_weights(held.run)


def _evaluate(lab: Lab, run: RunSnapshot) -> Evaluated:
    for _try in range(TRIES):  # an epoch may end between the two: weights and words are to agree
        model = lab.queue.model(get_state().owner, run.run_id)
        before, run = run, lab.queue.snapshot(get_state().owner, run.run_id)
        if steps_of_weights(run) == steps_of_weights(before):
            break
    loss, probabilities = look(model, lab.mnist.test)
    loss = run.test.loss if run.test is not None else loss
    return Evaluated(run, loss, probabilities, lab.mnist.test.labels.numpy())


def look(model: MLP, split: Split) -> tuple[float, np.ndarray]:
    """Mean cross-entropy and probabilities float32 (N, 10) of a split, in one pass.

    The loss comes from the logits: a probability may be too small for its logarithm.
    """
    from torch.nn.functional import cross_entropy

    from mnist_core.evaluation import predict_all

    logits: list[Tensor] = []
    hook = model.register_forward_hook(lambda _model, _images, given: logits.append(given))
    try:
        probabilities = predict_all(model, split.images)
    finally:
        hook.remove()
    labels = split.labels.split([len(part) for part in logits])
    losses = [
        cross_entropy(part, right, reduction="sum").item()
        for part, right in zip(logits, labels, strict=True)
    ]
    return sum(losses) / len(split), probabilities


def moment(held: Evaluated) -> None:
    """Which weights the page speaks of, and the offer of newer ones."""
    run = model_run()
    active = run is not None and run.active
    fragment(_moment, LOOK_SECONDS if active else None)(held, active)


def _moment(held: Evaluated, was_active: bool) -> None:
    run = model_run()
    if run is None or run.run_id != held.run.run_id:
        st.rerun()
    row = st.container(horizontal=True, vertical_alignment="center")
    with row:
        status_badge(run)
    row.markdown(_words(held))
    if is_newer(run, held):
        row.button(
            _("Show the newest"), icon=":material/update:", key="show_newest", on_click=_forget
        )
    if was_active and not run.active:
        st.rerun()


def _forget() -> None:
    page_state(ResultsState).evaluated = None
    get_state().whole_page = True


def _words(held: Evaluated) -> str:
    run, epochs = held.run, len(held.run.history.epochs)
    if run.fine_tuned_from is not None:
        words = _("The model after it was fine-tuned on your handwriting.")
    elif run.active:
        words = _("The model as it was after epoch **{epoch}** of {epochs}.")
    elif run.status is RunStatus.DONE:
        words = ngettext(
            "The model after its one epoch.", "The model after all **{epochs}** epochs.", epochs
        )
    elif steps_of_weights(run) > epochs * run.steps_per_epoch:
        words = _("The model as it was when training ended, in epoch **{next}** of {epochs}.")
    else:
        words = _("The model as it was after epoch **{epoch}**, the last that was finished.")
    return words.format(epoch=epochs, epochs=run.config.epochs, next=epochs + 1)
