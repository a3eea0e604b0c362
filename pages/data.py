"""Data: look at the digits, and see how they are made ready for a network."""

import streamlit as st

from ui import data_code, data_views, frame
from ui.data_balance import balance
from ui.data_batch import batch
from ui.data_handwriting import handwriting
from ui.data_normalise import normalisation, origin
from ui.i18n import gettext as _
from ui.i18n import text
from ui.lab import open_lab
from ui.state import get_state
from ui.tried import try_this

frame.head("data", _("Look at the digits, and prepare them"))
lab = open_lab()
config = get_state().config
data_views.samples(lab)
st.subheader(_("Is every digit equally common?"), anchor=False)
balance(lab)
st.subheader(_("What normalising does"), anchor=False)
normalisation(lab)
st.subheader(_("Where the two numbers come from"), anchor=False)
st.markdown(text("data", "origin"))
origin(lab)
st.subheader(_("A shuffled batch of {size:,}").format(size=config.batch_size), anchor=False)
batch(lab)
st.subheader(_("Preparing for real handwriting"), anchor=False)
handwriting(lab)
frame.seeing("data", **data_views.seen(lab, config))
frame.code(data_code.data(config))
try_this("data", data_views.experiments(config))
frame.next_step("model", _("The data is ready. Now build the network that will learn it."))
