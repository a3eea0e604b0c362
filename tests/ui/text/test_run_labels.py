"""What runs are called, and what is said of their settings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mnist_core.config.training_config import TUTORIAL, TrainingConfig
from tests.ui.snapshots import run
from ui.text.run_labels import changed_settings, run_names, settings_line


def names(*configs: TrainingConfig) -> list[str]:
    """Newest first, as the queue gives them."""
    runs = [run(number, config) for number, config in enumerate(configs)]
    found = run_names(runs[::-1])
    return [found[each.run_id] for each in runs]


def test_run_names_tell_differences() -> None:
    """Names tell what differs and leave out what does not."""
    assert names(TUTORIAL, replace(TUTORIAL, seed=1)) == [
        "512-256 · 97.9% · seed 0",
        "512-256 · 97.9% · seed 1",
    ]
    slow = replace(TUTORIAL, hidden_sizes=(), learning_rate=3e-5)
    assert names(TUTORIAL, slow) == [
        "512-256 · 97.9% · Adam 0.001 · ReLU",
        "no hidden layer · 97.9% · Adam 0.00003",
    ]
    sgd = replace(TUTORIAL, optimizer="sgd", learning_rate=0.5)
    assert names(TUTORIAL, sgd)[1] == "512-256 · 97.9% · SGD 0.5"


@pytest.mark.parametrize(
    "change",
    [
        {"epochs": 6},
        {"batch_size": 128},
        {"activation": "tanh"},
        {"validation_size": 5000},
        {"dropout": 0.2},
        {"schedule": "cosine"},
        {"handwriting": True},
        {"weight_averaging": True},
    ],
)
def test_runs_that_differ_in_anything_have_different_names(change: dict) -> None:
    one, other = names(TUTORIAL, replace(TUTORIAL, **change))
    assert one != other
    assert "(2)" not in other


def test_run_names_of_same_training() -> None:
    """The very same training twice is numbered from the older."""
    assert names(TUTORIAL, TUTORIAL, TUTORIAL) == [
        "512-256 · 97.9%",
        "512-256 · 97.9% (2)",
        "512-256 · 97.9% (3)",
    ]


def test_run_names_by_status() -> None:
    """A diverged run is marked, and a running one shows no passing figure."""
    runs = [run(1, status="running"), run(0, status="diverged", accuracy=None)]
    assert list(run_names(runs).values()) == ["512-256 · Diverged", "512-256 · Training"]


def test_a_line_says_everything_a_run_was_set_to() -> None:
    line = settings_line(replace(TUTORIAL, learning_rate=3e-5, dropout=0.2, schedule="cosine"))
    for words in ("784-512-256-10", "ReLU", "Adam 0.00003", "batch 64", "5 epochs", "seed 0"):
        assert words in line
    assert "Cosine" in line and "dropout 20%" in line and "bent" not in line


def test_the_changed_settings_are_named() -> None:
    assert changed_settings(TUTORIAL, TUTORIAL) == []
    after = replace(TUTORIAL, epochs=9, hidden_sizes=(64,))
    assert changed_settings(TUTORIAL, after) == ["Neurons in each hidden layer", "Epochs"]
