"""An experiment, declared: what is asked, which short runs answer it, how the verdict is measured.

One is a file in ``catalogue/``, with its texts in ``text/<language>/experiments/``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from mnist_core.config import SEEDS, TrainingConfig
from mnist_core.experiments.curves import Points, curve_of
from mnist_core.experiments.prediction import Question
from mnist_core.tracking import EpochMetrics, HistorySnapshot

if TYPE_CHECKING:  # so that experiments can be listed before torch is there
    from mnist_core.data import Mnist
    from mnist_core.model import MLP

Group: TypeAlias = Literal["settings", "network", "data", "honesty"]
GROUPS: tuple[Group, ...] = ("settings", "network", "data", "honesty")


@dataclass(frozen=True, slots=True)
class Trained:
    """One plan after its training.

    Attributes:
        history: to its end, which is early where it diverged.
        model: with the weights of the end, in eval mode; where it diverged some may be NaN.
        test_accuracy: of these weights on the test images, 0 to 1.
    """

    config: TrainingConfig
    history: HistorySnapshot
    model: MLP
    test_accuracy: float

    @property
    def diverged(self) -> bool:
        """Whether the loss left the finite numbers."""
        return self.history.diverged is not None

    @property
    def last(self) -> EpochMetrics:
        """The last finished epoch; IndexError where it diverged in the first."""
        return self.history.epochs[-1]

    @property
    def loss_curve(self) -> Points:
        """The training loss, as it is shown."""
        return curve_of(self.history, "train_loss")


Results: TypeAlias = Mapping[str, Trained]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out.

    Attributes:
        outcome: the option of a ``Choice``, the number of a ``Number``; None for a ``Sketch``,
            whose curves are the outcome.
        held: whether what the textbook says was seen in these very runs.
        figures: what the texts say in figures, by name, all finite.  The end of a name says the
            unit: ``_loss``; ``_accuracy`` a share from 0 to 1; ``_points`` a difference of two
            such shares; ``_rate`` a learning rate; any other is a count.
    """

    outcome: str | float | None
    held: bool
    figures: Mapping[str, float]

    def __post_init__(self) -> None:
        strange = [name for name, each in self.figures.items() if not math.isfinite(each)]
        if strange:
            raise ValueError(f"figures that are no finite numbers: {strange}")


@dataclass(frozen=True, slots=True)
class Experiment:
    """One experiment.

    Attributes:
        group: which of the four it belongs to.
        plans: its short runs by name, in the order in which they are trained.
        question: what is to be predicted.
        measure: what came out, from the trained plans and MNIST; it changes nothing, and the same
            runs give the same verdict.
        then: one variation to try: settings for a run of one's own, or another experiment's key.
        facts: constants that the texts say in figures, named as in :class:`Verdict`.
        key: the name of its file; whoever lists the catalogue fills it in.
    """

    group: Group
    plans: Mapping[str, TrainingConfig]
    question: Question
    measure: Callable[[Results, Mnist], Verdict]
    then: TrainingConfig | str
    facts: Mapping[str, float] = field(default_factory=dict)
    key: str = ""

    def plans_for(self, seed: int) -> dict[str, TrainingConfig]:
        """The plans with other random numbers: 0 leaves them as they are.

        Plans that shared a seed still share one, and no two numbers here give the same seed.
        """
        apart = 1 + max(config.seed for config in self.plans.values())
        return {
            name: replace(config, seed=(config.seed + seed * apart) % (SEEDS.maximum + 1))
            for name, config in self.plans.items()
        }
