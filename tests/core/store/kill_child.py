"""Labs to be killed: imports torch once, then forks a lab for every line on its standard input.

A line is ``store folder<TAB>report file<TAB>owner``; the answer is the child's process id, and
``ended`` when it is gone.  The child trains as fast as it can and writes down every epoch that
its snapshots show.
"""

from __future__ import annotations

import itertools
import os
import sys
import threading

import torch

from mnist_core.config.training_config import TrainingConfig
from mnist_core.runs.queue import RunQueue
from mnist_core.store.safe_keeper import open_store
from tests.core.runs.run_helpers import small_data

# One batch an epoch, no hidden layer: an epoch is little more than its way to the disk.
CONFIG = TrainingConfig(hidden_sizes=(), batch_size=64, epochs=50)


def lab(place: str, report_file: str, owner: str) -> None:
    """Train until killed, reporting what can be seen."""
    report = os.open(report_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    data = small_data(train=64, test=64)
    queue = RunQueue(lambda: data, open_store(place), slots=2)
    assert queue.notice is None, queue.notice
    seen: dict[str, int] = {}
    for seed in itertools.count():
        queue.heartbeat(owner)
        if sum(run.active for run in queue.runs(owner)) < 3 and len(seen) < 25:
            config = TrainingConfig(**{**CONFIG.to_dict(), "seed": seed})
            seen[queue.submit(owner, config)] = 0
        for run in queue.runs(owner):
            epochs = run.history.epochs
            for epoch in epochs[seen.get(run.run_id, 0) :]:
                line = f"{run.run_id} {epoch.epoch} {epoch.held_out_loss!r}\n"
                os.write(report, line.encode())
            seen[run.run_id] = len(epochs)
        threading.Event().wait(0.0005)


def main() -> None:
    torch.set_num_threads(1)
    for line in sys.stdin:
        place, report_file, owner = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            sys.stdin.close()
            try:
                lab(place, report_file, owner)
            finally:
                os._exit(1)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("ended", flush=True)


if __name__ == "__main__":
    main()
