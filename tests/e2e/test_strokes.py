"""Thirty digits played with the mouse on the real canvas: what arrives is what the benchmark
renders, so its figures speak of the app; and so it does from a browser that, guarding against being
recognised, tells a white canvas.

The strokes are real people's where they lie beside the repository (see benchmarks/pen_digits.py),
else the test's own in ten places and sizes; there are always thirty.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from playwright.sync_api import expect

from benchmarks.pen_digits import PEN_DIGITS, PenDigit, load_pen_digits, render
from mnist_core.config.training_config import TrainingConfig
from mnist_core.data.mnist import load_mnist, splits_for
from mnist_core.drawing.preparation import prepare
from mnist_core.errors import DrawingError
from mnist_core.evaluation.prediction import predict
from mnist_core.model.mlp import MLP, build_model
from mnist_core.training.loop import train
from tests.e2e.hand import DIGITS, clear_canvas, draw_strokes
from tests.e2e.visit import Visit

# Some images: any network that tells digits apart notices when one arrives otherwise.
CONFIG = TrainingConfig(hidden_sizes=(128,), epochs=2, batch_size=128, training_images=20_000)
COUNT = 30
BY_MOUSE = 5  # the rest by a script that sends what a mouse would, in a tenth of the time
WHITE = """(() => {
    const blank = document.createElement('canvas');
    const real = HTMLCanvasElement.prototype.toDataURL;
    HTMLCanvasElement.prototype.toDataURL = function (...how) {
        blank.width = this.width;
        blank.height = this.height;
        const pen = blank.getContext('2d');
        pen.fillStyle = 'white';
        pen.fillRect(0, 0, blank.width, blank.height);
        return real.apply(blank, how);
    };
})()"""


def thirty_digits() -> list[PenDigit]:
    """Three of each digit from other people's hands, or the test's own spread over the canvas."""
    if PEN_DIGITS.exists():
        every = load_pen_digits()
        chosen = [[each for each in every if each.label == digit][:3] for digit in range(10)]
        return [each for digit in chosen for each in digit]
    variants = itertools.cycle([(0.0, 0.0, 1.0), (-0.1, 0.05, 0.8), (0.08, -0.08, 0.7)])
    return [
        PenDigit(label, tuple((np.array(stroke) - 0.5) * size + 0.5 + (x, y) for stroke in strokes))
        for (label, strokes), (x, y, size) in zip(
            itertools.islice(itertools.cycle(DIGITS.items()), COUNT), variants, strict=False
        )
    ]


@pytest.fixture(scope="module")
def model() -> MLP:
    """The network that the server will train: the same config makes the same one."""
    torch.set_num_threads(1)
    trained = build_model(CONFIG)
    for _ in train(trained, splits_for(load_mnist(), CONFIG), CONFIG):
        pass
    return trained.eval()


def expected_answer(model: MLP, digit: PenDigit) -> str:
    try:
        return str(predict(model, prepare(render(digit.strokes)).picture).digit)
    except DrawingError as error:
        return error.code


def shown_answer(visit: Visit) -> str:
    """The digit that the page shows, or `?` where it has said a sentence instead."""
    answer = visit.page.locator(".digit-answer")
    sentence = visit.page.get_by_test_id("stAlertContentWarning")
    expect(answer.or_(sentence)).to_be_visible()
    return answer.inner_text()[0] if answer.count() else "?"


def test_thirty_digits_arrive_as_the_benchmark_renders_them(visit: Visit, model: MLP) -> None:
    visit.page.add_init_script(WHITE)
    visit.goto("train", lang="en", **CONFIG.to_query())
    visit.page.locator(".st-key-start_training").get_by_role("button").click()
    done = visit.page.get_by_role("button", name="Start again")
    expect(done).to_be_enabled()
    visit.follow("Draw")
    digits = thirty_digits()
    same = 0
    for number, digit in enumerate(digits):
        strokes = [[(float(x), float(y)) for x, y in stroke] for stroke in digit.strokes]
        draw_strokes(visit.page, strokes, steps=1, played=number >= BY_MOUSE)
        expected = expected_answer(model, digit)
        shown = shown_answer(visit)
        same += shown == expected or (shown == "?" and not expected.isdigit())
        clear_canvas(visit.page)
    assert len(digits) == COUNT
    assert same >= COUNT - 1
