"""What each page suggests to try: settings that show something, one click each."""

from __future__ import annotations

from dataclasses import replace

from mnist_core.config import PRESETS, TrainingConfig
from ui.settings.try_this import Experiment
from ui.text import _


def for_model(config: TrainingConfig) -> tuple[Experiment, ...]:
    """Networks worth comparing with the tutorial's."""
    return (
        Experiment(_("No hidden layer"), replace(config, hidden_sizes=())),
        Experiment(_("One small layer: 32"), replace(config, hidden_sizes=(32,))),
        Experiment(_("Deep and narrow: 4 × 64"), replace(config, hidden_sizes=(64,) * 4)),
        Experiment(_("The tutorial's: 512, 256"), replace(config, hidden_sizes=(512, 256))),
    )


def for_training(config: TrainingConfig) -> tuple[Experiment, ...]:
    """Trainings whose curves tell a story."""
    return (
        Experiment(
            _("Too fast: SGD at 5"),
            replace(config, optimizer="sgd", learning_rate=5.0, schedule="constant"),
        ),
        Experiment(_("Too slow: 0.00001"), replace(config, learning_rate=1e-5)),
        Experiment(_("One big batch of 1,024"), replace(config, batch_size=1024)),
        Experiment(_("About 98.5%, quickly"), PRESETS["quick"]),
    )
