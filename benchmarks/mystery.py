"""What each fault of a mystery run shows and costs: `python -m benchmarks.mystery`.

Three runs of each fault at their own settings, with the first seeds that have it, on one thread.
"""

from __future__ import annotations

import itertools
import time

import torch

from benchmarks.report import machine, table, write_section
from mnist_core.data import Mnist, load_mnist
from mnist_core.experiments import FAULTS, Evidence, fault_of, perform_mystery

RUNS = 3
FIGURES = (
    *("train_accuracy", "test_accuracy", "fresh_accuracy", "peak_loss", "weight_value"),
    *("times_value", "wrong_labels", "batch_digits", "highest_value"),
)


def performed(seed: int, mnist: Mnist) -> tuple[Evidence, float]:
    """What this seed's run has left, and the CPU seconds that it took."""
    begun = time.thread_time()
    run = perform_mystery(seed, lambda: mnist)
    while True:
        try:
            next(run)
        except StopIteration as end:
            return end.value, time.thread_time() - begun


def main() -> None:
    """Perform all and write the section."""
    torch.set_num_threads(1)
    mnist = load_mnist()
    rows, seconds = [], []
    for fault in FAULTS:
        seeds = itertools.islice((s for s in itertools.count() if fault_of(s) == fault), RUNS)
        runs = [performed(seed, mnist) for seed in seeds]
        seconds += [each for _evidence, each in runs]
        found = [evidence.figures() for evidence, _seconds in runs]
        cells = [", ".join(f"{each[name]:.4g}" for each in found) for name in FIGURES]
        rows.append([f"`{fault}`", *cells])
        print(*rows[-1], sep=" | ", flush=True)
    text = f"""## Mystery runs

`python -m benchmarks.mystery` on {machine()}.

{RUNS} runs of each fault, one thread, {min(seconds):.1f} to {max(seconds):.1f} CPU s each, all
probes included.  `weight_value` is the first layer's largest weight; `times_value` says how many
times the batch's own gradient the optimiser took at step 10; `wrong_labels`, `batch_digits` and
`highest_value` are of the batch that is shown.

{table(["fault", *FIGURES], rows)}
"""
    write_section("mystery", text)


if __name__ == "__main__":
    main()
