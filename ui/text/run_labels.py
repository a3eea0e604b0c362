"""A run in words: its settings in a line, and names that tell a learner's runs apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Literal

from mnist_core.config import CLASSES, INPUT_SIZE, TUTORIAL, TrainingConfig
from mnist_core.tracking import RunSnapshot, RunStatus
from ui.text.i18n import N_, _, ngettext
from ui.text.numbers import plain_number
from ui.text.setting_labels import choice_name, setting_name

BadgeColor = Literal["gray", "blue", "green", "orange", "red"]
STATUS: dict[RunStatus, tuple[str, BadgeColor, str]] = {
    RunStatus.QUEUED: (N_("Waiting"), "gray", ":material/hourglass_empty:"),
    RunStatus.RUNNING: (N_("Training"), "blue", ":material/autorenew:"),
    RunStatus.PAUSED: (N_("Paused"), "gray", ":material/pause:"),
    RunStatus.DONE: (N_("Done"), "green", ":material/check_circle:"),
    RunStatus.STOPPED: (N_("Stopped"), "orange", ":material/stop_circle:"),
    RunStatus.DIVERGED: (N_("Diverged"), "red", ":material/trending_up:"),
    RunStatus.FAILED: (N_("Failed"), "red", ":material/error:"),
    RunStatus.INTERRUPTED: (N_("Interrupted"), "orange", ":material/power_off:"),
}
# What a button to start a run says while one is under way.
BUSY = {
    RunStatus.QUEUED: N_("Waiting for its turn…"),
    RunStatus.RUNNING: N_("Training…"),
    RunStatus.PAUSED: N_("Paused"),
}
# "SGD with momentum 0.01" would read as a momentum of 0.01.
OPTIMIZERS = {"adam": "Adam", "sgd": "SGD", "adamw": "AdamW"}


def network(config: TrainingConfig) -> str:
    """The network's sizes from the picture to the answers: 784-512-256-10."""
    return "-".join(map(str, (INPUT_SIZE, *config.hidden_sizes, CLASSES)))


def _facets(config: TrainingConfig) -> dict[str, str]:
    """What there is to say of each setting; of what is switched off, nothing."""
    rate = f"{OPTIMIZERS[config.optimizer]} {plain_number(config.learning_rate)}"
    held_out = _("{count:,} images held out").format(count=config.validation_size)
    schedule = choice_name(config.schedule)
    return {
        "activation": choice_name(config.activation) if config.hidden_sizes else "",
        "learning_rate": rate,
        "batch_size": _("batch {size:,}").format(size=config.batch_size),
        "epochs": ngettext("{count} epoch", "{count} epochs", config.epochs).format(
            count=config.epochs
        ),
        "seed": _("seed {seed}").format(seed=config.seed),
        "schedule": schedule if config.schedule != "constant" else "",
        "validation_size": held_out if config.validation_size else "",
        "handwriting": _("prepared for real handwriting") if config.handwriting else "",
        "dropout": _("dropout {share:.0%}").format(share=config.dropout) if config.dropout else "",
        "weight_averaging": _("averaged weights") if config.weight_averaging else "",
        **_data_and_start(config),
    }


def _data_and_start(config: TrainingConfig) -> dict[str, str]:
    """Of what the tutorial leaves as it is, what was changed."""
    few = _("{count:,} training images").format(count=config.training_images)
    wrong = _("{share:.0%} wrong labels").format(share=config.label_noise)
    start = _("weights at the start: {choice}").format(choice=choice_name(config.initial_weights))
    said = {
        "training_images": few,
        "label_noise": wrong,
        "order": choice_name(config.order),
        "normalize": _("not normalised"),
        "initial_weights": start,
    }
    return {
        name: words if getattr(config, name) != getattr(TUTORIAL, name) else ""
        for name, words in said.items()
    }


def settings_line(config: TrainingConfig) -> str:
    """Everything a run was set to, in a line."""
    return " · ".join([network(config), *filter(None, _facets(config).values())])


def changed_settings(before: TrainingConfig, after: TrainingConfig) -> list[str]:
    """The names of the settings in which two trainings differ."""
    return [setting_name(name) for name in _changed(before, after)]


def changes(before: TrainingConfig, after: TrainingConfig) -> list[str]:
    """Each setting in which two trainings differ, with what it is after and was before."""
    words = _("{setting}: **{after}** (before: {before})")
    return [
        words.format(
            setting=setting_name(name),
            after=setting_value(after, name),
            before=setting_value(before, name),
        )
        for name in _changed(before, after)
    ]


def _changed(before: TrainingConfig, after: TrainingConfig) -> list[str]:
    names = [each.name for each in fields(TrainingConfig)]
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def setting_value(config: TrainingConfig, name: str) -> str:
    """What one setting is set to, in words."""
    value = getattr(config, name)
    if name == "hidden_sizes":
        return "-".join(map(str, value)) or _("no hidden layer")
    if isinstance(value, bool):
        return _("on") if value else _("off")
    if isinstance(value, str):
        return choice_name(value)
    if name in ("dropout", "label_noise"):
        return f"{value:.0%}"
    return plain_number(value) if name == "learning_rate" else f"{value:,}"


def run_names(runs: Sequence[RunSnapshot]) -> dict[str, str]:
    """A name for each run by its id: its layers, the outcome, and where it differs from the others.

    Args:
        runs: a learner's, newest first.
    """
    facets = {run.run_id: _facets(run.config) for run in runs}
    order = sorted(_facets(TrainingConfig()), key=lambda field: field != "learning_rate")  # first
    telling = [field for field in order if len({each[field] for each in facets.values()}) > 1]
    names: dict[str, str] = {}
    for run in reversed(runs):
        told = [facets[run.run_id][field] for field in telling]
        name = " · ".join(filter(None, [short_name(run), outcome(run), *told]))
        names[run.run_id] = _numbered(name, names)
    return names


def _numbered(name: str, others: Mapping[str, str]) -> str:
    """The name, with a number if an older run has the very same one."""
    number = 1 + sum(each == name or each.startswith(f"{name} (") for each in others.values())
    return name if number == 1 else f"{name} ({number})"


def short_name(run: RunSnapshot) -> str:
    """What the learner called the run, else its hidden layers."""
    sizes = "-".join(map(str, run.config.hidden_sizes)) or _("no hidden layer")
    name = run.name or sizes
    if run.fine_tuned_from is not None:
        name = _("{run}, my handwriting").format(run=name)
    return name


def outcome(run: RunSnapshot) -> str:
    """How well a run did, or why there is nothing to say of that."""
    result = run.latest_result
    if run.active or result is None or (run.diverged is not None and run.fine_tuned_from is None):
        return _(STATUS[run.status][0])
    return f"{result.accuracy:.1%}"
