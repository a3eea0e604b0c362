"""The One step page's parts: the lines on the left, and on the right what the chosen one does."""

from __future__ import annotations

import streamlit as st

from ui.shell import Lab, fragment, two_columns
from ui.step import (
    background,
    backward_pass,
    clear_gradients,
    forward_pass,
    lines,
    losses,
    source,
    take_batch,
    take_steps,
    update_weights,
)
from ui.step.choices import layer_name
from ui.step.held import Inspected
from ui.step.state import Source
from ui.text import N_, _, significant, text

LOOK_SECONDS = 0.5
STATIONS = (
    (N_("Take a batch"), take_batch.show),
    (N_("Clear the gradients"), clear_gradients.show),
    (N_("Forward pass"), forward_pass.show),
    (N_("The loss"), losses.show),
    (N_("Backward pass"), backward_pass.show),
    (N_("Move the weights"), update_weights.show),
)
STAGES = {
    "images": N_("in the images"),
    "weights": N_("in the weights"),
    "sums": N_("in the sums"),
    "activations": N_("in the activations"),
    "losses": N_("in the losses"),
    "sums_gradient": N_("in the gradients of the sums"),
    "outputs_gradient": N_("in the gradients of the outputs"),
    "gradient": N_("in the gradients of the weights"),
    "weights_after": N_("in the weights after the step"),
    "loss_after": N_("in the loss after the step"),
}


# The six lines stay in sight while what the chosen one does is read, where both stand side by side.
STAYS = """<style>
@media (min-width: 1240px) {
  .st-key-step_columns [data-testid="stColumn"]:first-child {
    position: sticky; top: 4rem; align-self: flex-start }
}
.st-key-step_line code {
  white-space: nowrap; padding-inline: 0; background: none; font-size: 0.75rem }
</style>"""


def step(lab: Lab, chosen: Source) -> None:
    """The six lines, what the chosen one does, and the buttons that take the step."""
    busy = background.active(lab)
    fragment(_step, LOOK_SECONDS if busy else None)(lab, chosen, busy)


def _step(lab: Lab, chosen: Source, was_busy: bool) -> None:
    if was_busy and not background.active(lab):
        st.rerun()
    inspected = source.inspected(lab, chosen)
    st.html(STAYS)
    left, right = two_columns("step_columns", (1, 1.35), (310, 400))
    with left:
        line = lines.choose(inspected.report)
    title, show = STATIONS[line]
    with right:
        st.subheader(f"{line + 1}. {_(title)}", anchor=False)
        _say_nonfinite(inspected)
        show(lab, inspected)
    st.subheader(_("Take it"), anchor=False)
    take_steps.show(lab, inspected)


def _say_nonfinite(inspected: Inspected) -> None:
    """Where in this step the numbers end, if they do."""
    stage = inspected.first_nonfinite
    if stage is None:
        return
    where = _(STAGES[stage.name])
    if stage.layer is not None:
        where = _("{where} of the layer “{layer}”").format(
            where=where, layer=layer_name(inspected.report, stage.layer)
        )
    st.warning(text("step", "nonfinite", where=where), icon=":material/error:")


def seen(inspected: Inspected) -> dict[str, object]:
    """The numbers for *What you are seeing*."""
    report = inspected.report
    right = int((report.logits.argmax(dim=1) == report.batch.labels).sum())
    return {
        "size": len(report.batch),
        "right": right,
        "loss": significant(report.loss, 5),
        "after": significant(report.loss_after, 5),
        "weights": f"{inspected.source.config.parameters:,}",
        "steps": f"{inspected.stepper.steps_per_epoch * inspected.source.config.epochs:,}",
    }
