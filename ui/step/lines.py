"""The six lines of a step, one of which is looked at; beneath each, what it has made."""

from __future__ import annotations

import streamlit as st

from mnist_core.inspection import StepReport
from ui.session import put, seed, widget
from ui.step import keys
from ui.text import _, significant

LINES = (
    "for images, labels in train_loader:",
    "    optimizer.zero_grad()",
    "    logits = model(images)",
    "    loss = loss_function(logits, labels)",
    "    loss.backward()",
    "    optimizer.step()",
)
INDENT = "\u2003"  # what code cannot keep at its beginning within a sentence


def choose(report: StepReport) -> int:
    """The line that is looked at, from 0: by a click, the arrow keys, or back and forward."""
    seed(keys.LINE, 0)
    line = st.radio(
        _("The step, line by line"),
        range(len(LINES)),
        format_func=_shown,
        captions=_values(report),
        key=keys.LINE,
        persist_state="session",
    )
    row = st.container(horizontal=True)
    row.button(
        _("Back"),
        icon=":material/arrow_back:",
        key=keys.BACK,
        on_click=_move,
        args=(-1,),
        disabled=line == 0,
        shortcut="Alt+Up",
    )
    row.button(
        _("Next line"),
        icon=":material/arrow_forward:",
        type="primary",
        key=keys.FORWARD,
        on_click=_move,
        args=(1,),
        disabled=line == len(LINES) - 1,
        shortcut="Alt+Down",
    )
    return int(line or 0)


def _shown(line: int) -> str:
    code = LINES[line]
    return (INDENT if code.startswith(" ") else "") + f"`{code.strip()}`"


def _move(by: int) -> None:
    put(keys.LINE, min(max(widget(keys.LINE, 0) + by, 0), len(LINES) - 1))


def _values(report: StepReport) -> list[str]:
    """What each line has made here: shapes, kinds of number, values."""
    count, classes = report.logits.shape
    images = tuple(report.batch.images.shape)
    gradients = f"{sum(each.numel() for each in report.gradients):,}"
    largest = max(float(each.abs().max()) for each in report.gradients)
    moved = max(
        float(part.change.abs().max())
        for layer in report.layers
        for part in (layer.weight, layer.bias)
    )
    left = report.layers[0].weight.previous_gradient is not None
    return [
        f"images {images} float32 · labels ({count},) int64 · cpu",
        _("{count} gradients set to 0").format(count=gradients)
        if left
        else _("nothing to clear yet: every `grad` is None"),
        f"logits ({count}, {classes}) float32",
        f"loss {significant(report.loss, 5)} · () float32",
        _("{count} gradients, the largest {largest}").format(
            count=gradients, largest=significant(largest)
        ),
        _("{count} weights moved, the furthest by {moved}").format(
            count=gradients, moved=significant(moved)
        ),
    ]
