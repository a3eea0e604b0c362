"""How many digits that people drew does a network read: `python -m benchmarks.drawn_digits`.

Trains the networks of the app's presets on MNIST, draws 1,000 real pen-stroke digits
(../shared/pen_digits, by 30 writers) as the app's canvas does, with pens and on canvases of several
sizes, and counts. The same digits merely made small, as many demos do
it, are the baseline. No network is trained on these writers; how MNIST's images are bent was
chosen with their digits among what was looked at, so they flatter the bent networks a little.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from benchmarks.pen_digits import BRUSH, CANVAS, PEN_DIGITS, PenDigit, load_pen_digits, render
from benchmarks.report import machine, table, write_section
from mnist_core.config import PRESETS, TrainingConfig
from mnist_core.data import Mnist, load_mnist, split_validation
from mnist_core.drawing import STAGES, DrawingOptions, prepare
from mnist_core.errors import DrawingError
from mnist_core.evaluation import SURE, confusion_matrix, predict, predict_all, predicted_digits
from mnist_core.model import MLP, build_model
from mnist_core.tracking import EpochMetrics
from mnist_core.training import train

BRUSHES = (5, 10, 20, 30, 40)  # pixels on a canvas of 280
CANVASES = (200, 280, 400, 600)
NAIVE = DrawingOptions(crop=False, stroke=False, scale=False, centre=False)
UNREADABLE = -1


@dataclass(frozen=True, slots=True)
class Trained:
    """A network, its accuracy on MNIST's test set (0 to 1) and what its training cost."""

    name: str
    seed: int
    model: MLP
    test_accuracy: float
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class Prepared:
    """Digits as networks see them: uint8 (N, 28, 28), black where the drawing was refused."""

    pictures: Tensor
    refused: NDArray[np.bool_]
    seconds: float

    def accuracy(self, model: MLP, labels: NDArray[np.int64]) -> float:
        """The share read rightly; a refused drawing is not."""
        return float((self.answers(model) == labels).mean())

    def answers(self, model: MLP) -> NDArray[np.int64]:
        """The digits read, int64 (N,); UNREADABLE where the drawing was refused."""
        found = predicted_digits(predict_all(model, self.pictures))
        return np.where(self.refused, UNREADABLE, found)


def configs() -> dict[str, TrainingConfig]:
    """The kinds of training that are compared: the app's presets."""
    return dict(PRESETS)


def trained(mnist: Mnist, names: Sequence[str], seeds: Sequence[int]) -> Iterator[Trained]:
    """Train each network with each seed, telling how it goes."""
    for name in names:
        for seed in seeds:
            config = replace(configs()[name], seed=seed)
            model = build_model(config)
            start = time.thread_time()
            accuracy = 0.0
            for event in train(model, split_validation(mnist, 0, seed), config):
                if isinstance(event, EpochMetrics):
                    accuracy = event.held_out_accuracy
            seconds = time.thread_time() - start
            print(f"{name}, seed {seed}: MNIST {accuracy:.2%}, {seconds:.0f} CPU s", flush=True)
            yield Trained(name, seed, model.eval(), accuracy, seconds)


def prepared(
    digits: Sequence[PenDigit],
    brush: float = BRUSH,
    canvas: int = CANVAS,
    options: DrawingOptions = DrawingOptions(),  # noqa: B008 (frozen)
) -> Prepared:
    """Draw every digit and prepare it; ``brush`` is in pixels of a canvas of 280."""
    pictures = np.zeros((len(digits), 28, 28), np.uint8)
    refused = np.zeros(len(digits), np.bool_)
    seconds = 0.0
    for number, digit in enumerate(digits):
        drawing = render(digit.strokes, canvas=canvas, brush=brush * canvas / CANVAS)
        start = time.thread_time()
        try:
            pictures[number] = prepare(drawing, options=options).picture
        except DrawingError:
            refused[number] = True
        seconds += time.thread_time() - start
    return Prepared(torch.from_numpy(pictures), refused, seconds)


def by_kind(networks: Sequence[Trained]) -> dict[str, list[Trained]]:
    """The networks of each kind, which differ in their seeds."""
    kinds: dict[str, list[Trained]] = {}
    for network in networks:
        kinds.setdefault(network.name, []).append(network)
    return kinds


def rows_of(
    variants: dict[str, Prepared], networks: Sequence[Trained], labels: NDArray[np.int64]
) -> list[list[str]]:
    """A row for each way of drawing: the mean over seeds for each kind of network."""
    rows = []
    for name, digits in variants.items():
        cells = []
        for these in by_kind(networks).values():
            shares = [100 * digits.accuracy(network.model, labels) for network in these]
            spread = f" ({min(shares):.1f} to {max(shares):.1f})" if len(shares) > 1 else ""
            cells.append(f"{np.mean(shares):.1f}{spread}")
        rows.append([name, *cells, str(int(digits.refused.sum()))])
    return rows


