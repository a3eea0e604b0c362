"""Evaluate: what the model gets right, what it gets wrong, and how sure it is."""

import streamlit as st

from ui.evaluate import confusion, listing, mistakes, scores, views
from ui.questions import three_questions
from ui.results import accuracy, evaluated, moment, whose_curves
from ui.runs import model_run, whose_model
from ui.session import get_state, step_done
from ui.settings import try_this
from ui.shell import frame, open_lab
from ui.text import _, text

frame.head("evaluate", _("Find out what it gets wrong"))
lab = open_lab()
run = model_run()
if run is None or not run.history.epochs:
    views.nothing_to_evaluate(run)
    frame.code(listing.evaluation(None, get_state().config))
    frame.next_step("train", _("A model comes first: train one, then come back."))
else:
    held = evaluated(lab, run)
    step_done("evaluate")
    whose_model()
    moment(held)
    views.result(held)
    st.subheader(_("Which digits it confuses"), anchor=False)
    st.markdown(text("evaluate", "confusion"))
    confusion(lab, held)
    st.subheader(_("Each digit's precision and recall"), anchor=False)
    scores(held)
    st.subheader(_("Its most confident mistakes"), anchor=False)
    st.markdown(text("evaluate", "mistakes"))
    mistakes(lab, held)
    st.subheader(_("Accuracy over the epochs"), anchor=False)
    st.markdown(text("evaluate", f"accuracy_{run.history.held_out_name}"))
    whose_curves(run)
    accuracy(run, key="evaluate_accuracy")
    frame.seeing("evaluate", **views.seen(held))
    frame.code(listing.evaluation(held, get_state().config))
    try_this("evaluate", views.experiments(get_state().config))
    three_questions("evaluate")
    frame.next_step("draw", _("You know its weak spots. Now draw a digit for it yourself."))
