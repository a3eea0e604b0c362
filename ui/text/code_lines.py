"""Lines of code as a page shows them: comments in the learner's language, and what each is for."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from mnist_core.config import TrainingConfig
from mnist_core.export import CodeLine
from ui.text.i18n import N_, _, has_section, text


@dataclass(frozen=True)
class Line:
    """One line of code.

    Attributes:
        code: with its indent.
        key: of its explanation in `text/*/code.md`; what the line is, whatever its numbers are.
        comment: stands behind the code.
        values: numbers of this one line in its explanation.
    """

    code: str
    key: str
    comment: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


BLANK: Literal[""] = ""
Row = Line | Literal[""]


@dataclass(frozen=True)
class Listing:
    """Lines of code one below another.

    Attributes:
        values: the settings' numbers in the explanations.
    """

    lines: tuple[Row, ...]
    values: Mapping[str, object]

    @property
    def rows(self) -> list[tuple[str, Line | None]]:
        """Each line as it is shown, with its comment, and what it is; None where it is blank.

        Behind each paragraph's code the comments begin in one column.  A comment ends its line, so
        it may hold characters that are two columns wide.
        """
        rows: list[tuple[str, Line | None]] = []
        for _blank, paragraph in itertools.groupby(self.lines, key=lambda line: line == BLANK):
            lines = list(paragraph)
            column = max((len(each.code) for each in lines if each and each.comment), default=0)
            rows += [(_shown(each, column), each) if each else ("", None) for each in lines]
        return rows

    @property
    def source(self) -> str:
        """The whole as Python reads it."""
        return "\n".join(shown for shown, _line in self.rows) + "\n"

    def purpose(self, line: Line) -> str:
        """What a line does, in the learner's language."""
        return text("code", line.key, **{**self.values, **line.values})

    def without(self, line: Line) -> str:
        """What goes wrong without it; empty where that is not said."""
        key = f"{line.key}_without"
        if not has_section("code", key):
            return ""
        return text("code", key, **{**self.values, **line.values})


def _shown(line: Line, column: int) -> str:
    return f"{line.code:<{column}}  # {line.comment}" if line.comment else line.code


def listing(config: TrainingConfig, *lines: Row) -> Listing:
    """The lines one below another, with the settings' numbers in their explanations."""
    return Listing(lines, code_values(config))


def comment(words: str, key: str, indent: int = 0) -> Line:
    """A line that is nothing but a comment; its explanation is that of the line it speaks of."""
    return Line(f"{' ' * indent}# {words}", key)


def code_values(config: TrainingConfig) -> dict[str, object]:
    """What the explanations' placeholders stand for."""
    return {
        "batch_size": config.batch_size,
        "dropout": config.dropout,
        "epochs": config.epochs,
        "images": f"{config.training_size:,}",
        "learning_rate": config.learning_rate,
        "seed": config.seed,
        "steps": f"{config.steps_per_epoch():,}",
        "validation_size": f"{config.validation_size:,}",
        "wrong_labels": f"{config.wrong_labels:,}",
    }


# By a line's key; the first of several lines that are one thing has it.
COMMENTS = {
    "backward": N_("backward pass: the gradient for every weight"),
    "dropout_seed": N_("where dropout's random zeros begin"),
    "eval_mode": N_("dropout is off"),
    "every": N_("a line of the log"),
    "forward_pass": N_("forward pass: the model guesses"),
    "loss": N_("cross-entropy: how wrong is it?"),
    "mean_lerp": N_("reaches back further and further"),
    "mean_model": N_("the running mean of the weights"),
    "mend_torchvision": N_("its compiled part is missing; MNIST needs none of it"),
    "no_grad": N_("no gradient is needed"),
    "noise": N_("another digit than the right one"),
    "normalize": N_("minus the mean, divided by the deviation"),
    "noise_seed": N_("some labels are made wrong"),
    "optimizer_step": N_("every weight moves a little"),
    "schedule_cosine": N_("CosineAnnealingLR's curve"),
    "sort": N_("all zeros first, then all ones"),
    "threads": N_("as in the app; more threads change the last digits"),
    "to_tensor": N_("0 to 255 becomes 0 to 1"),
    "weights_normal": N_("mean 0, standard deviation 1"),
    "weights_seed": N_("where the random initial weights begin"),
}
# These are longer, and stand above the line.
COMMENTS_ABOVE = {
    "bend_pixels": N_("data augmentation: each image is bent in a way of its own"),
    "import_augment": N_(
        "No part of PyTorch: 140 lines of this app. Run the program in its folder."
    ),
    "test_loader_generator": N_("a generator of its own, or dropout's next zeros would be others"),
}


def commented(lines: Iterable[CodeLine]) -> list[Row]:
    """The core's lines with their comments."""
    rows: list[Row] = []
    seen = ""
    for line in lines:
        first, seen = line.key != seen, line.key
        if not line.key:
            rows.append(BLANK)
            continue
        if first and line.key in COMMENTS_ABOVE:
            indent = len(line.code) - len(line.code.lstrip())
            above = comment(_(COMMENTS_ABOVE[line.key]), line.key, indent)
            rows.append(replace(above, values=line.values))
        words = _(COMMENTS[line.key]) if first and line.key in COMMENTS else ""
        rows.append(Line(line.code, line.key, words, line.values))
    return rows