def training_rows(networks: Sequence[Trained]) -> list[list[str]]:
    """What the networks reach on MNIST's own test set, and what they cost."""
    rows = []
    for kind, these in by_kind(networks).items():
        accuracies = ", ".join(f"{100 * network.test_accuracy:.2f}" for network in these)
        mean = 100 * np.mean([network.test_accuracy for network in these])
        seconds = np.mean([network.cpu_seconds for network in these])
        rows.append([kind, f"{mean:.2f}", accuracies, f"{seconds:.0f}"])
    return rows


def sure_rows(digits: Prepared, networks: Sequence[Trained], labels: NDArray[np.int64]) -> str:
    """How good answers below and above the threshold of "not sure" are."""
    rows = []
    for kind, these in by_kind(networks).items():
        confidence, right = [], []
        for network in these:
            shares = predict_all(network.model, digits.pictures)
            confidence.append(shares.max(axis=1))
            right.append(predicted_digits(shares) == labels)
        sure, hits = np.concatenate(confidence) >= SURE, np.concatenate(right)
        rows.append(
            [
                kind,
                f"{100 * (~sure).mean():.1f}",
                f"{100 * hits[~sure].mean():.0f}" if (~sure).any() else "-",
                f"{100 * hits[sure].mean():.1f}",
            ]
        )
    return table(["network", "not sure, %", "right of these, %", "right of the others, %"], rows)


def confusion_text(digits: Prepared, networks: Sequence[Trained], labels: NDArray[np.int64]) -> str:
    """The last kind's confusion matrix, all its seeds together."""
    kind, these = list(by_kind(networks).items())[-1]
    total = np.zeros((10, 10), np.int64)
    readable = ~digits.refused
    for network in these:
        total += confusion_matrix(labels[readable], digits.answers(network.model)[readable])
    rows = [[f"**{true}**", *map(str, counts)] for true, counts in enumerate(total)]
    return table([f"{kind}: drawn, read as", *map(str, range(10))], rows)


def report(digits: list[PenDigit], networks: list[Trained]) -> str:
    """The whole section of the README."""
    labels = np.array([digit.label for digit in digits])
    by_brush = {f"brush {brush} px": prepared(digits, brush) for brush in BRUSHES}
    usual = by_brush[f"brush {BRUSH:.0f} px"]
    by_canvas = {
        f"canvas {canvas} px": usual if canvas == CANVAS else prepared(digits, canvas=canvas)
        for canvas in CANVASES
    }
    without = {
        f"without *{stage}*": prepared(digits, options=DrawingOptions(**{stage: False}))
        for stage in STAGES
    }
    naive = {"canvas made small (baseline)": prepared(digits, options=NAIVE)}
    header = ["accuracy, %: mean (least to most)", *by_kind(networks), "refused"]
    start = time.thread_time()
    for picture in usual.pictures.numpy():
        predict(networks[0].model, picture)
    each = 1000 * (usual.seconds + time.thread_time() - start) / len(digits)
    parts = [
        "## Drawn digits",
        "`python -m benchmarks.drawn_digits`: 1,000 digits that 30 people wrote with a pen (UCI, "
        "Alpaydin and Alimoglu), drawn as the canvas draws them and read by networks that have "
        "never seen them: those of the app's presets (`mnist_core/config/training_config.py`).",
        f"{machine()}. One prediction with all stages: {each:.1f} ms of CPU time.",
        table(
            ["network", "MNIST test, mean %", "each seed", "CPU seconds"], training_rows(networks)
        ),
        table(header, rows_of({**by_brush, **by_canvas, **without, **naive}, networks, labels)),
        f'Answers below {SURE:.0%} are shown as "not sure" (brush {BRUSH:.0f} px):',
        sure_rows(usual, networks, labels),
        confusion_text(usual, networks, labels),
    ]
    return "\n\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, draw, count; print it and write it into benchmarks/README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--networks", nargs="+", choices=list(configs()), default=list(configs()))
    parser.add_argument("--digits", type=int, default=1000, help="how many of the 1,000")
    parser.add_argument("--no-write", action="store_true", help="leave benchmarks/README.md alone")
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(1)
    if not PEN_DIGITS.exists():
        sys.exit(f"The pen digits are not here: {PEN_DIGITS}")
    networks = list(trained(load_mnist(), chosen.networks, chosen.seeds))
    text = report(load_pen_digits()[: chosen.digits], networks)
    print("\n" + text)
    if not chosen.no_write:
        write_section("drawn_digits", text)


if __name__ == "__main__":
    main()
