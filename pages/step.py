"""One step: stop the training before a step, and walk through it line by line."""

import streamlit as st

from ui.shell import frame, open_lab
from ui.step import listing, source, views
from ui.text import _

frame.head("step", _("Be inside one step of training"))
lab = open_lab()
chosen = source.choose()
inspected = source.inspected(lab, chosen)
source.say_where(inspected)
views.step(lab, chosen)
st.divider()
frame.seeing("step", **views.seen(inspected))
frame.code(listing.step(chosen.config))
frame.next_step("train", _("A training is nothing but this step, taken again and again."))
