"""Evaluate: what the model gets right, what it gets wrong, and how sure it is."""

import streamlit as st

from ui import evaluation_code, evaluation_views, frame
from ui.browser import step_done
from ui.confusion_view import confusion
from ui.evaluated import evaluated, moment
from ui.i18n import gettext as _
from ui.i18n import text
from ui.lab import open_lab
from ui.live import model_run, whose_model
from ui.mistakes_view import mistakes
from ui.scores_view import scores
from ui.state import get_state
from ui.taught_views import whose_curves
from ui.train_charts import accuracy
from ui.tried import try_this

frame.head("evaluate", _("Find out what it gets wrong"))
lab = open_lab()
run = model_run()
if run is None or not run.history.epochs:
    evaluation_views.nothing_to_evaluate(run)
    frame.code(evaluation_code.evaluation(None, get_state().config))
    frame.next_step("train", _("A model comes first: train one, then come back."))
else:
    held = evaluated(lab, run)
    step_done("evaluate")
    whose_model()
    moment(held)
    evaluation_views.result(held)
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
    frame.seeing("evaluate", **evaluation_views.seen(held))
    frame.code(evaluation_code.evaluation(held, get_state().config))
    try_this("evaluate", evaluation_views.experiments(get_state().config))
    frame.next_step("draw", _("You know its weak spots. Now draw a digit for it yourself."))
