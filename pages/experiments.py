"""Experiments: predict what a change will do, run it, and see why."""

from ui.experiments import views
from ui.shell import frame, open_lab
from ui.text import _

frame.head("experiments", _("Predict first, then look"))
views.show(open_lab())
frame.next_step("train", _("Every experiment is a few trainings. Now change something yourself."))
