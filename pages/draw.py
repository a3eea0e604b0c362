"""Draw: the learner's own digit, read by the learner's own model."""

from ui.draw import listing, views
from ui.questions import three_questions
from ui.settings import try_this
from ui.shell import frame
from ui.text import _

frame.head("draw", _("Draw a digit for your model"))
views.show_board()
frame.code(listing.prediction(views.readers_settings()))
try_this("draw")
three_questions("draw")
frame.next_step("train", _("Wrong too often? Train it differently."))
