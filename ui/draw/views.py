"""The Draw page's parts: the board, and what the model makes of it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from mnist_core.config import TUTORIAL, TrainingConfig
from mnist_core.errors import DrawingError
from mnist_core.evaluation import Prediction
from ui.charts import LATER_NAME, probabilities_chart, probability_rows, specification
from ui.components import without_toolbar
from ui.draw import collection, fine_tuning, inputs, keys, resemblance, stages
from ui.draw.reader import Reader
from ui.drawing import Board, Input, canvas, lay_out, restored_drawing, show_seen, show_verdict
from ui.runs import current_model, model_run, progress_text, start, whose_model
from ui.session import awaited, get_state, step_done
from ui.shell import fragment, frame, open_lab, rerun_if_unseen
from ui.text import _, probability, text

if TYPE_CHECKING:
    from mnist_core.drawing import PreparedDrawing

WAIT_SECONDS = 1.0
BOARD = 640  # CSS pixels


def readers_settings() -> TrainingConfig:
    """Those that the network was trained with; where there is none, those of the next one."""
    run = model_run()
    return get_state().config if run is None else run.config


def show_board() -> None:
    """The canvas beside the answer; while the first epoch runs, it looks again by itself."""
    if awaited():
        with st.container(height=BOARD, border=False):
            fragment(_look_again, WAIT_SECONDS)()
        return
    run = model_run()
    waiting = run is not None and run.active and not run.history.epochs
    fragment(_board, WAIT_SECONDS if waiting else None)(waiting)


def _look_again() -> None:
    """Draw the board even if the browser never says who it is."""
    if not awaited():
        st.rerun()


def _board(waiting: bool) -> None:
    restored_drawing.recover()
    way = inputs.choose_way()
    containers = lay_out()
    source, prepared = _input(way, containers)
    restored_drawing.remember()
    rerun_if_unseen()
    model = current_model()
    reader = None if model is None else Reader(model)
    prediction = None if reader is None or prepared is None else reader.read(prepared.picture)
    with containers.answer:
        if reader is None:
            if prepared is not None:
                _what_the_model_sees(prepared)
            _no_model()
        elif prepared is not None and prediction is not None:
            _answer(prediction, prepared, way)
    if way == "draw":
        collection.keep_button(
            open_lab(), containers.buttons, containers.question, prepared, prediction, canvas.clear
        )
    if source is not None and prepared is not None:
        stages.show_stages(source, prepared, reader)
    if prediction is not None and prepared is not None and source is not None:
        resemblance.show_confusion(open_lab(), prepared.picture, prediction, source)
        resemblance.show_nearest(open_lab(), prepared.picture, source)
        _seeing(prediction)
    if way == "draw":
        collection.collection(open_lab())
        fine_tuning.show_fine_tuning(open_lab())
    if waiting and model is not None:
        st.rerun()


def _input(way: str, containers: Board) -> tuple[Input | None, PreparedDrawing | None]:
    """The picture as MNIST would have it, or a sentence why there is none."""
    try:
        with containers.paper:
            source = inputs.take(way, containers)
        if source is None:
            if way != "sample":
                section = {"draw": "empty", "photo": "no_photo"}[way]
                containers.answer.info(text("draw", section), icon=inputs.WAYS[way][1])
            return None, None
        return source, source.prepare(stages.chosen_options())
    except DrawingError as error:
        containers.answer.warning(inputs.sentence(way, error), icon=":material/help:")
        return None, None


def _what_the_model_sees(prepared: PreparedDrawing) -> None:
    with show_seen(prepared.picture):
        stages.say_how_prepared()


def _no_model() -> None:
    """With no model yet, train one there and then."""
    run = model_run()
    if run is not None and run.active:
        st.info(text("draw", "training_first"), icon=":material/hourglass_top:")
        st.progress(run.progress, text=progress_text(run))
        return
    st.info(text("draw", "no_model"), icon=":material/bolt:")
    st.button(
        _("Train the tutorial's model now"),
        type="primary",
        icon=":material/bolt:",
        key=keys.TRAIN_NOW,
        on_click=start,
        args=(TUTORIAL,),
    )


def _answer(prediction: Prediction, prepared: PreparedDrawing, way: str) -> None:
    """The answer large beside what the model sees, and all ten probabilities."""
    whose_model()
    if way != "sample":
        step_done("draw")
    with st.container(horizontal=True, wrap=False):  # side by side on a phone too
        with st.container(gap="xsmall"):
            show_verdict(prediction, way, _("Your model reads"))
        _what_the_model_sees(prepared)
    rows = probability_rows(np.asarray(prediction.probabilities))
    without_toolbar("answer_bars").vega_lite_chart(
        {
            **_bars(_("Digit"), _("Probability")),
            "datasets": {LATER_NAME: rows},
        },
        key=keys.PROBABILITIES,
        alt=_("Ten probabilities; the highest is {share} for {digit}.").format(
            share=probability(max(prediction.probabilities)), digit=prediction.digit
        ),
    )
    run = model_run()
    if run is not None and run.active:
        st.caption(text("draw", "training", epoch=len(run.history.epochs)))


@functools.cache
def _bars(digit: str, probability: str) -> dict[str, Any]:
    """The chart without its data: it stays the same."""
    return specification(probabilities_chart(digit=digit, probability=probability))


def _seeing(prediction: Prediction) -> None:
    frame.seeing(
        "draw",
        digit=prediction.digit,
        share=probability(max(prediction.probabilities)),
    )
