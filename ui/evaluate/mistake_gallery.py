"""The most confident mistakes: pick one, and see all ten probabilities."""

from __future__ import annotations

import streamlit as st

from ui.charts import probabilities_chart, specification
from ui.components import GridPicture, digit_grid, digit_png, without_toolbar
from ui.evaluate import keys
from ui.results import Evaluated
from ui.shell import Lab, fragment, two_columns
from ui.text import _, probability

SHOWN = 20


@fragment
def mistakes(lab: Lab, held: Evaluated) -> None:
    """The mistakes as a grid, the surest first; the picked one beside them."""
    from mnist_core.evaluation import confident_mistakes

    indices = confident_mistakes(held.probabilities, held.labels, SHOWN).tolist()
    if not indices:
        st.success(_("There is not one mistake on the test images."), icon=":material/star:")
        return
    left, right = two_columns("mistake_columns", (1.25, 1), (420, 260))
    with left:
        picked = digit_grid(
            [_picture(lab, held, index) for index in indices],
            keys.MISTAKES,
            label=_("The most confident mistakes; pick one to see its probabilities"),
            cell=78,
            columns=5,
            first=True,
        )
    with right:
        _picked(lab, held, indices[0] if picked is None else picked)


def _picture(lab: Lab, held: Evaluated, index: int) -> GridPicture:
    true, predicted = int(held.labels[index]), int(held.predictions[index])
    share = float(held.probabilities[index, predicted])
    return GridPicture(
        index,
        lab.mnist.test.images[index].numpy(),
        alt=_("Test image {index}: {true} read as {predicted} with {share}").format(
            index=index, true=true, predicted=predicted, share=probability(share)
        ),
        caption=f"{true} → {predicted}",
    )


def _picked(lab: Lab, held: Evaluated, index: int) -> None:
    """The image large, what it is and what the model says, and the ten bars."""
    true, predicted = int(held.labels[index]), int(held.predictions[index])
    probabilities = held.probabilities[index]
    words = {
        "index": index,
        "true": true,
        "predicted": predicted,
        "share": probability(probabilities[predicted]),
        "true_share": probability(probabilities[true]),
    }
    row = st.container(horizontal=True, vertical_alignment="center", wrap=False)
    row.image(
        digit_png(lab.mnist.test.images[index].numpy(), scale=4),
        width=112,
        alt=_("Test image {index}, labelled {true}").format(index=index, true=true),
    )
    row.markdown(
        _(
            "Test image {index}. Its label is **{true}**; the model's probability for it: "
            "{true_share}. The model reads **{predicted}**, with the probability {share}."
        ).format(**words)
    )
    without_toolbar("mistake_bars").vega_lite_chart(
        specification(
            probabilities_chart(probabilities, digit=_("Digit"), probability=_("Probability"))
        ),
        key=keys.MISTAKE_PROBABILITIES,
        alt=_("Ten probabilities; the highest is {share} for {digit}.").format(
            share=probability(probabilities[predicted]), digit=predicted
        ),
    )
