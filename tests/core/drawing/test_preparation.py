"""A drawing becomes the picture MNIST's makers would have made of it, however it is drawn."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from benchmarks.pen_digits import render
from mnist_core.drawing.preparation import (
    COARSE,
    STAGES,
    DrawingOptions,
    PreparedDrawing,
    prepare,
    prepare_ink,
)
from mnist_core.errors import DrawingError
from tests.core.drawing.drawn import STROKES, strokes

Picture = NDArray[np.uint8]
# What a change of place, canvas, brush or colour may change of a pixel's 255 (32 was the most
# in 300 drawings): the edges fall differently between the canvas's pixels.
BOUND = 48


def on_paper(ink: Picture, *, dark_ink: bool = False) -> Picture:
    """White ink on black, uint8 (H, W), as an opaque RGBA drawing."""
    grey = 255 - ink if dark_ink else ink
    return np.stack([grey, grey, grey, np.full_like(grey, 255)], axis=2)


def drawn(digit: int, **how: object) -> Picture:
    """The picture of a digit drawn with exact strokes, which is compared with others."""
    place = {name: how.pop(name) for name in ("size", "right", "down") if name in how}
    return prepare(render(strokes(digit, **place), whole_pixels=False, **how)).picture


def farthest(first: Picture, second: Picture) -> int:
    return int(np.abs(first.astype(int) - second).max())


def test_every_one_of_mnists_test_images_comes_back_unchanged(mnist) -> None:
    for number, picture in enumerate(mnist.test.images.numpy()):
        assert (prepare(on_paper(picture)).picture == picture).all(), f"test image {number}"


def test_prepare_identity_anywhere_on_paper(mnist) -> None:
    """So it does from anywhere on a larger paper, dark on light or light on dark."""
    random = np.random.default_rng(0)
    for number in range(0, 10_000, 10):
        picture = mnist.test.images[number].numpy()
        height, width = random.integers(28, 300, size=2)
        top, left = random.integers(0, height - 27), random.integers(0, width - 27)
        paper = np.zeros((height, width), np.uint8)
        paper[top : top + 28, left : left + 28] = picture
        found = prepare(on_paper(paper, dark_ink=bool(number % 20)), paper=None).picture
        assert (found == picture).all(), f"test image {number} at {top, left} of {height, width}"
        assert (prepare_ink(paper).picture == picture).all()


@settings(deadline=None, max_examples=60)
@given(
    digit=st.sampled_from(sorted(STROKES)),
    size=st.floats(0.6, 1.1),
    right=st.floats(-0.1, 0.1),
    down=st.floats(-0.1, 0.1),
    canvas=st.integers(200, 600),
)
def test_neither_place_nor_size_nor_canvas_matters(digit, size, right, down, canvas) -> None:
    brush = 20 * size * canvas / 280
    other = drawn(digit, size=size, right=right, down=down, canvas=canvas, brush=brush)
    assert farthest(other, drawn(digit)) <= BOUND


@settings(deadline=None, max_examples=30)
@given(digit=st.sampled_from(sorted(STROKES)), brush=st.floats(5, 30))
def test_the_brush_does_not_matter(digit, brush) -> None:
    assert farthest(drawn(digit, brush=brush), drawn(digit)) <= BOUND


COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


@settings(deadline=None, max_examples=60)
@given(digit=st.sampled_from(sorted(STROKES)), ink=COLOURS, paper=COLOURS)
@example(digit=5, ink=(255, 0, 0), paper=(0, 0, 255))
@example(digit=8, ink=(200, 0, 0), paper=(0, 102, 0))  # of almost the same luminance
def test_colours_do_not_matter_where_ink_and_paper_differ(digit, ink, paper) -> None:
    if np.linalg.norm(np.subtract(ink, paper)) < 100:
        return
    assert farthest(drawn(digit, ink=ink, paper=paper), drawn(digit)) <= 8


@settings(deadline=None, max_examples=20)
@given(
    digit=st.sampled_from(sorted(STROKES)), right=st.integers(-30, 30), down=st.integers(-30, 30)
)
def test_a_shift_by_whole_pixels_changes_nothing_at_all(digit, right, down) -> None:
    moved = drawn(digit, right=right / 280, down=down / 280)
    assert farthest(moved, drawn(digit)) <= 1  # of 255: the strokes themselves are rounded


@pytest.mark.parametrize("ink", [(17, 17, 17), (250, 250, 250), (240, 200, 30)])
def test_on_transparent_paper_the_ink_alone_decides(ink) -> None:
    opaque = render(strokes(3), ink=(0, 0, 0), paper=(255, 255, 255))
    coverage = 255 - opaque[..., 0]
    transparent = np.dstack([np.broadcast_to(np.array(ink, np.uint8), (280, 280, 3)), coverage])
    assert farthest(prepare(transparent).picture, prepare(opaque).picture) <= 8


def test_prepare_ink_over_the_border() -> None:
    """Ink that covers most of the border needs the paper's colour."""
    picture = 255 - render(strokes(0))
    picture[..., 3] = 255
    picture[:3], picture[-3:], picture[:, :3] = picture[140, 140], picture[140, 140], 255
    given = prepare(render(strokes(0)), paper=(255, 255, 255)).picture
    assert farthest(given, prepare(render(strokes(0))).picture) == 0


