"""My own hand, the fine-tuning: the current model learns the learner's digits."""

from __future__ import annotations

import streamlit as st

from mnist_core.errors import LabError
from mnist_core.training import HandResult, fine_tune
from ui.draw import keys
from ui.draw.collection import own_digits
from ui.draw.state import get_handwriting_state
from ui.runs import current_model, current_run, model_run, run_name, runs_changed
from ui.session import get_state
from ui.shell import Lab, Teaching, forget_seen, fragment, notify
from ui.text import _, text, with_minus

LOOK_SECONDS = 0.5


def teach(lab: Lab) -> None:
    """Fine-tune the current model on these digits; before and after on both."""
    _pictures, labels = own_digits(lab)
    run = model_run()
    if not len(labels) or run is None or not run.has_model:
        return
    teaching = get_handwriting_state().teaching
    active = teaching is not None and teaching.active
    # A fragment within the board's only where it has to look again by itself: Streamlit keeps what
    # it has not yet sent of an inner one when the outer runs again, and the browser, which has not
    # seen the elements before it, ends with "Bad delta path".
    view = fragment(_teach_view, LOOK_SECONDS) if active else _teach_view
    view(lab, active)


def _teach_view(lab: Lab, was_active: bool) -> None:
    _say_gone_on()
    teaching = get_handwriting_state().teaching
    if teaching is not None and teaching.active:
        _under_way(teaching)
        st.button(_("Stop"), icon=":material/stop:", key=keys.STOP_TEACHING, on_click=teaching.stop)
        return
    mixed = st.toggle(
        _("Mix with MNIST"),
        True,
        key=keys.TEACH_MIXED,
        persist_state="session",  # it is not on the page while the fine-tuning goes on
        help=_("Without MNIST's digits the model soon forgets what it knew. Try it!"),
    )
    st.button(
        _("Fine-tune it on my handwriting"),
        type="primary",
        icon=":material/school:",
        key=keys.TEACH,
        on_click=_start,
        args=(lab, mixed),
    )
    if teaching is not None and teaching.result is not None:
        _result(lab, teaching.result)
    elif teaching is not None and teaching.error is not None:
        st.error(_("The fine-tuning failed: {cause}").format(cause=teaching.error))
    if was_active:
        st.rerun()


def _under_way(teaching: Teaching) -> None:
    step = teaching.latest
    if teaching.waiting:
        words = _(
            "Other learners come first. Your fine-tuning begins when there is a place for it."
        )
    elif step is not None and step.checking:
        words = _("Checking what it has learned…")
    elif step is not None and step.comparing:
        words = _("For comparison: another copy takes as many steps on MNIST alone…")
    else:
        words = _("Learning your handwriting…")
    st.progress(step.step / step.steps if step else 0.0, text=words)


def _start(lab: Lab, mixed: bool) -> None:
    state = get_state()
    state.whole_page = True  # this part of it has to begin to look again by itself
    forget_seen()
    try:
        model, run = current_model(), model_run()
        pictures, labels = own_digits(lab)
        if model is None or run is None:
            return
        steps = fine_tune(model, pictures, labels, lab.mnist.train, lab.mnist.test, mixed=mixed)
        own = get_handwriting_state()
        own.teaching, own.fine_tuned_from = lab.lessons.begin(state.owner, steps), run.run_id
    except LabError as error:
        notify(error)


def _compare(label: str, before: float, alone: float, after: float, *, decimals: int) -> None:
    """An accuracy after the fine-tuning, and what the learner's digits have changed of it.

    `alone` is the accuracy after as many steps without them.
    """
    points = round((after - alone) * 100, decimals) + 0.0  # no minus before a zero
    change = with_minus(f"{points:+.{decimals}f}")
    st.metric(
        label,
        f"{after:.{decimals}%}",
        _("{points} points by your digits").format(points=change)
        if points
        else _("no change by your digits"),
        delta_color="green" if points > 0 else "red" if points else "gray",
        delta_arrow="up" if points > 0 else "down" if points else "off",
        border=True,
    )
    st.caption(
        _("Before: {before}. After as many steps on MNIST alone: {alone}.").format(
            before=f"{before:.{decimals}%}", alone=f"{alone:.{decimals}%}"
        )
    )


def _result(lab: Lab, result: HandResult) -> None:
    """Before and after, on their digits and on MNIST; and the choice to go on with it."""
    grid = st.grid(2, min_column_width=200)
    with grid.cell():
        _compare(
            _("Your digits"), result.own_before, result.own_alone, result.own_after, decimals=0
        )
    with grid.cell():
        _compare(
            _("MNIST's test set"),
            result.test_before,
            result.test_alone,
            result.test_after,
            decimals=2,
        )
    st.caption(text("draw", "compared"))
    st.caption(text("draw", "checked_apart" if result.checked_apart else "checked_same"))
    st.button(
        _("Go on with the fine-tuned model"),
        icon=":material/check:",
        key=keys.USE_TAUGHT,
        on_click=_use,
        args=(lab, result),
    )


def _use(lab: Lab, result: HandResult) -> None:
    """Keep the fine-tuned network as a run of its own, and speak of it from now on."""
    state, own = get_state(), get_handwriting_state()
    forget_seen()
    try:
        base = lab.queue.snapshot(state.owner, own.fine_tuned_from)
        state.chosen_run = lab.queue.keep_fine_tuned(
            state.owner, base.run_id, result.model, base.name, result.test
        )
        own.gone_on_with, own.teaching = state.chosen_run, None
        runs_changed()
    except LabError as error:
        notify(error)
    state.whole_page = True  # the sidebar, too, is to speak of the fine-tuned model


def _say_gone_on() -> None:
    """The sign that the fine-tuned model is the one in use now."""
    run = current_run()
    if run is None or run.test is None or run.run_id != get_handwriting_state().gone_on_with:
        return
    st.success(
        _(
            "All pages now use the fine-tuned model, **{run}**: {accuracy:.2%} of MNIST's test "
            "images right. Draw a digit and see how it reads your hand."
        ).format(run=run_name(run), accuracy=run.test.accuracy),
        icon=":material/check_circle:",
    )
