"""Data: look at the digits, and see how they are made ready for a network."""

import streamlit as st

from ui.data import balance, batch, handwriting, listing, normalisation, origin, views
from ui.questions import three_questions
from ui.session import get_state
from ui.settings import try_this
from ui.shell import frame, open_lab
from ui.text import _, text

frame.head("data", _("Look at the digits, and prepare them"))
lab = open_lab()
config = get_state().config
views.samples(lab)
st.subheader(_("Is every digit equally common?"), anchor=False)
balance(lab)
st.subheader(_("What normalising does"), anchor=False)
normalisation(lab)
st.subheader(_("Where the two numbers come from"), anchor=False)
st.markdown(text("data", "origin"))
origin(lab)
st.subheader(views.batch_title(config), anchor=False)
batch(lab)
st.subheader(_("Preparing for real handwriting"), anchor=False)
handwriting(lab)
frame.seeing("data", **views.seen(lab, config))
frame.code(listing.data(config))
try_this("data", views.experiments(config))
three_questions("data")
frame.next_step("model", _("The data is ready. Now build the network that will learn it."))
