"""The whole program, executed as shown, is the learner's run: the same losses and accuracies.

matplotlib is no requirement of the app, so the program meets one here that draws nothing.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mnist_core.config import training_config as config_module
from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import Mnist, splits_for
from mnist_core.export.program import program
from mnist_core.model.mlp import build_model
from mnist_core.tracking.metrics import BatchMetrics, EpochMetrics, Evaluation
from mnist_core.training.loop import evaluate, train
from tests.program_child import digest
from tests.programs import FEW_TEST, FEW_TRAIN, ROOT, Place, run_all

SMALL: dict[str, Any] = {"hidden_sizes": (32, 16), "epochs": 2, "seed": 3, "batch_size": 16}
CHANGES: dict[str, dict[str, Any]] = {
    "adam": {},
    "no hidden layer, adamw, cosine": {
        "hidden_sizes": (),
        "optimizer": "adamw",
        "schedule": "cosine",
    },
    "sgd, one cycle, tanh": {
        "optimizer": "sgd",
        "learning_rate": 0.02,
        "schedule": "one_cycle",
        "activation": "tanh",
    },
    "dropout, leaky": {"dropout": 0.3, "activation": "leaky_relu"},
    "averaged, gelu": {"weight_averaging": True, "activation": "gelu"},
    "held out, dropout": {"validation_size": 1_000, "dropout": 0.3},
    "few images, wrong labels": {
        "training_images": 300,
        "batch_size": 128,
        "label_noise": 0.3,
    },
    "few images, wrong labels, held out, sorted, dropout": {
        "training_images": 500,
        "label_noise": 0.2,
        "validation_size": 1_000,
        "order": "sorted",
        "dropout": 0.3,
    },
    "wrong labels, zeros": {"label_noise": 0.3, "initial_weights": "zeros"},
    "sorted, not normalised": {"order": "sorted", "normalize": False},
    "unshuffled, dropout": {"order": "unshuffled", "dropout": 0.3},
    "not normalised, handwriting": {"normalize": False, "handwriting": True},
    "normal, identity": {"initial_weights": "normal", "activation": "identity"},
    "all": {
        "handwriting": True,
        "weight_averaging": True,
        "dropout": 0.25,
        "validation_size": 1_000,
        "schedule": "cosine",
        "activation": "sigmoid",
    },
}
CONFIGS = {name: TrainingConfig(**{**SMALL, **changes}) for name, changes in CHANGES.items()}
# Those with a second line in each epoch, and those that hold images out, need more of MNIST.
MANY = {"adam"} | {name for name, config in CONFIGS.items() if config.validation_size}
NO_PLOTS = "def __getattr__(name):\n    return lambda *arguments, **options: None\n"


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Place]:
    """Where each program is run."""
    many, few = tmp_path / "many", tmp_path / "few"
    large, small = Place.made(many), Place.made(few, FEW_TRAIN, FEW_TEST)
    return {name: large if name in MANY else small for name in CONFIGS}


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """Where matplotlib is, which draws nothing."""
    stub = tmp_path / "modules" / "matplotlib"
    stub.mkdir(parents=True)
    (stub / "__init__.py").touch()
    (stub / "pyplot.py").write_text(NO_PLOTS)
    return stub.parent


def source(config: TrainingConfig) -> str:
    return "".join(f"{line.code}\n" for line in program(config))


def expected(config: TrainingConfig, mnist: Mnist) -> tuple[list[str], str]:
    """What `train()` gives, in the words of the program; and the weights' digest.

    Where the weights are averaged, these are not the mean's: the program keeps both networks.
    """
    splits = splits_for(mnist, config)
    model = build_model(config)
    lines: list[str] = []
    for event in train(model, splits, config):
        if isinstance(event, BatchMetrics):
            lines += _batch_line(event, config, len(splits.train))
        elif isinstance(event, EpochMetrics):
            score = Evaluation(event.held_out_loss, event.held_out_accuracy)
            lines.append(_score_line(splits.held_out_name.title(), score, len(splits.held_out)))
    if config.validation_size:
        lines.append(_score_line("Test", evaluate(model, splits.test), len(splits.test)))
    return lines, digest(model)


def _batch_line(event: BatchMetrics, config: TrainingConfig, images: int) -> Iterator[str]:
    steps = config.steps_per_epoch(images)
    batch = (event.step - 1) % steps
    if batch % 100 == 0:
        seen = f"{batch * config.batch_size}/{images} ({batch / steps:.0%})"
        yield f"Epoch: {event.epoch} [{seen}]  Loss: {event.loss:.6f}"


def _score_line(name: str, score: Evaluation, images: int) -> str:
    right = round(score.accuracy * images)
    return (
        f"{name} set: average loss: {score.loss:.4f}, "
        f"accuracy: {right}/{images} ({score.accuracy:.2%})"
    )


def test_the_program_is_the_run(
    places: dict[str, Place], modules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs, runs = {}, {}
    for name, config in CONFIGS.items():
        place = places[name]
        # The hold-out's code says it.
        monkeypatch.setattr(config_module, "TRAINING_IMAGES", len(place.mnist.train))
        programs[name] = place.folder, source(config)
        runs[name] = expected(config, place.mnist)
    results = run_all(programs, modules)
    for name, config in CONFIGS.items():
        lines, weights = runs[name]
        printed, bits = results[name]
        assert printed.splitlines() == lines, name
        assert config.weight_averaging or bits == weights, name
    assert "[1600/1700 (93%)]" in results["adam"][0]


@pytest.mark.parametrize("name", CONFIGS)
def test_every_line_is_named(name: str) -> None:
    lines = program(CONFIGS[name])
    assert all(bool(line.key) == bool(line.code) for line in lines)
    assert 80 < len(lines) < 130
    compile(source(CONFIGS[name]), "program", "exec")


def test_text_needs_no_torch() -> None:
    code = "import sys, mnist_core.export.program; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0
