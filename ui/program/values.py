"""The numbers that a line of the program has left behind, as its text names them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from importlib.metadata import version

import torch

from mnist_core.config import TEST_BATCH, TEST_IMAGES, seed_for
from mnist_core.inspection import FirstStep, FirstTest
from mnist_core.tracking import LOG_INTERVAL, RunSnapshot
from mnist_core.training import DECAY, learning_rates
from ui.program.source import Source
from ui.text import Line, _, has_section, listed, plain_number, significant, text


def here(source: Source, values: Mapping[str, object], line: Line) -> str:
    """What the line did in this learner's program; ``values`` are `all_values`."""
    own = _line_values(source.step, line)
    return text("here", _section(source, line.key), **{**values, **own})


def _section(source: Source, key: str) -> str:
    """The line's most fitting section."""
    run = source.run
    endings = {
        "_tested": run is not None and run.test is not None,
        "_trained": run is not None,
        "_dropout": bool(source.config.dropout and source.config.hidden_sizes),
        "_zeros": source.config.initial_weights == "zeros",
        "": True,
    }
    names = [key + ending for ending, fits in endings.items() if fits]
    return next((each for each in names if has_section("here", each)), "not_yet")


def all_values(source: Source) -> dict[str, object]:
    """Whatever a line may tell."""
    values = {**_settings(source), **_first_step(source.step), **_first_test(source.test)}
    values["sample_labels"] = listed(str(each) for each in source.samples)
    values["sample_first"] = source.samples[0]
    return values | (_run(source.run) if source.run is not None else {})


def _settings(source: Source) -> dict[str, object]:
    config, run = source.config, source.run
    steps = config.steps_per_epoch()
    total = steps * config.epochs
    layers = len(config.hidden_sizes) + 1
    rates = learning_rates(config, total)
    decay = min(DECAY, total / (9 + total))
    return {
        "batch_size": config.batch_size,
        "device": run.device if run is not None else "cpu",
        "dropout": config.dropout,
        "dropout_seed": seed_for("dropout", config.seed),
        "epochs": config.epochs,
        "first_rate": significant(rates[0]),
        "handwriting_seed": seed_for("handwriting", config.seed),
        "images": f"{config.training_size:,}",
        "images_plain": config.training_size,
        "last_batch": config.training_size - (steps - 1) * config.batch_size,
        "last_decay": f"{decay:.3f}",
        "last_index": steps - 1,
        "last_rate": significant(rates[-1]),
        "last_way": f"{1 - decay:.1%}",
        "layers": layers,
        "learning_rate": plain_number(config.learning_rate),
        "log_lines": math.ceil(steps / LOG_INTERVAL),
        "noise_seed": seed_for("label_noise", config.seed),
        "network": _("your trained network") if run is not None else _("your untrained network"),
        "parameters": f"{config.parameters:,}",
        "scored_batches": math.ceil(_scored(source) / TEST_BATCH),
        "scored_images": f"{_scored(source):,}",
        "second_rate": significant(rates[min(1, total - 1)]),
        "seed": config.seed,
        "steps": f"{steps:,}",
        "tensors": 2 * layers,
        "threads": torch.get_num_threads(),
        "torch_version": version("torch"),
        "torchvision_version": version("torchvision"),
        "total_steps": f"{total:,}",
        "validation_size": f"{config.validation_size:,}",
        "wrong_labels": f"{config.wrong_labels:,}",
    }


def _scored(source: Source) -> int:
    """How many images each test has."""
    return source.config.validation_size or TEST_IMAGES


