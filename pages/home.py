"""Home: a digit is read at once, then the five steps at a glance, and the way on."""

from mnist_core.config import TUTORIAL
from ui.home import experiments_done, first_drawing, views
from ui.shell import frame
from ui.text import _

frame.head("home", _("Train a neural network, and watch it learn to read"))
first_drawing.show()
views.two_ways_in(TUTORIAL)
views.five_steps()
experiments_done.show()
views.what_you_need()
views.tutorial()
