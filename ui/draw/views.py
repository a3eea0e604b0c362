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
from ui.components import data_uri, digit_png, without_toolbar
from ui.draw import (
    board,
    canvas,
    collection,
    fine_tuning,
    inputs,
    keys,
    resemblance,
    restored_drawing,
    stages,
)
from ui.draw.inputs import Input
from ui.draw.reader import Reader
from ui.runs import current_model, model_run, progress_text, start, whose_model
from ui.session import awaited, get_state, step_done
from ui.shell import fragment, frame, open_lab, rerun_if_unseen
from ui.text import _, probability, text

if TYPE_CHECKING:
    from mnist_core.drawing import PreparedDrawing

WAIT_SECONDS = 1.0
PICTURE, BOARD = 150, 640  # CSS pixels


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
    containers = board.lay_out()
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


def _input(way: str, containers: board.Board) -> tuple[Input | None, PreparedDrawing | None]:
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
    with st.container(width=PICTURE, gap="xsmall"):
        st.markdown(_("What the model sees"))
        st.image(
            data_uri(digit_png(prepared.picture, scale=8)),
            width=PICTURE,
            alt=_("The digit as 28 by 28 pixels, white on black, as the model sees it."),
        )
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
            _verdict(prediction, way)
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


def _verdict(prediction: Prediction, way: str) -> None:
    """The answer as large as it matters, read out to those who hear the page."""
    share = probability(max(prediction.probabilities))
    if prediction.sure:
        _large(_("Your model reads"), str(prediction.digit))
        st.caption(_("Probability of this answer: {share}").format(share=share))
    else:
        _large(
            _("Not sure; its best guess is"),
            _("{first} or {second}").format(first=prediction.digit, second=prediction.runner_up),
        )
        words = (
            _("Only {share} for the first: draw it more clearly?")
            if way == "draw"
            else _("Only {share} for the first.")
        )
        st.caption(words.format(share=share))
    if way != "sample":  # a test image is a digit
        st.caption(_("It must choose one of the ten digits, even for a picture of something else."))


def _large(words: str, answer: str) -> None:
    st.html(
        f'<div role="status">{words}<div class="digit-answer" style="font-size:4rem;'
        f'font-weight:700;line-height:1.15">{answer}</div></div>'
    )
