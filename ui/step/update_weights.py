"""The step's sixth line: the optimiser moves every weight."""

from __future__ import annotations

from collections import deque

import numpy as np
import pandas as pd
import streamlit as st

from mnist_core.inspection import (
    RATES,
    AdamArithmetic,
    Arithmetic,
    StepReport,
)
from ui.charts import changes_chart, rates_chart, specification
from ui.components import without_toolbar
from ui.shell import Lab
from ui.step import background, choices, keys
from ui.step.held import CURVE_STEPS, Inspected
from ui.step.state import get_step_state
from ui.text import OPTIMIZERS, _, plain_number, significant, text


def show(lab: Lab, inspected: Inspected) -> None:
    """One weight's arithmetic, all weights' changes, and the loss at every learning rate."""
    report = inspected.report
    st.markdown(text("step", "update", optimizer=OPTIMIZERS[report.rule.optimizer]))
    row = st.container(horizontal=True, vertical_alignment="bottom")
    with row:
        layer = choices.layer(report)
        neuron = choices.neuron(report, layer)
        source = choices.weight(report, layer, neuron)
    arithmetic = report.weight_arithmetic(layer, neuron, source)
    st.table(
        pd.DataFrame(_rows(arithmetic)),
        border="horizontal",
        hide_index=True,
        alt=_("The optimiser's arithmetic for the chosen weight, line by line."),
    )
    st.markdown(text("step", f"update_{report.rule.optimizer}"))
    _changes(report)
    left, right = st.columns(2)
    left.metric(_("Loss of this batch before the step"), significant(report.loss, 5))
    right.metric(
        _("Loss of the same batch after it"),
        significant(report.loss_after, 5),
        f"{report.loss_after - report.loss:.3g}",  # its sign turns the arrow
        delta_color="inverse",
    )
    _rates(lab, inspected)


def _rows(arithmetic: Arithmetic) -> list[dict[str, str]]:
    """The formula's lines: what, how, and its value."""
    rate = plain_number(arithmetic.rule.learning_rate)
    velocity = _("velocity")
    moved = "d" if isinstance(arithmetic, AdamArithmetic) else velocity
    lines: list[tuple[str, str, object]] = [
        (_("weight w"), "", arithmetic.before),
        (_("gradient g"), _("from loss.backward()"), arithmetic.gradient),
    ]
    if isinstance(arithmetic, AdamArithmetic):
        first, second = arithmetic.betas
        lines += [
            (
                _("first moment m: the gradients' running mean"),
                f"{first} · m + {1 - first:.1g} · g",
                arithmetic.first_moment,
            ),
            (
                _("second moment v: the running mean of their squares"),
                f"{second} · v + {1 - second:.1g} · g²",
                arithmetic.second_moment,
            ),
            (
                _("m, corrected for having begun at 0"),
                f"m / (1 − {first}^{arithmetic.rule.step})",
                arithmetic.corrected_first_moment,
            ),
            (
                _("v, corrected in the same way"),
                f"v / (1 − {second}^{arithmetic.rule.step})",
                arithmetic.corrected_second_moment,
            ),
            (_("direction d"), "m / (√v + 10⁻⁸)", arithmetic.direction),
        ]
        if arithmetic.weight_decay:
            decay = plain_number(arithmetic.weight_decay)
            lines.append((_("weight decay"), f"{rate} · {decay} · w", arithmetic.decayed))
    else:
        formula = f"{arithmetic.momentum} · {velocity} + g"
        lines.append(
            (
                _("velocity: this gradient and the rest of those before"),
                formula,
                arithmetic.velocity,
            )
        )
    lines += [
        (
            _("step"),
            f"−{rate} · {moved}",
            arithmetic.step,
        ),
        (_("weight after"), _("w + step"), arithmetic.after),
    ]
    return [
        {_("What"): what, _("How"): how, _("Number"): significant(float(value), 5)}  # type: ignore[arg-type]
        for what, how, value in lines
    ]


def _changes(report: StepReport) -> None:
    """How far all weights and biases are moved."""
    changes = np.concatenate(
        [
            part.change.numpy().ravel()
            for layer in report.layers
            for part in (layer.weight, layer.bias)
        ]
    )
    finite = changes[np.isfinite(changes)]
    unmoved = float((finite == 0).mean()) if len(finite) else 0.0
    st.markdown(
        "**"
        + _("How far each of the {count:,} weights and biases moves").format(count=len(changes))
        + "**"
    )
    without_toolbar("step_changes_place").vega_lite_chart(
        specification(
            changes_chart(finite, change=_("Change of a weight"), weights=_("Weights and biases"))
        ),
        key=keys.CHANGES,
        alt=_("The changes of all weights lie between {lowest} and {highest}.").format(
            lowest=significant(float(finite.min(initial=0))),
            highest=significant(float(finite.max(initial=0))),
        ),
    )
    st.caption(_("{share} of them do not move at all.").format(share=f"{unmoved:.1%}"))


def _rates(lab: Lab, inspected: Inspected) -> None:
    """The loss after this very step, for every learning rate that the settings allow."""
    st.markdown("**" + _("This very step with other learning rates") + "**")
    if inspected.curve is None and inspected.takes_a_moment(CURVE_STEPS):
        deque(inspected.work_out_curve(), maxlen=0)
    if inspected.curve is None:
        st.button(
            _("Work it out for {count} learning rates").format(count=RATES),
            icon=":material/show_chart:",
            key=keys.CURVE,
            on_click=_begin_curve,
            args=(lab, inspected),
            disabled=background.active(lab),
        )
        if not get_step_state().asked:
            background.show(lab, RATES)
        return
    _curve(inspected, *inspected.curve)


def _begin_curve(lab: Lab, inspected: Inspected) -> None:
    get_step_state().asked = 0
    background.begin(inspected.work_out_curve())


def _curve(inspected: Inspected, rates: np.ndarray, losses: np.ndarray) -> None:
    report = inspected.report
    own = report.rule.learning_rate
    finite = np.where(np.isfinite(losses), losses, np.inf)
    best = float(rates[int(finite.argmin())])
    without_toolbar("step_rates_place").vega_lite_chart(
        specification(
            rates_chart(
                rates,
                losses,
                own,
                report.loss,
                rate=_("Learning rate"),
                loss=_("Loss of this batch after the step"),
                yours=_("yours: {rate}").format(rate=plain_number(own)),
                unmoved=_("before the step"),
            )
        ),
        key=keys.RATES,
        alt=_(
            "The loss after the step by learning rate: lowest at {best}; yours is {own}, before "
            "the step it was {before}."
        ).format(best=significant(best), own=plain_number(own), before=significant(report.loss)),
    )
    st.markdown(
        text(
            "step",
            "rates",
            own=plain_number(own),
            after=significant(report.loss_after),
            before=significant(report.loss),
            best=significant(best),
            best_loss=significant(float(finite.min())),
            largest=significant(float(rates[-1])),
            largest_loss=significant(float(losses[-1])),
        )
    )
