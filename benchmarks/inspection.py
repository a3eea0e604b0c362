"""How long is a look into one step?  ``python -m benchmarks.inspection [--rounds N]``

A training step and everything that *One step* shows of it, in turn, one thread, in CPU seconds;
compared round by round.  By default eleven rounds: about two minutes, most of them for the largest
network and batch that the settings allow.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import torch

from benchmarks.report import machine, table, write_section
from benchmarks.training import spread
from mnist_core.config import TrainingConfig
from mnist_core.data import Split, load_mnist
from mnist_core.inspection import (
    Stepper,
    curve_rates,
    inspect_step,
    loss_by_learning_rate,
    neuron_products,
    nudge_weight,
)
from mnist_core.model import build_model

CONFIGS = {
    "the tutorial's": TrainingConfig(),
    "the same, AdamW and dropout": TrainingConfig(optimizer="adamw", dropout=0.3),
    "three layers of 1,024": TrainingConfig(hidden_sizes=(1024, 1024, 1024)),
    "the same, batches of 1,024, dropout": TrainingConfig(
        hidden_sizes=(1024, 1024, 1024), batch_size=1024, dropout=0.5
    ),
}


def contestants(stepper: Stepper, split: Split) -> dict[str, Callable[[], object]]:
    """What is timed, the training step first; each can be called again and again."""
    report = stepper.report()
    rates = curve_rates(stepper.learning_rate)
    model, config = build_model(stepper.config), stepper.config
    batch = report.batch
    return {
        "training step": stepper.take_step,
        "report of the next step": stepper.report,
        "report from a model and a batch": lambda: inspect_step(
            model, batch.images, batch.labels, config
        ),
        f"loss at {len(rates)} learning rates": lambda: loss_by_learning_rate(report, rates),
        "one neuron's products": lambda: neuron_products(report, 0, 0, 0),
        "one weight moved": lambda: nudge_weight(report, 0, (0, 400)),
        "where NaN begins": lambda: report.first_nonfinite,
        "all formulas of a weight": lambda: report.weight_arithmetic(0, 0, 400).after,
        "beginning at epoch 5": lambda: Stepper(model, split, config, epochs_done=5),
    }


def measure(config: TrainingConfig, split: Split, rounds: int) -> tuple[list[list[str]], int]:
    """Rows of the table, and the bytes of a report."""
    stepper = Stepper(build_model(config), split, config)
    for _ in stepper.take_steps(3):
        pass
    actions = contestants(stepper, split)
    seconds: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            start = time.thread_time()
            action()
            seconds[name].append(time.thread_time() - start)
    step = seconds["training step"]
    rows = [
        [
            name,
            spread([1000 * each for each in times], "{:.2f}"),
            spread([mine / its for mine, its in zip(times, step, strict=True)]),
        ]
        for name, times in seconds.items()
    ]
    return rows, stepper.report().nbytes


def main() -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)
    split = load_mnist().train
    parts = []
    for name, config in CONFIGS.items():
        rows, size = measure(config, split, rounds)
        header = [name, "CPU ms", "× a training step"]
        parts.append(f"{table(header, rows)}\n\nA report takes {size / 1e6:.1f} MB.")
    body = "\n\n".join(parts)
    text = f"""## One step

`python -m benchmarks.inspection --rounds {rounds}` on {machine()}.

One thread; median (lowest to highest) of {rounds} rounds, the ratios taken round by round.

{body}
"""
    print(text)
    write_section("inspection", text)


if __name__ == "__main__":
    main()
