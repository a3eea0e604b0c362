"""What was predicted and what came out, in a line."""

from __future__ import annotations

import pytest

from mnist_core.experiments.all_experiments import experiments
from mnist_core.experiments.experiment import Verdict
from mnist_core.experiments.outcome import Outcome
from ui.attempts.words import committed_words, summary

pytestmark = pytest.mark.usefixtures("visit")


def outcome(value: object) -> Outcome:
    return Outcome(Verdict(value, True, {}), {})  # type: ignore[arg-type]


def test_summary_of_a_choice() -> None:
    experiment = experiments()["weights_zero"]
    assert summary(experiment, "nothing", outcome("nothing")) == (
        True,
        "So you said, and so it came out: Nothing: it does no better than guessing.",
    )
    hit, words = summary(experiment, "same", outcome("nothing"))
    assert hit is False
    assert "You said: As much as usual" in words and "It came out: Nothing" in words


def test_summary_of_a_number() -> None:
    experiment = experiments()["sorted_order"]
    hit, words = summary(experiment, 0.1, outcome(0.53))
    assert hit is False and "10.0%" in words and "53.0%" in words


def test_summary_of_a_sketch() -> None:
    """Where a run has no curve, no sketch is right."""
    experiment = experiments()["rate_too_small"]
    points = tuple((float(x), 2.0) for x in range(1, 314, 26))
    plan = experiment.question.lines[0].plan  # type: ignore[union-attr]
    nothing = Outcome(Verdict(None, True, {}), {plan: {"train_loss": ()}})  # type: ignore[dict-item]
    assert summary(experiment, [points], nothing) == (
        False,
        "It went another way than your sketch.",
    )


def test_summary_of_another_question() -> None:
    experiment = experiments()["weights_zero"]
    assert committed_words(experiment, 0.5) == ""
    assert summary(experiment, 0.5, outcome("nothing"))[0] is None
