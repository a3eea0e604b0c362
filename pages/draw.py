"""Draw: the learner's own digit, read by the learner's own model."""

from ui import draw_views, frame, prediction_code
from ui.i18n import gettext as _
from ui.tried import try_this

frame.head("draw", _("Draw a digit for your model"))
draw_views.show_board()
frame.code(prediction_code.prediction())
try_this("draw")
frame.next_step("train", _("Wrong too often? Train it differently."))
