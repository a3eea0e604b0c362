"""Train: choose the settings, start, and watch the loss fall."""

from ui import experiments, frame, train_views, training_code
from ui.controls import TRAINING_SETTINGS, explanations, training_controls
from ui.i18n import gettext as _
from ui.live import current_run
from ui.look import two_columns
from ui.presets import preset_buttons
from ui.state import get_state
from ui.train_endings import closing
from ui.tried import try_this

frame.head("train", _("Let it learn"))
train_views.places()
settings, result = two_columns("train_columns", (1, 2.4), (240, 400))
with settings:
    training_controls()
    train_views.schedule(get_state().config)
    train_views.network_choice()
    train_views.start_button()
    train_views.device_choice()
    preset_buttons()
with result:
    train_views.live_view()
explanations(TRAINING_SETTINGS)
frame.seeing("train", **train_views.seen(current_run(), get_state().config))
frame.code(training_code.training(get_state().config))
try_this("train", experiments.for_training(get_state().config))
frame.next_step("evaluate", closing(current_run()))