def _first_step(step: FirstStep) -> dict[str, object]:
    best = max(range(len(step.logits)), key=step.logits.__getitem__)
    return {
        "first_answer": best,
        "first_label": step.labels[0],
        "first_weight": significant(step.first_weight),
        "gradient": significant(step.gradient),
        "highest": significant(step.highest),
        "labels": listed(str(each) for each in step.labels),
        "largest_gradient": significant(step.largest_gradient),
        "logits": listed(significant(each, 2) for each in step.logits),
        "loss": f"{step.loss:.6f}",
        "loss_after": significant(step.loss_after, 4),
        "loss_short": significant(step.loss, 4),
        "lowest": significant(step.lowest),
        "moved": significant(step.moved),
    }


def _first_test(test: FirstTest) -> dict[str, object]:
    return {
        "pairs": f"{test.images**2:,}",
        "stretched": f"{test.stretched:,}",
        "test_answers": listed(str(each) for each in test.answers),
        "test_images": test.images,
        "test_labels": listed(str(each) for each in test.labels),
        "test_loss_sum": significant(test.mean_loss * test.images, 4),
        "test_mean_loss": significant(test.mean_loss, 4),
        "test_right": test.right,
    }


def _run(run: RunSnapshot) -> dict[str, object]:
    epochs, last = run.history.epochs, run.history.epochs[-1]
    images = run.config.validation_size or TEST_IMAGES
    right = round(last.held_out_accuracy * images)
    accuracies = [each.held_out_accuracy for each in epochs]
    batch = (run.steps_per_epoch - 1) // LOG_INTERVAL * LOG_INTERVAL
    step = (len(epochs) - 1) * run.steps_per_epoch + batch
    share = f"{batch / run.steps_per_epoch:.0%}"
    seen = f"{batch * run.config.batch_size}/{run.config.training_size} ({share})"
    values: dict[str, object] = {
        "accuracies": ", ".join(f"{each:.4f}" for each in accuracies),
        "accuracy": f"{last.held_out_accuracy:.4f}",
        "average_loss": f"{last.held_out_loss:.4f}",
        "classic_loss": classic_average(last.held_out_loss),
        "epochs_done": len(epochs),
        "first_accuracy": f"{accuracies[0]:.2%}",
        "last_accuracy": f"{accuracies[-1]:.2%}",
        "last_line": f"Epoch: {len(epochs)} [{seen}]  Loss: {run.history.batch_losses[step]:.6f}",
        "loss_sum": f"{last.held_out_loss * images:,.1f}",
        "right": right,
        "score_line": (
            f"{run.history.held_out_name.title()} set: average loss: {last.held_out_loss:.4f}, "
            f"accuracy: {right}/{images} ({last.held_out_accuracy:.2%})"
        ),
    }
    if run.test is not None:
        values["test_line"] = (
            f"Test set: average loss: {run.test.loss:.4f}, "
            f"accuracy: {round(run.test.accuracy * TEST_IMAGES)}/{TEST_IMAGES} "
            f"({run.test.accuracy:.2%})"
        )
    return values


def classic_average(loss: float) -> str:
    """What a test loop prints that adds up the means of batches of 1,000 and divides by all images.

    The batches are equally large, so their means add up to a thousandth of the images' sum.
    """
    return f"{loss / TEST_BATCH:.4f}"


def layer_code(line: Line) -> str:
    """What a line that makes a layer calls it: `self.fc1`."""
    return line.code.partition("=")[0].strip()


def _line_values(step: FirstStep, line: Line) -> dict[str, object]:
    """Of this one line, such as a layer's."""
    values = dict(line.values)
    if "inputs" in values:
        inputs, outputs = int(str(values["inputs"])), int(str(values["outputs"]))
        values["count"] = f"{(inputs + 1) * outputs:,}"
        values["bound"] = significant(1 / math.sqrt(inputs))
        values["layer"] = layer_code(line)
    elif "number" in values:
        hidden = step.hidden[int(str(values["number"])) - 1]
        values["low"], values["high"] = significant(hidden.lowest), significant(hidden.highest)
        values["zeros"] = f"{hidden.zeros:.0%}"
        values["dropped"] = f"{hidden.dropped or 0:.0%}"
    return values
