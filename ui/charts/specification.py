"""A chart as Streamlit takes it at once: a Vega-Lite specification with its data in it.

`st.altair_chart` has Altair compare every chart with Vega-Lite's whole schema, which takes longer
than to make it: 40 of 60 ms of a core each time a page is drawn.  The tests of this room do that.
"""

from __future__ import annotations

from typing import Any

import altair as alt
from altair.utils.schemapi import disable_debug_mode

disable_debug_mode()  # the parts of a chart are not compared with it either, as they are made


def specification(chart: alt.Chart | alt.LayerChart) -> dict[str, Any]:
    """The chart for `st.vega_lite_chart`."""
    spec: dict[str, Any] = chart.to_dict(validate=False)
    return spec
