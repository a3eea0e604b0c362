"""What is known of a mystery run when it is over, small enough to be kept, and plain for JSON.

All of it is measured when the run is; the learner is shown what a probe asks for.
"""

from __future__ import annotations

import base64
import math
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mnist_core.config import IMAGE_SIDE, INPUT_SIZE
from mnist_core.experiments.curves import QUANTITIES, Points, Quantity

Curves: TypeAlias = Mapping[Quantity, Points]
# Of a size or a loss: None where it is no finite number.
Size: TypeAlias = "float | None"
# A weight is kept as one of 31 steps from the largest below 0 to the largest above: no eye sees
# more of them, and it takes half a byte.
STEPS = 15
# Which of the noted steps the explanations speak of: the second, which is early, so that also in
# a run that breaks down the network still reacts.
EARLY = 1


@dataclass(frozen=True, slots=True)
class BatchSeen:
    """The first images of the first batch, as the network got them.

    Attributes:
        pixels: uint8 (N, 28, 28), deflated and in base64.
        labels: those that it was told.
        truth: those that MNIST gives.
        lowest, highest, mean, deviation: of the numbers that went into the network.
    """

    pixels: str
    labels: tuple[int, ...]
    truth: tuple[int, ...]
    lowest: float
    highest: float
    mean: float
    deviation: float

    @property
    def images(self) -> NDArray[np.uint8]:
        """uint8 (N, 28, 28)."""
        return unpacked(self.pixels, np.uint8).reshape(-1, IMAGE_SIDE, IMAGE_SIDE)

    @property
    def wrong(self) -> int:
        """How many labels are not the truth."""
        return sum(one != other for one, other in zip(self.labels, self.truth, strict=True))


@dataclass(frozen=True, slots=True)
class GradientSizes:
    """Of one step, the root mean square of each layer's weight gradient, first layer first.

    Attributes:
        taken: of what the optimiser took.
        own: of the batch's own gradient.
    """

    step: int
    taken: tuple[Size, ...]
    own: tuple[Size, ...]


@dataclass(frozen=True, slots=True)
class Digits:
    """On the test images, by digit from 0 to 9.

    Attributes:
        right: the share of the digit's images that is recognised.
        answered: how many images are taken for it.
    """

    right: tuple[float, ...]
    answered: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FirstWeights:
    """The weights of the first layer's first neurons.

    Attributes:
        levels: int8 (neurons, 784), -15 to 15, deflated and in base64.
        largest: of all the layer's weights, and what 15 means; None where one of them is no
            finite number.
    """

    levels: str
    largest: Size

    @property
    def pictures(self) -> NDArray[np.float64]:
        """float64 (neurons, 28, 28); NaN where the weights are no finite numbers."""
        levels = unpacked(self.levels, np.int8).reshape(-1, IMAGE_SIDE, IMAGE_SIDE)
        return levels * ((np.nan if self.largest is None else self.largest) / STEPS)


@dataclass(frozen=True, slots=True)
class Score:
    """Accuracy (0 to 1) and mean loss on some images, after the training."""

    accuracy: float
    loss: Size


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a run has left.

    Attributes:
        fault: its name in ``FAULTS``.
        curves: of the training.
        first_loss, peak_loss: of the first batch, and the highest of any that is finite.
        diverged: whether it ended early since the loss was no longer finite.
        scores: by ``train`` (with the labels that it learned), ``test``, and ``fresh``: images
            that were in no set.
        mended: the curves of the run without the fault; None until it was made.
    """

    fault: str
    curves: Curves
    first_loss: float
    peak_loss: float
    diverged: bool
    batch: BatchSeen
    gradients: tuple[GradientSizes, ...]
    digits: Digits
    weights: FirstWeights
    scores: Mapping[str, Score]
    mended: Curves | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON can hold it; less than ``ATTEMPT_BYTES``."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Evidence:
        """Undo :meth:`to_dict`, of whatever JSON gives back.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: it is something else.
        """
        batch, mended = values["batch"], values["mended"]
        return cls(
            values["fault"],
            _curves(values["curves"]),
            *(values["first_loss"], values["peak_loss"], values["diverged"]),
            BatchSeen(
                **{**batch, "labels": tuple(batch["labels"]), "truth": tuple(batch["truth"])}
            ),
            tuple(
                GradientSizes(each["step"], tuple(each["taken"]), tuple(each["own"]))
                for each in values["gradients"]
            ),
            Digits(*(tuple(values["digits"][name]) for name in ("right", "answered"))),
            FirstWeights(**values["weights"]),
            {name: Score(**score) for name, score in values["scores"].items()},
            None if mended is None else _curves(mended),
        )

    def figures(self) -> dict[str, float]:
        """What the explanations say in figures, by name; the end of a name says its unit, as in
        ``Verdict``, and ``_value`` a number of any size.
        """
        train, test, fresh = (self.scores[name] for name in ("train", "test", "fresh"))
        batch, early = self.batch, self.gradients[min(EARLY, len(self.gradients) - 1)]
        taken, own = _number(early.taken[0]), _number(early.own[0])
        digit, count = Counter(batch.labels).most_common(1)[0]
        answer = int(np.argmax(self.digits.answered))
        found = {
            "first_loss": self.first_loss,
            "peak_loss": self.peak_loss,
            "last_loss": self.curves["train_loss"][-1][1],
            "train_accuracy": train.accuracy,
            "test_accuracy": test.accuracy,
            "fresh_accuracy": fresh.accuracy,
            "lead_points": test.accuracy - fresh.accuracy,
            "behind_points": test.accuracy - train.accuracy,
            "lowest_value": batch.lowest,
            "highest_value": batch.highest,
            "mean_value": batch.mean,
            "deviation_value": batch.deviation,
            "batch_images": len(batch.labels),
            "batch_digits": len(set(batch.labels)),
            "batch_digit": digit,
            "batch_count": count,
            "wrong_labels": batch.wrong,
            "watched_step": early.step,
            "taken_value": taken,
            "own_value": own,
            "times_value": taken / own if own else 1.0,
            "weight_value": _number(self.weights.largest),
            "answered_digit": answer,
            "answered_count": self.digits.answered[answer],
            "test_images": sum(self.digits.answered),
        }
        if self.mended is not None:
            found["mended_loss"] = self.mended["train_loss"][-1][1]
            found["mended_accuracy"] = self.mended["test_accuracy"][-1][1]
        return found


def packed(values: NDArray[Any]) -> str:
    """Bytes as text, deflated."""
    return base64.b64encode(zlib.compress(values.tobytes(), 9)).decode("ascii")


def unpacked(text: str, kind: type[np.generic]) -> NDArray[Any]:
    """Undo :func:`packed`; shape (N,)."""
    limit = 256 * INPUT_SIZE
    return np.frombuffer(zlib.decompressobj().decompress(base64.b64decode(text), limit), kind)


def _number(size: Size) -> float:
    return math.nan if size is None else size


def _curves(values: Mapping[str, Any]) -> Curves:
    return {quantity: tuple((x, y) for x, y in values[quantity]) for quantity in QUANTITIES}
