"""How fast is the engine?  ``python -m benchmarks.training [--epochs N] [--rounds N]``

The literal tutorial loop, ours, and the peers that are installed, in turn, so that what else the
machine does falls on all alike; compared round by round in CPU seconds.  By default one epoch and
three rounds: about two minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import torch

from benchmarks.contestants import installed
from benchmarks.report import machine, table, write_section
from mnist_core.config import TUTORIAL

# name -> (contestant, threads; None lets every library choose), and how the table calls it
RUNS: dict[str, tuple[str, int | None, str]] = {
    "literal": ("literal", 1, "Literal loop, one thread"),
    "literal_default": ("literal", None, "Literal loop, torch's own choice of threads"),
    "readable": ("readable", 1, "Readable step (autograd), data in memory"),
    "ours": ("ours", 1, "**Digit Lab's `train()`**"),
    "watched": ("watched", 1, "The same in the queue, kept on disk, watched by a page"),
    "jax": ("jax", 1, "JAX, one compiled scan an epoch"),
    "sklearn": ("sklearn", 1, "scikit-learn's MLPClassifier"),
    "keras": ("keras", 1, "Keras"),
}
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
}
Result = dict[str, Any]


def measure(name: str, epochs: int, seed: int = 0) -> Result:
    """One contestant in a process of its own."""
    contestant, threads, _ = RUNS[name]
    environment = {name: value for name, value in os.environ.items() if name not in ONE_THREAD}
    if threads == 1:
        environment |= ONE_THREAD
    command = [sys.executable, "-m", "benchmarks.contestants", contestant]
    command += [f"--epochs={epochs}", f"--seed={seed}"]
    if threads:
        command.append(f"--threads={threads}")
    output = subprocess.run(
        command,
        env=environment,
        cwd=Path(__file__).parents[1],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    result: Result = json.loads(output.splitlines()[-1])
    return result


def gemm_rate() -> float:
    """FLOP per second of this machine's best matrix product, one thread, the best of many."""
    torch.set_num_threads(1)
    left, right = torch.randn(1024, 1024), torch.randn(1024, 1024)
    out = torch.empty(1024, 1024)
    best = float("inf")
    for _ in range(20):
        start = time.thread_time()
        torch.mm(left, right, out=out)
        best = min(best, time.thread_time() - start)
    return 2 * 1024**3 / best


def epoch_flop() -> float:
    """Multiplications and additions of the matrix products of one epoch of training.

    Forward, and the weights' gradients: two for each weight and image.  Back through the weights:
    as many again, but for the first layer.
    """
    first = 784 * TUTORIAL.hidden_sizes[0]
    return 60_000 * 2 * (3 * (TUTORIAL.parameters - sum(TUTORIAL.hidden_sizes) - 10) - first)


def spread(values: list[float], form: str = "{:.1f}") -> str:
    """Median (lowest to highest)."""
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{form.format(middle)} ({form.format(low)} to {form.format(high)})"


def report(results: dict[str, list[Result]], epochs: int, rounds: int) -> str:
    """The section for the README."""
    rate = gemm_rate()
    floor = epoch_flop() / rate
    rows = []
    for name, runs in results.items():
        pairs = list(zip(results["literal"], runs, strict=True))
        rows.append(
            [
                RUNS[name][2],
                spread([run["cpu"] for run in runs], "{:.2f}"),
                spread([literal["cpu"] / run["cpu"] for literal, run in pairs]),
                spread([literal["wall"] / run["wall"] for literal, run in pairs]),
                f"{statistics.median(run['cpu'] for run in runs) / floor:.1f}",
                f"{runs[0]['accuracies'][-1]:.2%}",
            ]
        )
    header = [
        "",
        "CPU s an epoch",
        "ratio in CPU s",
        "ratio in wall time",
        "× floor",
        "test accuracy",
    ]
    flop = f"{epoch_flop() / 1e9:.1f} GFLOP"
    return f"""## Training

`python -m benchmarks.training --epochs {epochs} --rounds {rounds}` on {machine()}.

The tutorial's settings; an epoch is 60,000 images of training and 10,000 of testing.  Ratios are
to the literal loop on one thread, round by round: median (lowest to highest); rounds: {rounds},
epochs in each: {epochs}.  The floor, {floor:.2f} s, is the {flop} of an epoch's matrix products
at the {rate / 1e9:.0f} GFLOP/s that `torch.mm` reaches here on 1024 × 1024, and nothing else: no
optimiser, no data, no scoring.

{table(header, rows)}
"""


def _percents(accuracies: list[float]) -> str:
    return " ".join(f"{100 * accuracy:.2f}" for accuracy in accuracies)


def same_accuracies(seeds: int) -> str:
    """The test accuracies of the tutorial's training by the literal loop and by ours."""
    rows = []
    for seed in range(seeds):
        found = {name: measure(name, TUTORIAL.epochs, seed) for name in ("literal", "ours")}
        print(f"seed {seed}  {found}", file=sys.stderr)
        reached = [run["accuracies"] for run in found.values()]
        rows.append(
            [str(seed), *(" ".join(f"{100 * each:.2f}" for each in run) for run in reached)]
        )
    header = ["seed", "Literal loop: test accuracy after each epoch, %", "`train()`, %"]
    return f"""## The same networks

`python -m benchmarks.training --seeds {seeds}` on {machine()}.

{table(header, rows)}
"""


def main() -> None:
    """Measure, print, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--default-threads",
        action="store_true",
        help="also the literal loop as torch runs it by default, on all cores; beside other "
        "work its threads spin, and an epoch can take minutes",
    )
    parser.add_argument("--seeds", type=int, default=0, help="compare accuracies instead of times")
    arguments = parser.parse_args()
    if arguments.seeds:
        text = same_accuracies(arguments.seeds)
        print(text)
        write_section("seeds", text)
        return
    here = set(installed())
    results: dict[str, list[Result]] = {
        name: []
        for name, (contestant, *_) in RUNS.items()
        if contestant in here and (name != "literal_default" or arguments.default_threads)
    }
    for number in range(arguments.rounds):
        for name, runs in results.items():
            runs.append(measure(name, arguments.epochs))
            cpu = runs[-1]["cpu"]
            print(f"round {number + 1}  {name:16} {cpu:6.2f} CPU s", file=sys.stderr)
    text = report(results, arguments.epochs, arguments.rounds)
    print(text)
    write_section("training", text)


if __name__ == "__main__":
    main()
