"""Pictures: what stands in the SVG and the PNG."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PIL import Image

from ui.components.pictures import HEAD, digit_png, mosaic, network_svg, step_svg


def test_a_digit_keeps_its_pixels() -> None:
    picture = np.arange(784, dtype=np.uint8).reshape(28, 28)
    image = np.asarray(Image.open(io.BytesIO(digit_png(picture, scale=3))))
    assert image.shape == (84, 84)
    assert (image[1::3, 1::3] == picture).all()


def test_a_mosaic_lays_pictures_row_by_row() -> None:
    pictures = np.stack([np.full((28, 28), value, dtype=np.uint8) for value in (1, 2, 3)])
    sheet = mosaic(pictures, columns=2)
    assert sheet.shape == (60, 60)
    assert sheet[0, 0] == 1 and sheet[0, 30] == 2 and sheet[30, 0] == 3


def test_the_network_is_drawn_to_scale_and_described() -> None:
    svg = network_svg((784, 392, 10), ("a", "b", "c"), ("x", "y"), alt='784 "to" 10')
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == '784 "to" 10'
    space = "{http://www.w3.org/2000/svg}"
    heights = [float(bar.get("height", 0)) for bar in root.iter(f"{space}rect")]
    assert heights[0] == pytest.approx(2 * heights[1])
    assert len(list(root.iter(f"{space}circle"))) == 10
    words = [each.text for each in root.iter(f"{space}text")]
    assert {"a", "b", "c", "x", "y", "784", "392"} <= set(words)


def test_arrow_between_layers() -> None:
    """Between two layers stands an arrow with the shape on it."""
    svg = network_svg((784, 1024, 10), ("a", "b", "c"), ("(1024, 784)", "(1024, 1024)"), alt="")
    root, space = ElementTree.fromstring(svg), "{http://www.w3.org/2000/svg}"
    arrows = [path.get("d", "") for path in root.iter(f"{space}path")]
    ends = [[float(each) for each in re.findall(r"[\d.]+", arrow)] for arrow in arrows]
    bars = [float(bar.get("x", 0)) for bar in root.iter(f"{space}rect")]
    words = {each.text: each for each in root.iter(f"{space}text")}
    assert len(arrows) == 2
    for (left, height, right), bar, shape in zip(
        ends, bars, ("(1024, 784)", "(1024, 1024)"), strict=True
    ):
        at, above = (float(words[shape].get(name, 0)) for name in ("x", "y"))
        assert bar + 26 < left < at < right
        assert 0 < height - above < 15
        # A figure is half as wide as it is high: the shape ends before the layers begin.
        width = len(shape) * int(words[shape].get("font-size", 0)) / 2
        assert bar + 26 < at - width / 2 and at + width / 2 < right + HEAD


@pytest.mark.parametrize("kind", ["data", "model", "settings", "train", "evaluate", "draw"])
def test_each_step_has_a_picture(kind: str) -> None:
    assert len(ElementTree.fromstring(step_svg(kind))) > 0
