"""Take the step that was looked into, or ten, or a hundred, and see the loss move."""

from __future__ import annotations

from collections import deque

import streamlit as st

from ui.charts import specification, taken_chart
from ui.components import without_toolbar
from ui.session import get_state
from ui.shell import Lab
from ui.step import background, keys, source
from ui.step.held import Inspected
from ui.step.state import get_step_state
from ui.text import _, significant, text


def show(lab: Lab, inspected: Inspected) -> None:
    """The buttons, and the loss of each step that was taken here."""
    row = st.container(horizontal=True)
    busy = background.active(lab)
    for count, key in ((1, keys.TAKE_1), (10, keys.TAKE_10), (100, keys.TAKE_100)):
        row.button(
            _("Take the step") if count == 1 else _("Take {count} steps").format(count=count),
            icon=":material/play_arrow:" if count == 1 else ":material/fast_forward:",
            type="primary" if count == 1 else "secondary",
            key=key,
            on_click=_take,
            args=(lab, inspected, count),
            disabled=busy or inspected.diverged is not None,
        )
    ahead = _ahead(inspected)
    if ahead:
        row.button(
            _("Go to step {step}, in which it diverged").format(step=inspected.source.diverges_at),
            icon=":material/crisis_alert:",
            key=keys.DIVERGES,
            on_click=_take,
            args=(lab, inspected, ahead),
            disabled=busy,
        )
    row.button(
        _("Start over"),
        icon=":material/restart_alt:",
        key=keys.START_OVER,
        on_click=_start_over,
        args=(lab,),
        disabled=not inspected.losses,
    )
    if get_step_state().asked:
        background.show(lab, get_step_state().asked)
    _say_diverged(inspected)
    _losses(inspected)


def _ahead(inspected: Inspected) -> int:
    """How many steps lie before the one in which the run diverged; 0 if it did not."""
    return max((inspected.source.diverges_at or 0) - 1 - inspected.stepper.step, 0)


def _say_diverged(inspected: Inspected) -> None:
    event = inspected.diverged
    if event is not None:
        st.error(
            text("step", "diverged", step=f"{event.step:,}", loss=significant(event.loss)),
            icon=":material/error:",
        )


def _losses(inspected: Inspected) -> None:
    losses = dict(inspected.losses)
    if not losses:
        st.caption(_("No step has been taken here yet; all that you see above is the next one."))
        return
    steps, values = list(losses), list(losses.values())
    without_toolbar("step_taken_place").vega_lite_chart(
        specification(taken_chart(steps, values, step=_("Step"), loss=_("Loss"))),
        key=keys.TAKEN,
        alt=_("The losses of {count} steps, from {first} to {last}.").format(
            count=len(steps), first=significant(values[0]), last=significant(values[-1])
        ),
    )


def _take(lab: Lab, inspected: Inspected, count: int) -> None:
    get_state().whole_page = True  # the page's head says which step is next
    steps = inspected.take(count)
    if inspected.takes_a_moment(count):
        get_step_state().asked = 0
        deque(steps, maxlen=0)
    else:
        get_step_state().asked = count
        background.begin(steps)


def _start_over(lab: Lab) -> None:
    background.stop(lab)
    source.start_over()
