"""What a run has given: its curves, its diagnosis, its evaluation, its accuracy on own digits."""

from ui.results import fine_tuned
from ui.results.diagnosis import (
    diagnosis_or_meaning,
    diagnosis_words,
    finding_of,
    marked_epochs,
)
from ui.results.evaluation import Evaluated, evaluated, moment, steps_of_weights
from ui.results.fine_tuned import whose_curves
from ui.results.run_curves import CHART_POINTS, accuracy, curves, held_out_word

__all__ = [
    "CHART_POINTS",
    "Evaluated",
    "accuracy",
    "curves",
    "diagnosis_or_meaning",
    "diagnosis_words",
    "evaluated",
    "finding_of",
    "fine_tuned",
    "held_out_word",
    "marked_epochs",
    "moment",
    "steps_of_weights",
    "whose_curves",
]
