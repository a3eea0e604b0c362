"""Record real trainings of every kind that the diagnosis knows, on real MNIST and one thread.

    python -m tools.record_diagnosis_runs chosen_on   # those that its thresholds were chosen on
    python -m tools.record_diagnosis_runs checked_on  # those that were recorded only afterwards

A run's history is kept as JSON in `tests/core/experiments/recorded/`, a file a kind.  A run's kind
is what its settings are known to do; the diagnosis is not asked.  Only whether a rate that is far
too high ends in infinity or in a network that answers nothing any more is seen by the loss.  Runs
have fewer images where that shows the same in less time.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import torch

from mnist_core.config import PRESETS, TRAINING_IMAGES, TUTORIAL, TrainingConfig
from mnist_core.data import Mnist, load_mnist, split_validation
from mnist_core.model import build_model
from mnist_core.tracking import History
from mnist_core.training import train

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests" / "core" / "experiments" / "recorded"
DIGITS = 4  # significant ones of a loss or an accuracy that are kept


@dataclass(frozen=True)
class Planned:
    """A run to record: its settings, and how many of the training images it has."""

    config: TrainingConfig
    images: int = TRAINING_IMAGES


def _run(images: int = TRAINING_IMAGES, **settings: Any) -> Planned:
    return Planned(TrainingConfig(**settings), images)


Plan: TypeAlias = dict[str, tuple[Planned, ...]]  # kind -> its runs
NARROW: dict[str, Any] = {"hidden_sizes": (64,), "batch_size": 256}
MIDDLE: dict[str, Any] = {"hidden_sizes": (128,), "batch_size": 128}
DEEP: dict[str, Any] = {"hidden_sizes": (64, 64, 64, 64), "batch_size": 256}

CHOSEN_ON: Plan = {
    "learning_well": (
        Planned(TUTORIAL),
        Planned(replace(PRESETS["quick"], seed=1)),
        _run(**MIDDLE, epochs=6, learning_rate=2e-3, schedule="one_cycle", seed=2),
        _run(**MIDDLE, epochs=6, learning_rate=3e-3, schedule="cosine", optimizer="adamw", seed=3),
        _run(**MIDDLE, epochs=8, learning_rate=2e-3, schedule="one_cycle", dropout=0.2, seed=4),
        _run(hidden_sizes=(), batch_size=128, epochs=10, seed=5),
        _run(**MIDDLE, epochs=8, optimizer="sgd", learning_rate=0.05, schedule="one_cycle", seed=6),
        _run(
            **MIDDLE,
            epochs=6,
            learning_rate=2e-3,
            schedule="one_cycle",
            activation="gelu",
            validation_size=5000,
            seed=7,
        ),
        _run(**MIDDLE, epochs=8, activation="tanh", schedule="cosine", learning_rate=3e-3, seed=8),
        _run(**NARROW, epochs=10, schedule="cosine", learning_rate=3e-3, seed=9),
        _run(hidden_sizes=(16,), batch_size=128, epochs=12, learning_rate=2e-3, seed=10),
        _run(**MIDDLE, epochs=6, learning_rate=2e-3, weight_averaging=True, seed=11),
    ),
    "still_improving": (
        _run(**MIDDLE, epochs=3, seed=20),
        _run(**NARROW, epochs=5, seed=21),
        _run(**MIDDLE, epochs=5, optimizer="sgd", learning_rate=0.01, seed=22),
        _run(hidden_sizes=(512, 256), epochs=2, seed=23),
        _run(**DEEP, epochs=4, seed=24),
        _run(**NARROW, epochs=4, optimizer="adamw", learning_rate=2e-3, seed=25),
        _run(**MIDDLE, epochs=4, activation="sigmoid", seed=26),
        _run(**MIDDLE, epochs=3, activation="tanh", validation_size=2000, seed=27),
        _run(**MIDDLE, epochs=4, dropout=0.3, seed=28),
        _run(**MIDDLE, epochs=3, handwriting=True, images=20_000, seed=29),
        _run(hidden_sizes=(256,), batch_size=1024, epochs=6, seed=30),
        _run(**NARROW, epochs=6, optimizer="sgd", learning_rate=0.02, seed=31),
    ),
    "too_slow": (
        _run(**NARROW, epochs=5, learning_rate=1e-5, seed=40),
        _run(**MIDDLE, epochs=3, learning_rate=1e-5, seed=41),
        _run(**NARROW, epochs=4, optimizer="sgd", learning_rate=1e-4, seed=42),
        _run(**MIDDLE, epochs=3, optimizer="sgd", learning_rate=2e-4, seed=43),
        _run(**NARROW, epochs=4, optimizer="adamw", learning_rate=2e-5, activation="tanh", seed=44),
        _run(**DEEP, epochs=4, learning_rate=1e-5, seed=45),
        _run(**NARROW, epochs=2, optimizer="sgd", learning_rate=1e-5, seed=46),
        _run(
            hidden_sizes=(32,),
            batch_size=1024,
            epochs=5,
            learning_rate=5e-5,
            validation_size=5000,
            seed=47,
        ),
        _run(**NARROW, epochs=3, learning_rate=2e-5, dropout=0.3, seed=48),
        _run(
            hidden_sizes=(), batch_size=256, epochs=3, optimizer="sgd", learning_rate=5e-5, seed=49
        ),
        _run(**NARROW, epochs=3, activation="sigmoid", learning_rate=2e-5, seed=50),
        _run(
            hidden_sizes=(512, 256),
            batch_size=1024,
            epochs=3,
            optimizer="sgd",
            learning_rate=5e-4,
            images=20_000,
            seed=51,
        ),
    ),
    "unstable": (
        _run(**NARROW, epochs=6, learning_rate=0.05, seed=60),
        _run(**MIDDLE, epochs=5, learning_rate=0.02, seed=61),
        _run(**DEEP, epochs=6, learning_rate=0.02, seed=62),
        _run(**NARROW, epochs=6, learning_rate=0.1, optimizer="adamw", seed=63),
        _run(
            hidden_sizes=(), batch_size=128, epochs=6, optimizer="sgd", learning_rate=1.0, seed=64
        ),
        _run(**NARROW, epochs=6, learning_rate=0.1, activation="tanh", seed=65),
        _run(
            hidden_sizes=(64, 64),
            batch_size=64,
            epochs=5,
            images=20_000,
            learning_rate=0.02,
            seed=66,
        ),
        _run(**NARROW, epochs=6, learning_rate=0.05, dropout=0.2, seed=67),
        _run(**NARROW, epochs=6, optimizer="sgd", learning_rate=0.5, images=30_000, seed=68),
        _run(hidden_sizes=(), batch_size=64, epochs=4, learning_rate=0.1, seed=69),
        _run(**MIDDLE, epochs=6, learning_rate=0.03, validation_size=2000, seed=70),
        _run(**DEEP, epochs=6, activation="leaky_relu", learning_rate=0.03, seed=71),
    ),
    "diverged": (
        _run(**DEEP, epochs=5, optimizer="sgd", learning_rate=2.0, seed=82),
        _run(hidden_sizes=(512, 256), epochs=5, optimizer="sgd", learning_rate=1.0, seed=83),
        _run(**DEEP, epochs=6, optimizer="sgd", learning_rate=1.0, schedule="one_cycle", seed=90),
        _run(**DEEP, epochs=6, optimizer="sgd", learning_rate=0.5, schedule="one_cycle", seed=91),
        _run(
            hidden_sizes=(256, 256, 256),
            batch_size=256,
            epochs=6,
            optimizer="sgd",
            learning_rate=0.6,
            schedule="one_cycle",
            validation_size=5000,
            seed=92,
        ),
        _run(**DEEP, epochs=5, optimizer="sgd", learning_rate=5.0, seed=85, images=20_000),
        _run(**DEEP, epochs=3, optimizer="sgd", learning_rate=0.5, seed=126),
        _run(**DEEP, epochs=3, activation="gelu", optimizer="sgd", learning_rate=1.0, seed=130),
    ),
    "overfitting": (
        _run(hidden_sizes=(256,), batch_size=32, epochs=30, images=1000, seed=100),
        _run(
            hidden_sizes=(128,), batch_size=64, epochs=30, images=3000, learning_rate=3e-3, seed=101
        ),
        _run(hidden_sizes=(512, 256), batch_size=64, epochs=20, images=5000, seed=102),
        _run(
            hidden_sizes=(128, 128),
            batch_size=64,
            epochs=25,
            images=5000,
            optimizer="adamw",
            seed=103,
        ),
        _run(hidden_sizes=(256,), batch_size=128, epochs=20, learning_rate=2e-3, seed=104),
        _run(
            hidden_sizes=(512,),
            batch_size=64,
            epochs=20,
            images=10_000,
            validation_size=5000,
            seed=105,
        ),
        _run(hidden_sizes=(256,), batch_size=64, epochs=30, images=2000, dropout=0.2, seed=106),
        _run(
            hidden_sizes=(256, 256),
            batch_size=128,
            epochs=20,
            images=20_000,
            activation="tanh",
            seed=107,
        ),
        _run(hidden_sizes=(256, 256), batch_size=64, epochs=20, images=20_000, seed=108),
        _run(hidden_sizes=(512, 256), batch_size=128, epochs=16, seed=109),
        _run(
            hidden_sizes=(128,),
            batch_size=16,
            epochs=30,
            images=500,
            optimizer="sgd",
            learning_rate=0.02,
            seed=110,
        ),
        _run(hidden_sizes=(), batch_size=32, epochs=40, images=1000, learning_rate=5e-3, seed=111),
    ),
    "stuck_at_chance": (
        _run(**DEEP, epochs=3, optimizer="sgd", learning_rate=0.5, dropout=0.2, seed=88),
        _run(
            hidden_sizes=(1024,),
            batch_size=64,
            epochs=3,
            optimizer="sgd",
            learning_rate=2.0,
            seed=89,
        ),
        _run(**NARROW, epochs=5, optimizer="sgd", learning_rate=5.0, seed=80),
        _run(**MIDDLE, epochs=5, optimizer="sgd", learning_rate=10.0, seed=81),
        _run(**NARROW, epochs=5, optimizer="sgd", learning_rate=10.0, activation="gelu", seed=84),
        _run(**NARROW, epochs=4, learning_rate=10.0, seed=120),
        _run(**MIDDLE, epochs=3, optimizer="adamw", learning_rate=5.0, seed=121),
        _run(**DEEP, epochs=4, activation="sigmoid", optimizer="sgd", learning_rate=0.01, seed=122),
        _run(**DEEP, epochs=4, activation="sigmoid", optimizer="sgd", learning_rate=0.05, seed=123),
        _run(**DEEP, epochs=4, learning_rate=0.5, seed=124),
        _run(**DEEP, epochs=3, learning_rate=1.0, seed=125),
        _run(**NARROW, epochs=3, optimizer="sgd", learning_rate=5.0, schedule="one_cycle", seed=86),
        _run(**MIDDLE, epochs=3, optimizer="sgd", learning_rate=5.0, validation_size=1000, seed=87),
        _run(
            hidden_sizes=(512, 256),
            batch_size=256,
            epochs=3,
            learning_rate=0.5,
            images=20_000,
            seed=127,
        ),
        _run(**DEEP, epochs=3, dropout=0.9, images=20_000, seed=128),
        _run(
            **DEEP,
            epochs=3,
            activation="sigmoid",
            learning_rate=0.2,
            validation_size=1000,
            seed=129,
        ),
    ),
}

CHECKED_ON: Plan = {
    "learning_well": (
        Planned(replace(TUTORIAL, seed=201)),
        _run(
            **MIDDLE,
            epochs=5,
            learning_rate=3e-3,
            optimizer="adamw",
            schedule="one_cycle",
            seed=202,
        ),
        _run(
            hidden_sizes=(64, 64),
            batch_size=128,
            epochs=8,
            schedule="cosine",
            learning_rate=2e-3,
            seed=203,
        ),
        _run(hidden_sizes=(24,), batch_size=128, epochs=12, learning_rate=2e-3, seed=204),
        _run(
            hidden_sizes=(), batch_size=128, epochs=8, optimizer="sgd", learning_rate=0.02, seed=205
        ),
        _run(**MIDDLE, epochs=8, optimizer="sgd", learning_rate=0.1, seed=206),
        _run(
            **MIDDLE,
            epochs=7,
            learning_rate=2e-3,
            weight_averaging=True,
            validation_size=5000,
            seed=207,
        ),
    ),
    "still_improving": (
        _run(**NARROW, epochs=4, learning_rate=5e-4, seed=221),
        _run(**MIDDLE, epochs=2, activation="gelu", seed=222),
        _run(
            hidden_sizes=(64, 64),
            batch_size=256,
            epochs=3,
            optimizer="sgd",
            learning_rate=0.05,
            seed=223,
        ),
        _run(hidden_sizes=(256, 128), batch_size=512, epochs=4, validation_size=3000, seed=224),
        _run(**MIDDLE, epochs=4, dropout=0.5, seed=225),
        _run(**MIDDLE, epochs=4, handwriting=True, images=30_000, seed=226),
        _run(**NARROW, epochs=3, activation="sigmoid", learning_rate=2e-3, seed=227),
    ),
    "too_slow": (
        _run(**MIDDLE, epochs=4, optimizer="sgd", learning_rate=5e-5, seed=241),
        _run(hidden_sizes=(256,), batch_size=512, epochs=3, learning_rate=2e-5, seed=242),
        _run(
            **NARROW, epochs=4, optimizer="adamw", learning_rate=1e-5, activation="tanh", seed=243
        ),
        _run(
            hidden_sizes=(64, 64),
            batch_size=256,
            epochs=3,
            activation="sigmoid",
            learning_rate=5e-5,
            seed=244,
        ),
        _run(
            hidden_sizes=(),
            batch_size=256,
            epochs=3,
            learning_rate=2e-5,
            validation_size=2000,
            seed=245,
        ),
        _run(**DEEP, epochs=4, activation="gelu", optimizer="sgd", learning_rate=2e-4, seed=246),
        _run(**NARROW, epochs=4, schedule="cosine", learning_rate=2e-5, seed=247),
    ),
    "unstable": (
        _run(**NARROW, epochs=6, learning_rate=0.07, seed=261),
        _run(**MIDDLE, epochs=5, optimizer="adamw", learning_rate=0.03, seed=262),
        _run(**DEEP, epochs=6, activation="tanh", learning_rate=0.02, seed=263),
        _run(hidden_sizes=(), batch_size=128, epochs=5, learning_rate=0.05, seed=264),
        _run(
            hidden_sizes=(64, 64),
            batch_size=256,
            epochs=6,
            activation="leaky_relu",
            learning_rate=0.04,
            seed=265,
        ),
        _run(**NARROW, epochs=6, learning_rate=0.04, dropout=0.1, validation_size=3000, seed=266),
        _run(
            hidden_sizes=(), batch_size=64, epochs=4, optimizer="sgd", learning_rate=2.0, seed=267
        ),
    ),
    "diverged": (
        _run(hidden_sizes=(512, 256), epochs=3, optimizer="sgd", learning_rate=5.0, seed=281),
        _run(
            hidden_sizes=(128, 128),
            batch_size=256,
            epochs=3,
            optimizer="sgd",
            learning_rate=2.0,
            seed=282,
        ),
        _run(**DEEP, epochs=3, activation="gelu", optimizer="sgd", learning_rate=5.0, seed=283),
        _run(
            hidden_sizes=(256, 256, 256),
            epochs=3,
            activation="leaky_relu",
            optimizer="sgd",
            learning_rate=1.0,
            seed=284,
        ),
        _run(**DEEP, epochs=3, optimizer="sgd", learning_rate=3.0, dropout=0.1, seed=285),
        _run(**DEEP, epochs=5, optimizer="sgd", learning_rate=0.8, schedule="one_cycle", seed=286),
    ),
    "overfitting": (
        _run(
            hidden_sizes=(256,), batch_size=32, epochs=20, images=2000, activation="tanh", seed=301
        ),
        _run(hidden_sizes=(128, 128), batch_size=64, epochs=20, images=4000, seed=302),
        _run(hidden_sizes=(256, 128), batch_size=256, epochs=18, learning_rate=2e-3, seed=303),
        _run(
            hidden_sizes=(256,),
            batch_size=64,
            epochs=20,
            images=8000,
            validation_size=5000,
            seed=304,
        ),
        _run(hidden_sizes=(256,), batch_size=64, epochs=25, images=3000, dropout=0.1, seed=305),
        _run(
            hidden_sizes=(256, 256),
            batch_size=128,
            epochs=15,
            images=10_000,
            activation="gelu",
            seed=306,
        ),
        _run(
            hidden_sizes=(128,),
            batch_size=32,
            epochs=30,
            images=1000,
            optimizer="sgd",
            learning_rate=0.05,
            seed=307,
        ),
    ),
    "stuck_at_chance": (
        _run(**NARROW, epochs=3, learning_rate=5.0, seed=321),
        _run(**DEEP, epochs=3, activation="sigmoid", optimizer="sgd", learning_rate=0.02, seed=322),
        _run(**DEEP, epochs=3, optimizer="adamw", learning_rate=0.7, seed=323),
        _run(**DEEP, epochs=3, dropout=0.9, optimizer="adamw", images=30_000, seed=324),
        _run(
            hidden_sizes=(512, 256),
            batch_size=256,
            epochs=2,
            learning_rate=2.0,
            images=20_000,
            seed=325,
        ),
        _run(
            **NARROW, epochs=3, optimizer="sgd", learning_rate=8.0, validation_size=2000, seed=326
        ),
        _run(**DEEP, epochs=3, activation="sigmoid", learning_rate=0.3, seed=327),
    ),
}
PLANS = {"chosen_on": CHOSEN_ON, "checked_on": CHECKED_ON}


def record(planned: Planned, mnist: Mnist) -> dict[str, Any]:
    """Train as planned; the run's settings and history as JSON can hold them."""
    config = planned.config
    began = time.process_time()
    splits = split_validation(mnist, config.validation_size, config.seed)
    part = splits.train.select(slice(planned.images))
    history = History(splits.held_out_name)
    for event in train(build_model(config), replace(splits, train=part), config):
        history.append(event)
    found = history.snapshot()
    return {
        "images": len(part),
        "config": config.to_dict(),
        "held_out_name": found.held_out_name,
        "epochs": [_rounded(asdict(each)) for each in found.epochs],
        "diverged": None if found.diverged is None else asdict(found.diverged),
        # thousandths, as whole numbers: a third of the size
        "batch_millilosses": [round(1000 * loss) for loss in found.batch_losses.tolist()],
        "cpu_seconds": round(time.process_time() - began, 1),
    }


def _rounded(epoch: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _significant(value) if isinstance(value, float) else value
        for name, value in epoch.items()
    }


def _significant(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def records(kind: str, plan: Plan, mnist: Mnist) -> Iterator[dict[str, Any]]:
    """The recorded runs of a kind, each told of when it is done."""
    for planned in plan[kind]:
        made = record(planned, mnist)
        epochs = made["epochs"]
        print(
            kind,
            planned.config.seed,
            made["cpu_seconds"],
            epochs[-1:] or made["diverged"],
            flush=True,
        )
        yield made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=PLANS, help="for choosing thresholds or for checking them")
    parser.add_argument("kinds", nargs="*", default=list(CHOSEN_ON), help="all where none is named")
    options = parser.parse_args()
    torch.set_num_threads(1)
    mnist = load_mnist()
    folder = FOLDER / options.part
    folder.mkdir(parents=True, exist_ok=True)
    for kind in options.kinds:
        made = records(kind, PLANS[options.part], mnist)
        lines = ",\n".join(json.dumps(each, separators=(",", ":")) for each in made)
        (folder / f"{kind}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
