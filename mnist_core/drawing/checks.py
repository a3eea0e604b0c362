"""Drawings from which no digit can be read, and why."""

from __future__ import annotations

import math

from mnist_core.config import DIGIT_SIDE
from mnist_core.drawing.components import Component, component_of, components
from mnist_core.drawing.resampling import Grey
from mnist_core.drawing.sketch import Sketch, ink_box, sketch
from mnist_core.drawing.strokes import too_much
from mnist_core.errors import DrawingError

# Of MNIST's digits and 1,000 pen digits, drawn 5 to 40 pixels wide, none is shorter than 1.6
# times its thickest place (a dot has 1), and a thousandth is a line of over 4.5 times its side.
DOT_LENGTH = 1.4
SCRIBBLE_LENGTH = 5.5
# So much of the canvas is no dot any more but an area painted over; so little is a slip of the
# pen, whatever its shape.
DOT_SHARE = 0.4
SLIP_SHARE = 0.04
# Digits in one row or column keep a gap of this share of the whole's height, and each is at least
# so high.  Of 40,000 MNIST pictures and 1,000 pen digits, hundreds in two pieces, the widest gap
# between such pieces of one digit is 0.07 beside and 0.10 above; two pictures that hold two
# strokes by mistake aside.
GAP_BESIDE = 0.08
GAP_ABOVE = 0.12
LEAST_HEIGHT = 0.4
# What is so narrow for its height is hardly one digit: in two pieces above one another, be they as
# close as they may, it is two.  Of 200 pairs of pen digits that all but touch 195 are then refused
# (46 without this), and 3 more of MNIST's 10,000, all in fragments.
NARROW = 0.55
# Anywhere else, pieces that are about equally high with such a gap (in the higher one's height),
# and what lies so far off (in the larger one's longer side), whatever its height.  Of MNIST's
# 10,000 test images at four times their size, 10 are refused by all this together, nearly all of
# them written in fragments; of 1,000 pen digits, none.
EQUAL_HEIGHT = 0.6
GAP_AMONG_EQUALS = 0.2
GAP_AROUND = 0.6
# Pieces with less of the largest one's ink are specks; a 1 has a quarter of an 8's.
SPECK = 0.15


def checked_sketch(ink: Grey) -> Sketch:
    """The drawing at the common size.

    Raises:
        DrawingError: ``empty``, ``dot``, ``scribble`` or ``several_digits``.
    """
    drawn = sketch(ink)
    if drawn is None or not drawn.mask.any():
        raise DrawingError("There is nothing here yet. Draw a digit from 0 to 9.", code="empty")
    _check_amount(drawn)
    count = len(_digits(drawn)) if _is_fine(drawn) else 1
    if count > 1:
        raise DrawingError(
            "This looks like {count} digits. Draw one at a time: the network reads single digits.",
            code="several_digits",
            count=count,
        )
    return drawn


def _check_amount(drawn: Sketch) -> None:
    """Neither too little ink for a digit nor too much."""
    solid = ink_box(drawn.mask) or drawn.ink  # a tiny dot's soft edge would make it longer
    slip = solid.longest < SLIP_SHARE * drawn.paper.longest
    short = slip or solid.longest < DOT_LENGTH * 2 * float(drawn.inside.max())
    if short and drawn.ink.longest < DOT_SHARE * drawn.paper.longest:
        raise DrawingError(
            "This is only a dot. Draw a whole digit, as large as you like.", code="dot"
        )
    line = float(drawn.mask.sum()) / max(drawn.pen, 1.0)
    if short or (_is_fine(drawn) and line > SCRIBBLE_LENGTH * drawn.ink.longest):
        raise too_much()


def _is_fine(drawn: Sketch) -> bool:
    """Whether the drawing has more pixels than MNIST's own, which are taken as they are."""
    return drawn.drawn_side > DIGIT_SIDE


def _digits(drawn: Sketch) -> list[Component]:
    """Pieces of ink as far apart as separate digits are, nearer ones taken together.

    The bar of a 5 may float above its bow, and the two strokes of a 4 beside each other; the
    digits of a number keep more distance and are about equally high.  They may stand in rows, on a
    slant or in opposite corners, where each is a small part of the whole.
    """
    groups = components(drawn.mask)
    groups = [piece for piece in groups if piece.area >= SPECK * groups[0].area]
    whole = component_of([run for piece in groups for run in piece.runs])
    digits: list[Component] = []
    while groups:
        group = groups.pop()
        others = [each for each in groups if not _apart(group, each, whole)]
        if not others:
            digits.append(group)
            continue
        nearest = min(others, key=lambda each: _distance(group, each))
        groups[groups.index(nearest)] = component_of([*nearest.runs, *group.runs])
    return digits


def _apart(first: Component, second: Component, whole: Component) -> bool:
    """Whether these are two digits, or a digit and something else, of all the ink."""
    beside, above = _gaps(first, second)
    lower, higher = sorted((first.height, second.height))
    height = whole.height
    gap_above = 0 if whole.right - whole.left < NARROW * height else GAP_ABOVE * height
    if lower >= LEAST_HEIGHT * height and (beside > GAP_BESIDE * height or above > gap_above):
        return True
    distance = _distance(first, second)
    if lower >= EQUAL_HEIGHT * higher and distance > GAP_AMONG_EQUALS * higher:
        return True
    longest = max(higher, first.right - first.left, second.right - second.left)
    return distance > GAP_AROUND * longest


def _gaps(first: Component, second: Component) -> tuple[int, int]:
    """The columns and the rows between two pieces' boxes; negative where these overlap."""
    beside = max(first.left, second.left) - min(first.right, second.right)
    above = max(first.top, second.top) - min(first.bottom, second.bottom)
    return beside, above


def _distance(first: Component, second: Component) -> float:
    """How far their boxes lie apart."""
    return math.hypot(*(max(gap, 0) for gap in _gaps(first, second)))
