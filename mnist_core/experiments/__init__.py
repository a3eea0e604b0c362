"""What kind of run a training was, with the evidence, and what to try next."""

from mnist_core.experiments.diagnosis import diagnose
from mnist_core.experiments.finding import Advice, Aspect, Finding, Kind
from mnist_core.experiments.next_experiment import USUAL_RATES, is_fast

__all__ = ["USUAL_RATES", "Advice", "Aspect", "Finding", "Kind", "diagnose", "is_fast"]
