"""Home: the five steps at a glance, and the way on."""

from mnist_core.config import TUTORIAL
from ui import frame, home_views
from ui.i18n import gettext as _

frame.head("home", _("Train a neural network, and watch it learn to read"))
home_views.two_ways_in(TUTORIAL)
home_views.five_steps()
home_views.what_you_need()
home_views.tutorial()
