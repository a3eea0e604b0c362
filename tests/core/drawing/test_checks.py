"""From what no digit can be read is refused with a reason, and every digit passes."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.pen_digits import render
from mnist_core.drawing.preparation import prepare
from mnist_core.errors import DrawingError
from tests.core.drawing.drawn import Picture, on_paper, strokes


def refusal(drawing: Picture) -> DrawingError:
    with pytest.raises(DrawingError) as caught:
        prepare(drawing)
    return caught.value


@pytest.mark.parametrize("paper", [(255, 255, 255), (0, 0, 0), (40, 90, 60)])
def test_an_empty_canvas_gets_a_sentence(paper) -> None:
    error = refusal(render([], paper=paper))
    assert error.code == "empty"
    assert str(error).endswith(".")


def test_a_canvas_nobody_touched_is_transparent_and_empty() -> None:
    assert refusal(np.zeros((280, 280, 4), np.uint8)).code == "empty"


@pytest.mark.parametrize("brush", [5, 20, 40])
def test_a_click_is_a_dot(brush) -> None:
    assert refusal(render([np.array([(0.5, 0.5)])], brush=brush)).code == "dot"
    assert refusal(render([np.array([(0.5, 0.5), (0.51, 0.5)])], brush=brush)).code == "dot"


def test_prepare_refuses_too_much_ink() -> None:
    """A scribble over everything and a filled square have too much ink."""
    ways = np.linspace(0, 1, 200)
    zigzag = np.stack([0.5 + 0.4 * np.sin(ways * 40), 0.1 + 0.8 * ways], axis=1)
    assert refusal(render([zigzag])).code == "scribble"
    square = render([], canvas=280)
    square[40:240, 40:240, :3] = 0
    assert refusal(square).code == "scribble"


@pytest.mark.parametrize("places", [(-0.25, 0.25), (-0.3, 0.3)])
@pytest.mark.parametrize("pair", [(1, 0), (4, 2), (8, 8), (7, 1)])
def test_two_digits_beside_each_other_are_refused(pair, places) -> None:
    lines = [
        line
        for digit, right in zip(pair, places, strict=True)
        for line in strokes(digit, size=0.7, right=right)
    ]
    error = refusal(render(lines, brush=12))
    assert (error.code, error.params) == ("several_digits", {"count": 2})


def test_prepare_refuses_columns_and_rows() -> None:
    """Two digits above each other and three in a row are refused."""
    above = [*strokes(3, size=0.5, down=-0.25), *strokes(6, size=0.5, down=0.25)]
    assert refusal(render(above, brush=10)).code == "several_digits"
    close = [*strokes(3, size=0.5, down=-0.18), *strokes(6, size=0.5, down=0.18)]
    assert refusal(render(close, brush=10)).code == "several_digits"
    row = [line for n in (-1, 0, 1) for line in strokes(1, size=0.8, right=n * 0.3)]
    assert refusal(render(row, brush=10)).params["count"] == 3


def several(
    digits: list[int], places: list[tuple[float, float]], size: float, brush: float
) -> DrawingError:
    lines = [
        line
        for digit, (right, down) in zip(digits, places, strict=True)
        for line in strokes(digit, size=size, right=right - 0.5, down=down - 0.5)
    ]
    return refusal(render(lines, brush=brush))


@pytest.mark.parametrize(
    ("places", "size"),
    [
        ([(0.25, 0.25), (0.75, 0.75)], 0.6),
        ([(0.75, 0.25), (0.25, 0.75)], 0.6),
        ([(0.12, 0.12), (0.88, 0.88)], 0.3),
        ([(0.2, 0.2), (0.5, 0.5), (0.8, 0.8)], 0.4),
        ([(0.2, 0.4), (0.5, 0.5), (0.8, 0.6)], 0.5),
        ([(0.4, 0.6), (0.8, 0.2)], 0.5),
    ],
    ids=["corners", "other corners", "far corners", "slant", "gentle slant", "exponent"],
)
def test_digits_in_corners_and_on_a_slant_are_refused(places, size) -> None:
    error = several([2, 3, 6][: len(places)], places, size, 9)
    assert (error.code, error.params) == ("several_digits", {"count": len(places)})


def test_twenty_digits_in_two_rows_are_refused() -> None:
    places = [(x / 10 + 0.05, y) for y in (0.4, 0.6) for x in range(10)]
    error = several([1, 2, 3, 6, 7, 8, 9, 0, 2, 3] * 2, places, 0.18, 4)
    assert error.code == "several_digits"
    # Neighbours all but touch here and are counted together; refused it is all the same.
    assert int(str(error.params["count"])) > 1


def test_mnists_own_two_digits_on_one_paper_are_refused(mnist) -> None:
    both = np.zeros((28, 56), np.uint8)
    both[:, :28], both[:, 28:] = mnist.test.images[0].numpy(), mnist.test.images[1].numpy()
    assert refusal(on_paper(both)).code == "several_digits"


def test_prepare_digit_of_two_strokes() -> None:
    """One digit of two strokes that do not touch is one digit."""
    floating_bar = [*strokes(5)[:1], np.array([(0.42, 0.12), (0.7, 0.11)])]
    prepare(render(floating_bar, brush=6))
    open_four = [
        np.array([(0.4, 0.2), (0.34, 0.55), (0.56, 0.55)]),
        np.array([(0.63, 0.2), (0.6, 0.8)]),
    ]
    prepare(render(open_four, brush=6))
    barred_seven = [*strokes(7), np.array([(0.64, 0.56), (0.8, 0.54)])]
    prepare(render(barred_seven, brush=6))
