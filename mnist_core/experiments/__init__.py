"""Experiments: what is asked, predicted, run and found; and what kind of run any training was.

PyTorch is imported when the experiments are listed or performed, and not before.
"""

from mnist_core.experiments.all_experiments import experiments
from mnist_core.experiments.case import PROBES, Case
from mnist_core.experiments.curves import QUANTITIES, Points, Quantity, curve_of, horizontal
from mnist_core.experiments.diagnosis import diagnose
from mnist_core.experiments.evidence import Curves, Evidence
from mnist_core.experiments.experiment import GROUPS, Experiment, Group, Verdict
from mnist_core.experiments.faults import FAULTS, Fault, fault_of, kept_images, new_seed
from mnist_core.experiments.finding import Advice, Aspect, Finding, Kind
from mnist_core.experiments.mystery import (
    MYSTERY,
    curves_of,
    perform_mended,
    perform_mystery,
)
from mnist_core.experiments.next_experiment import USUAL_RATES, is_fast
from mnist_core.experiments.outcome import Judgement, Outcome, judge
from mnist_core.experiments.perform import Progress, perform
from mnist_core.experiments.prediction import Choice, Line, Number, PredictionError, Sketch
from mnist_core.experiments.sketch import Gap, SketchGap

__all__ = [
    "FAULTS",
    "GROUPS",
    "MYSTERY",
    "PROBES",
    "QUANTITIES",
    "USUAL_RATES",
    "Advice",
    "Aspect",
    "Case",
    "Choice",
    "Curves",
    "Evidence",
    "Experiment",
    "Fault",
    "Finding",
    "Gap",
    "Group",
    "Judgement",
    "Kind",
    "Line",
    "Number",
    "Outcome",
    "Points",
    "PredictionError",
    "Progress",
    "Quantity",
    "Sketch",
    "SketchGap",
    "Verdict",
    "curve_of",
    "curves_of",
    "diagnose",
    "experiments",
    "fault_of",
    "horizontal",
    "is_fast",
    "judge",
    "kept_images",
    "new_seed",
    "perform",
    "perform_mended",
    "perform_mystery",
]
