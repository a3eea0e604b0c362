"""Class balance: how common each digit is in the training and in the test set."""

from __future__ import annotations

import numpy as np
import streamlit as st

from ui.data_charts import balance_chart
from ui.i18n import gettext as _
from ui.i18n import text
from ui.lab import Lab


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
    st.altair_chart(
        balance_chart(
            {_("Training set"): train, _("Test set"): test},
            digit=_("Digit"),
            share=_("Share of the images"),
            images=_("Images"),
        ),
        key="balance_chart",
        alt=_(
            "Bars: the share of each digit. In the training set {common} is the commonest with "
            "{common_share}, {rare} the rarest with {rare_share}; the test set is much alike."
        ).format(**numbers),
    )
