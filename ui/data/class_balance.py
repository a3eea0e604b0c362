"""Class balance: how common each digit is in the training and in the test set."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from ui.charts import balance_chart, specification
from ui.data import keys
from ui.shell import Lab
from ui.text import _, text


def balance(lab: Lab) -> None:
    """The chart, and the commonest and the rarest digit in words."""
    train = np.bincount(lab.mnist.train.labels.numpy(), minlength=10)
    test = np.bincount(lab.mnist.test.labels.numpy(), minlength=10)
    common, rare = int(train.argmax()), int(train.argmin())
    numbers = {
        "common": common,
        "common_count": f"{train[common]:,}",
        "common_share": f"{train[common] / train.sum():.1%}",
        "rare": rare,
        "rare_count": f"{train[rare]:,}",
        "rare_share": f"{train[rare] / train.sum():.1%}",
    }
    st.markdown(text("data", "balance", **numbers))
    words = {
        "digit": _("Digit"),
        "share": _("Share of the images"),
        "images": _("Images"),
    }
    st.vega_lite_chart(
        _chart({_("Training set"): train, _("Test set"): test}, words),
        key=keys.BALANCE_CHART,
        alt=_(
            "Bars: the share of each digit. In the training set {common} is the commonest with "
            "{common_share}, {rare} the rarest with {rare_share}; the test set is much alike."
        ).format(**numbers),
    )


@st.cache_data(max_entries=8, show_spinner=False)
def _chart(counts: dict[str, np.ndarray], words: dict[str, str]) -> dict[str, Any]:
    """The same for everybody: Altair needs 20 ms to make it."""
    return specification(balance_chart(counts, **words))
