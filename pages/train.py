"""Train: choose the settings, start, and watch the loss fall."""

from ui.questions import three_questions
from ui.runs import current_run
from ui.session import get_state
from ui.settings import (
    TRAINING_SETTINGS,
    explanations,
    preset_buttons,
    suggestions,
    training_controls,
    try_this,
)
from ui.shell import frame, two_columns
from ui.text import _
from ui.train import closing, lay_out, listing, views

frame.head("train", _("Let it learn"))
lay_out()
settings, result = two_columns("train_columns", (1, 2.4), (240, 400))
with settings:
    training_controls()
    views.schedule(get_state().config)
    views.network_choice()
    views.start_button()
    views.device_choice()
    preset_buttons()
with result:
    views.live_view()
explanations(TRAINING_SETTINGS)
frame.seeing("train", **views.seen(current_run(), get_state().config))
frame.code(listing.training(get_state().config))
try_this("train", suggestions.for_training(get_state().config))
three_questions("train")
frame.deeper("step", _("Stop between two lines of this loop, and see every number in it."))
frame.deeper("program", _("Read the whole program around this loop, every line explained."))
frame.next_step("evaluate", closing(current_run()))
