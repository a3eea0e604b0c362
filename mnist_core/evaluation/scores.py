"""What a trained network gets right and wrong: probabilities, confusions, scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn

from mnist_core.config import CLASSES
from mnist_core.data import inputs_for

Probabilities: TypeAlias = NDArray[np.float32]
Indices: TypeAlias = NDArray[np.int64]

BATCH = 1000


def predict_all(model: nn.Module, images: Tensor) -> Probabilities:
    """The probabilities of every image's ten digits.

    The model is used in eval mode, where its weights are, and put back as it was.

    Args:
        model: normalised (or as its ``normalize`` says) float32 (B, 28, 28) -> logits (B, 10).
        images: uint8 (N, 28, 28).

    Returns:
        float32 (N, 10); every row adds up to 1.
    """
    parameter = next(model.parameters(), None)
    device = torch.device("cpu") if parameter is None else parameter.device
    training = model.training
    model.eval()
    try:
        with torch.inference_mode():
            parts = [
                torch.softmax(model(inputs_for(model, part.to(device))), dim=1).cpu()
                for part in torch.split(images, BATCH)
            ]
    finally:
        model.train(training)
    probabilities: Probabilities = torch.cat(parts).numpy()
    return probabilities


def predicted_digits(probabilities: ArrayLike) -> Indices:
    """The likeliest digit of every row of (N, 10), int64 (N,)."""
    digits: Indices = np.asarray(probabilities).argmax(axis=1).astype(np.int64)
    return digits


def confusion_matrix(labels: ArrayLike, predictions: ArrayLike) -> Indices:
    """How often each digit was taken for each: int64 (10, 10), rows true, columns predicted."""
    true, predicted = _digits(labels), _digits(predictions)
    if true.shape != predicted.shape:
        raise ValueError(f"{len(true)} labels but {len(predicted)} predictions")
    counts = np.bincount(true * CLASSES + predicted, minlength=CLASSES**2)
    return counts.reshape(CLASSES, CLASSES).astype(np.int64)


def images_of_cell(labels: ArrayLike, predictions: ArrayLike, true: int, predicted: int) -> Indices:
    """Which images a cell of the confusion matrix counts, in their order: int64 (count,)."""
    chosen = (_digits(labels) == true) & (_digits(predictions) == predicted)
    return np.flatnonzero(chosen).astype(np.int64)


@dataclass(frozen=True, slots=True)
class DigitScore:
    """How well one digit is recognised; all but ``support`` from 0 to 1.

    Attributes:
        digit: 0 to 9.
        precision: of the images called this digit, the share that are it (0 where none is called).
        recall: of the images of this digit, the share that are called it (0 where there is none).
        f1: the harmonic mean of the two (0 where both are 0).
        support: how many images of this digit there are.
    """

    digit: int
    precision: float
    recall: float
    f1: float
    support: int


def digit_scores(confusion: ArrayLike) -> tuple[DigitScore, ...]:
    """Precision, recall and F1 of the ten digits, from a :func:`confusion_matrix`."""
    counts = np.asarray(confusion, dtype=np.int64)
    if counts.shape != (CLASSES, CLASSES):
        raise ValueError(f"a confusion matrix is 10 x 10, not {counts.shape}")
    right, called, there = counts.diagonal(), counts.sum(axis=0), counts.sum(axis=1)
    return tuple(
        DigitScore(
            digit,
            precision=_share(right[digit], called[digit]),
            recall=_share(right[digit], there[digit]),
            f1=_share(2 * right[digit], called[digit] + there[digit]),
            support=int(there[digit]),
        )
        for digit in range(CLASSES)
    )


def confident_mistakes(probabilities: ArrayLike, labels: ArrayLike, n: int) -> Indices:
    """The ``n`` wrong answers given with the highest probability, the surest first.

    Returns:
        Indices into ``labels``, int64 (at most n,).
    """
    shares = np.asarray(probabilities)
    answers = predicted_digits(shares)
    wrong = np.flatnonzero(answers != _digits(labels))
    surest = np.argsort(-shares[wrong, answers[wrong]], kind="stable")[: max(n, 0)]
    return wrong[surest].astype(np.int64)


def _digits(values: ArrayLike) -> Indices:
    digits = np.asarray(values).astype(np.int64)
    if digits.size and not (digits.min() >= 0 and digits.max() < CLASSES):
        raise ValueError("labels and predictions are digits from 0 to 9")
    return digits


def _share(part: int, whole: int) -> float:
    return float(part / whole) if whole else 0.0
