"""The program: the classic first program of deep learning, whole, each line explained."""

import streamlit as st

from ui.program import measuring, source, views
from ui.session import get_state
from ui.shell import frame, open_lab
from ui.text import _, text

frame.head("program", _("Read the whole program, line by line"))
lab = open_lab()
chosen = source.find(lab, get_state().config)
source.say(chosen)
views.show_program(lab, chosen)
measuring.show(lab, chosen)
st.subheader(_("Three figures for the loss"), anchor=False)
views.losses(chosen)
st.subheader(_("Setting up at home"), anchor=False)
st.markdown(text("program", "setup"))
frame.next_step("train", _("You have read every line. Now watch them run."))
