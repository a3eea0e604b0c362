"""Model: choose the layers, see the network, and meet it before it has learned anything."""

import streamlit as st

from ui import experiments, frame, model_code, model_views
from ui.controls import MODEL_SETTINGS, explanations, model_controls
from ui.i18n import gettext as _
from ui.lab import open_lab
from ui.look import two_columns
from ui.state import get_state
from ui.tried import try_this

frame.head("model", _("Build the network"))
settings, picture = two_columns("model_columns", (1, 2), (240, 340))
with settings:
    in_force = model_controls()
config = get_state().config
with picture:
    model_views.network(config, in_force)
explanations(MODEL_SETTINGS)
st.subheader(_("Layer by layer"), anchor=False)
model_views.layers(config)
st.subheader(_("What it says before any training"), anchor=False)
guesses = model_views.untrained(open_lab(), config)
frame.seeing(
    "model",
    parameters=f"{config.parameters:,}",
    batch_size=config.batch_size,
    layers=len(config.hidden_sizes) + 1,
    accuracy=f"{guesses.accuracy:.1%}",
    loss=f"{guesses.loss:.3f}",
)
frame.code(model_code.model(config))
try_this("model", experiments.for_model(config))
frame.next_step("train", _("The network is built. Now let it learn."))
