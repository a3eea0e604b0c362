"""The code that the pages show, joined to a program, prints what the app shows, to the digit."""

from __future__ import annotations

import io
import tokenize
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from mnist_core.config import training_config as config_module
from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import Mnist, splits_for
from mnist_core.inspection.stepper import Stepper
from mnist_core.model.mlp import build_model
from mnist_core.runs.training_run import TrainingRun
from mnist_core.tracking import training_log as log_module
from mnist_core.training.loop import evaluate
from tests.core.runs.run_helpers import PATIENCE
from tests.program_child import digest
from tests.programs import FEW_TEST, FEW_TRAIN, Place, run_all
from ui.data import listing as data_listing
from ui.draw import listing as draw_listing
from ui.evaluate import listing as evaluate_listing
from ui.model import listing as model_listing
from ui.session.state import AppState
from ui.step import listing as step_listing
from ui.train import listing as train_listing
from ui.train import training_log

# As wide as the page's column at 1,280 pixels.
CELLS = 96
SMALL: dict[str, Any] = {"hidden_sizes": (32, 16), "epochs": 2, "seed": 3}
CHANGES: dict[str, dict[str, Any]] = {
    "adam": {},
    "tutorial's sizes": {"hidden_sizes": (512, 256)},
    "no hidden layer, adamw, cosine": {
        "hidden_sizes": (),
        "optimizer": "adamw",
        "schedule": "cosine",
        "learning_rate": 0.0012345678,
    },
    "sgd, one cycle": {
        "optimizer": "sgd",
        "learning_rate": 0.02,
        "schedule": "one_cycle",
        "batch_size": 128,
    },
    "averaged, gelu": {"weight_averaging": True, "activation": "gelu"},
    "handwriting, tanh": {"handwriting": True, "activation": "tanh"},
    "dropout, leaky": {"dropout": 0.3, "activation": "leaky_relu"},
    "small batches": {"batch_size": 16},
    "held out": {"validation_size": 1_000},
    "held out, small batches, dropout": {
        "validation_size": 1_000,
        "batch_size": 16,
        "dropout": 0.3,
    },
    "few images, wrong labels, held out, sorted, dropout": {
        "training_images": 500,
        "label_noise": 0.2,
        "validation_size": 1_000,
        "order": "sorted",
        "dropout": 0.3,
    },
    "few images, unshuffled, not normalised, normal, identity": {
        "training_images": 300,
        "order": "unshuffled",
        "normalize": False,
        "initial_weights": "normal",
        "activation": "identity",
    },
    "all": {
        "handwriting": True,
        "weight_averaging": True,
        "dropout": 0.1 + 0.2,
        "schedule": "one_cycle",
        "optimizer": "adamw",
        "activation": "sigmoid",
    },
}
CONFIGS = {name: TrainingConfig(**{**SMALL, **changes}) for name, changes in CHANGES.items()}
# Those with a second line in each epoch, and those that hold images out, need more of MNIST.
MANY = {"small batches"} | {name for name, config in CONFIGS.items() if config.validation_size}


pytestmark = pytest.mark.usefixtures("visit")


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Place]:
    """Where each program is run."""
    many, few = tmp_path / "many", tmp_path / "few"
    large, small = Place.made(many), Place.made(few, FEW_TRAIN, FEW_TEST)
    return {name: large if name in MANY else small for name in CONFIGS}


def parts(config: TrainingConfig) -> list[str]:
    """The listings of Data, Model, Train and Evaluate."""
    return [
        data_listing.data(config).source,
        model_listing.model(config).source,
        train_listing.training(config).source,
        evaluate_listing.evaluation(None, config).source,
    ]


def others(config: TrainingConfig) -> list[str]:
    """The listings of One step and Draw."""
    return [step_listing.step(config).source, draw_listing.prediction().source]


def trained(config: TrainingConfig, mnist: Mnist) -> tuple[list[str], str]:
    """What the app shows of a training, the log's lines and the result, and its weights' digest."""
    run = TrainingRun(config, lambda: mnist, device="cpu")
    run.start()
    assert run.wait(PATIENCE)
    model = run.model()
    result = evaluate(model, mnist.test)
    lines = training_log.log_text(run.snapshot()).splitlines()
    return [*lines, f"{result.loss:.4f}, {result.accuracy:.2%}"], digest(model)


def one_step(config: TrainingConfig) -> str:
    """The listings of Data, Model and One step."""
    listings = (data_listing.data, model_listing.model, step_listing.step)
    return "\n".join(each(config).source for each in listings)


def loss_shown(config: TrainingConfig, mnist: Mnist) -> str:
    """What One step shows of the batch's loss."""
    splits = splits_for(mnist, config)
    report = Stepper(build_model(config), splits.train, config).report()
    return f"Loss of this batch: {report.loss:.4f}"


def test_the_programs_print_what_the_app_shows(
    places: dict[str, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a training the log's lines, the result and the weights; of one step the loss.

    All in one fresh Python.
    """
    programs, shown, losses = {}, {}, {}
    for name, config in CONFIGS.items():
        mnist = places[name].mnist
        # The hold-out's code says it.
        monkeypatch.setattr(config_module, "TRAINING_IMAGES", len(mnist.train))
        monkeypatch.setattr(log_module, "TEST_IMAGES", len(mnist.test))
        programs[name] = places[name].folder, "\n".join(parts(config))
        programs[f"step: {name}"] = places[name].folder, one_step(config)
        lines, weights = shown[name] = trained(config, mnist)
        assert lines[0].startswith(f"Epoch: 1 [0/{config.training_size} (0%)]  Loss: ")
        losses[name] = "" if config.handwriting else loss_shown(config, mnist)
    results = run_all(programs)
    for name, config in CONFIGS.items():
        lines, weights = shown[name]
        printed, bits = results[name]
        assert printed.splitlines()[-len(lines) :] == lines, name
        assert ("Loss: 2." in lines[0]) == (config.initial_weights != "normal")
        assert bits == weights, name
        # Nothing but PyTorch and torchvision, where it does not say otherwise.
        assert ("mnist_core" in programs[name][1]) == config.handwriting
        step = f"step: {name}"
        if config.handwriting:
            assert "bends these images first" in programs[step][1]
        else:
            assert results[step][0].splitlines()[-1] == losses[name], name
    assert "[1600/1700 (93%)]" in results["small batches"][0]


@pytest.mark.parametrize("name", CONFIGS)
def test_another_language_changes_nothing_but_the_comments(name: str, visit: AppState) -> None:
    english = [
        *parts(CONFIGS[name]),
        step_listing.step(CONFIGS[name]).source,
        draw_listing.prediction().source,
    ]
    visit.language = "zh"
    chinese = [
        *parts(CONFIGS[name]),
        step_listing.step(CONFIGS[name]).source,
        draw_listing.prediction().source,
    ]
    for one, other in zip(english, chinese, strict=True):
        assert code_of(one) == code_of(other)
        assert any(unicodedata.east_asian_width(letter) == "W" for letter in other)
        for line in [*one.splitlines(), *other.splitlines()]:
            assert cells(line) <= CELLS, line


def code_of(source: str) -> list[str]:
    """Its tokens without the comments."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [each.string for each in tokens if each.type != tokenize.COMMENT]


def cells(line: str) -> int:
    """How many columns it takes; a Chinese character takes two."""
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in line)
