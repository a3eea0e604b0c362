"""Real runs, recorded by `tools/record_diagnosis_runs.py`: each with the kind that it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mnist_core.config.training_config import TrainingConfig
from mnist_core.experiments.finding import Kind
from mnist_core.tracking.history import History, HistorySnapshot
from mnist_core.tracking.metrics import BatchMetrics, Diverged, EpochMetrics

FOLDER = Path(__file__).parent / "recorded"
PARTS = ("chosen_on", "checked_on")


@dataclass(frozen=True)
class Recording:
    """`part`: whether thresholds were chosen on it, or it was recorded afterwards; `images`: of
    the training set."""

    part: str
    kind: Kind
    config: TrainingConfig
    history: HistorySnapshot
    images: int
    cpu_seconds: float

    @property
    def name(self) -> str:
        return f"{self.part}-{self.kind}-{self.config.seed}"


def recordings() -> Iterator[Recording]:
    for part in PARTS:
        for path in sorted((FOLDER / part).glob("*.json")):
            for values in json.loads(path.read_text(encoding="utf-8")):
                config = TrainingConfig.from_dict(values["config"])
                yield Recording(
                    part,
                    Kind(path.stem),
                    config,
                    history_of(values),
                    values["images"],
                    values["cpu_seconds"],
                )


def history_of(values: dict[str, Any]) -> HistorySnapshot:
    history = History(values["held_out_name"])
    for step, loss in enumerate(values["batch_millilosses"], start=1):
        history.append(BatchMetrics(1, step, loss / 1000, 1e-3))
    for epoch in values["epochs"]:
        history.append(EpochMetrics(**epoch))
    if values["diverged"] is not None:
        history.append(Diverged(**values["diverged"]))
    return history.snapshot()
