"""Model: choose the layers, see the network, and meet it before it has learned anything."""

import streamlit as st

from ui.model import listing, views
from ui.questions import three_questions
from ui.session import get_state
from ui.settings import MODEL_SETTINGS, explanations, model_controls, suggestions, try_this
from ui.shell import frame, open_lab, two_columns
from ui.text import _

frame.head("model", _("Build the network"))
settings, picture = two_columns("model_columns", (1, 2), (240, 340))
with settings:
    in_force = model_controls()
config = get_state().config
with picture:
    views.network(config, in_force)
explanations(MODEL_SETTINGS)
st.subheader(_("Layer by layer"), anchor=False)
views.layers(config)
st.subheader(_("What it says before any training"), anchor=False)
guesses = views.untrained(open_lab(), config)
frame.seeing(
    "model",
    parameters=f"{config.parameters:,}",
    batch_size=config.batch_size,
    layers=len(config.hidden_sizes) + 1,
    accuracy=f"{guesses.accuracy:.1%}",
    loss=f"{guesses.loss:.3f}",
    start=views.initial_weights(config),
)
frame.code(listing.model(config))
try_this("model", suggestions.for_model(config))
three_questions("model")
frame.next_step("train", _("The network is built. Now let it learn."))