def test_stages_in_order() -> None:
    """The stages come in order and end in the picture."""
    found = prepare(render(strokes(4)))
    assert tuple(stage.name for stage in found.stages) == STAGES
    assert tuple(field.name for field in fields(DrawingOptions)) == STAGES
    assert not any(stage.skipped for stage in found.stages)
    assert all(stage.picture.dtype == np.uint8 for stage in found.stages)
    ink, crop, _, scale, centre = (stage.picture for stage in found.stages)
    assert ink.shape == (280, 280)
    assert ink.max() == 255
    assert max(crop.shape) < 280
    assert max(scale.shape) == 20
    assert (centre == found.picture).all()
    assert found.picture.shape == (28, 28)


def test_the_ink_is_centred_by_its_mass() -> None:
    for digit in STROKES:
        picture = drawn(digit).astype(float)
        places = np.arange(28)
        assert abs(picture.sum(1) @ places / picture.sum() - 14) < 0.1
        assert abs(picture.sum(0) @ places / picture.sum() - 14) < 0.1


@pytest.mark.parametrize("stage", STAGES)
def test_stages_can_be_left_out(stage) -> None:
    """Each stage can be left out, and then something differs."""
    drawing = render(strokes(7, size=0.7, right=-0.1, down=0.08))
    whole = prepare(drawing)
    without = prepare(drawing, options=DrawingOptions(**{stage: False}))
    skipped = [each.name for each in without.stages if each.skipped]
    # A pen can only be measured in ink.
    assert skipped == (["ink", "stroke"] if stage == "ink" else [stage])
    assert without.picture.shape == (28, 28)
    assert farthest(without.picture, whole.picture) > 60


def test_stages_all_left_out() -> None:
    """With every stage left out, it is the canvas made small."""
    options = DrawingOptions(**dict.fromkeys(STAGES, False))
    drawing = render(strokes(2), canvas=280)
    blocks = drawing[..., 0].astype(float).reshape(28, 10, 28, 10).mean(axis=(1, 3))
    assert farthest(prepare(drawing, options=options).picture, blocks.round()) <= 1


@pytest.mark.parametrize("brush", [5, 10, 30])
def test_without_the_stroke_stage_the_brush_shows(brush) -> None:
    options = DrawingOptions(stroke=False)
    ink = [
        float(prepare(render(strokes(3), brush=width), options=options).picture.mean())
        for width in (brush, 20)
    ]
    assert (ink[0] < ink[1]) == (brush < 20)


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


@pytest.mark.parametrize(
    "drawing",
    [
        np.zeros((28, 28), np.uint8),
        np.zeros((28, 28, 3), np.uint8),
        np.zeros((28, 28, 4), np.float32),
    ],
)
def test_what_is_no_drawing_is_refused(drawing) -> None:
    with pytest.raises(ValueError, match=r"uint8 \(H, W, 4\)"):
        prepare(drawing)


@settings(deadline=None, max_examples=80)
@given(data=st.data(), height=st.integers(1, 60), width=st.integers(1, 60))
def test_prepare_any_pixels(data, height, width) -> None:
    """Any pixels at all give a picture or a sentence."""
    seed = data.draw(st.integers(0, 2**32 - 1))
    kind = data.draw(st.sampled_from(["noise", "sparse", "blocks"]))
    random = np.random.default_rng(seed)
    drawing = random.integers(0, 256, (height, width, 4), dtype=np.uint8)
    if kind == "sparse":
        drawing[random.random((height, width)) < 0.97] = 0
    if kind == "blocks":
        drawing[...] = drawing[0, 0]
        drawing[height // 2 :, : width // 2] = 200
    try:
        found = prepare(drawing)
    except DrawingError as error:
        assert error.code in {"empty", "dot", "scribble", "several_digits"}
    else:
        assert isinstance(found, PreparedDrawing)
        assert found.picture.shape == (28, 28)


def test_a_picture_twice_mnists_size_keeps_its_pen(mnist) -> None:
    doubled = mnist.test.images[0].numpy().repeat(2, axis=0).repeat(2, axis=1)
    with_stroke = prepare_ink(doubled).picture
    without = prepare_ink(doubled, options=DrawingOptions(stroke=False)).picture
    assert COARSE > 40  # a box of 20 pixels, doubled
    assert (with_stroke == without).all()
