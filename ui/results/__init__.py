"""What a run has given: its curves, its evaluation, its accuracy on the learner's own digits."""

from ui.results import fine_tuned
from ui.results.evaluation import Evaluated, evaluated, moment, steps_of_weights
from ui.results.fine_tuned import whose_curves
from ui.results.run_curves import CHART_POINTS, accuracy, curves, held_out_word

__all__ = [
    "CHART_POINTS",
    "Evaluated",
    "accuracy",
    "curves",
    "evaluated",
    "fine_tuned",
    "held_out_word",
    "moment",
    "steps_of_weights",
    "whose_curves",
]
