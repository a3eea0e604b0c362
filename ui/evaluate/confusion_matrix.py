"""The confusion matrix: click a cell, or choose two digits, and see the images in it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ui.charts import CELL_SELECTION, CELLS, confusion_cells, confusion_chart, specification
from ui.components import GridPicture, digit_grid, toolbar_within
from ui.evaluate import keys
from ui.evaluate.state import get_evaluate_state
from ui.results import Evaluated
from ui.session import Key, put, seed, widget
from ui.shell import Lab, fragment, two_columns
from ui.text import _, ngettext, probability

PAGE_SIZE = 24
DIGITS = tuple(range(10))


@fragment
def confusion(lab: Lab, held: Evaluated) -> None:
    """The matrix beside the images of a cell: the commonest mistake, until one is chosen."""
    true, predicted = get_evaluate_state().cell or held.worst_confusion
    put(keys.TRUE, true)
    put(keys.PREDICTED, predicted)
    seed(keys.VERSION, 0)
    left, right = two_columns("matrix_columns", (1.25, 1), (360, 220))
    with left:
        _matrix(held)
    with right:
        _cell(lab, held)


def _matrix(held: Evaluated) -> None:
    true, predicted = held.worst_confusion
    key = keys.matrix(widget(keys.VERSION, 0))
    kinds = {"right": _("right"), "wrong": _("mistakes")}
    words = {
        "true": _("The digit is"),
        "predicted": _("The model reads"),
        "images": _("Images"),
        "share": _("Share of this digit"),
    }
    cells = confusion_cells(
        held.confusion,
        chosen=(widget(keys.TRUE, 0), widget(keys.PREDICTED, 0)),
        cell_words=_("{true} read as {predicted} (images: {count:,})"),
        **kinds,
    )
    toolbar_within(key)
    st.vega_lite_chart(
        {**_chart(words | kinds), "datasets": {CELLS.name: cells}},
        key=key,
        on_select=lambda: _take_click(key),
        selection_mode=CELL_SELECTION,
        alt=_(
            "Confusion matrix of {total:,} images, {wrong:,} of them read wrongly. The commonest "
            "mistake: {count} images labelled {true} are read as {predicted}."
        ).format(
            total=len(held.labels),
            wrong=held.wrong,
            count=held.confusion[true, predicted],
            true=true,
            predicted=predicted,
        ),
    )


@st.cache_data(max_entries=8, show_spinner=False)
def _chart(words: dict[str, str]) -> dict[str, Any]:
    """The chart without its data: it stays the same, so a click only moves the frame."""
    return specification(confusion_chart(**words))


def _take_click(key: Key[keys.Selection]) -> None:
    """Take over the clicked cell; a click on nothing leaves the choice as it is."""
    cells = _clicked(key)
    if cells:
        get_evaluate_state().cell = int(cells[0]["true"]), int(cells[0]["predicted"])


def _clicked(key: Key[keys.Selection]) -> list[dict[str, int]]:
    state = widget(key)
    return list(state["selection"].get(CELL_SELECTION, [])) if state else []


def _take_choice() -> None:
    """Take over the two digits; a chart that remembers its last click would not report it again."""
    get_evaluate_state().cell = widget(keys.TRUE, 0), widget(keys.PREDICTED, 0)
    if _clicked(keys.matrix(widget(keys.VERSION, 0))):
        put(keys.VERSION, widget(keys.VERSION, 0) + 1)


def _cell(lab: Lab, held: Evaluated) -> None:
    from mnist_core.evaluation import images_of_cell

    row = st.container(horizontal=True)
    true = row.selectbox(
        _("The digit is"), DIGITS, key=keys.TRUE, on_change=_take_choice, width=130
    )
    predicted = row.selectbox(
        _("The model reads"), DIGITS, key=keys.PREDICTED, on_change=_take_choice, width=130
    )
    indices = images_of_cell(held.labels, held.predictions, true, predicted)
    st.markdown(_sentence(true, predicted, len(indices)))
    if not len(indices):
        return
    pages = -(-len(indices) // PAGE_SIZE)
    page = 1
    if pages > 1:
        page = st.pagination(
            pages, max_visible_pages=5, key=keys.cell_page(held.run.run_id, true, predicted)
        )
    pictures = [
        GridPicture(
            index,
            lab.mnist.test.images[index].numpy(),
            alt=_("Test image {index}: {true} read as {predicted} with {share}").format(
                index=index,
                true=true,
                predicted=predicted,
                share=probability(held.probabilities[index, predicted]),
            ),
            caption=probability(held.probabilities[index, predicted], 0),
        )
        for index in indices[(page - 1) * PAGE_SIZE : page * PAGE_SIZE].tolist()
    ]
    digit_grid(
        pictures, keys.CELL_IMAGES, label=_("The images of this cell"), columns=6, pickable=False
    )
    st.caption(_("Below each image: how sure the model was of its answer."))


def _sentence(true: int, predicted: int, count: int) -> str:
    if true == predicted:
        words = ngettext(
            "**{count:,}** image labelled **{true}** is read correctly.",
            "**{count:,}** images labelled **{true}** are read correctly.",
            count,
        )
    elif count == 0:
        words = _("No **{true}** is read as **{predicted}**. Choose another cell.")
    else:
        words = ngettext(
            "**{count:,}** image labelled **{true}** is read as **{predicted}**.",
            "**{count:,}** images labelled **{true}** are read as **{predicted}**.",
            count,
        )
    return words.format(count=count, true=true, predicted=predicted)
