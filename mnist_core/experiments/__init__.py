"""Experiments: what is asked, predicted, run and found; and what kind of run any training was.

PyTorch is imported when the experiments are listed or performed, and not before.
"""

from mnist_core.experiments.all_experiments import experiments
from mnist_core.experiments.diagnosis import diagnose
from mnist_core.experiments.experiment import Experiment, Verdict
from mnist_core.experiments.finding import Advice, Aspect, Finding, Kind
from mnist_core.experiments.next_experiment import USUAL_RATES, is_fast
from mnist_core.experiments.perform import perform

__all__ = [
    "USUAL_RATES",
    "Advice",
    "Aspect",
    "Experiment",
    "Finding",
    "Kind",
    "Verdict",
    "diagnose",
    "experiments",
    "is_fast",
    "perform",
]
