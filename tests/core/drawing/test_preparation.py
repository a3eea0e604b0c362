"""A drawing becomes the picture MNIST's makers would have made of it, however it is drawn."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from tests.core.drawing.drawn import STROKES, drawn, farthest, on_paper, strokes

# What a change of place, canvas, brush or colour may change of a pixel's 255 (32 was the most
# in 300 drawings): the edges fall differently between the canvas's pixels.
BOUND = 48


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


@settings(deadline=None, max_examples=20)
@given(
    digit=st.sampled_from(sorted(STROKES)), right=st.integers(-30, 30), down=st.integers(-30, 30)
)
def test_a_shift_by_whole_pixels_changes_nothing_at_all(digit, right, down) -> None:
    moved = drawn(digit, right=right / 280, down=down / 280)
    assert farthest(moved, drawn(digit)) <= 1  # of 255: the strokes themselves are rounded


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
