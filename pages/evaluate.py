"""Evaluate: what the model gets right, what it gets wrong, and how sure it is."""

from ui import frame
from ui.i18n import gettext as _

frame.head("evaluate", _("Find out what it gets wrong"))
frame.next_step("draw", _("You know its weak spots. Now draw a digit for it yourself."))
