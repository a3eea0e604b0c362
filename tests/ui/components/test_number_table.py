"""The table of a picture's numbers."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import numpy as np

from ui.components.number_table import BRIGHT, number_table
from ui.data.lens import raw


def cells(picture: np.ndarray) -> list[list[ElementTree.Element]]:
    source = number_table(picture, raw, caption="a <7> & more", scrolls="It goes on <here>.")
    hint, box = ElementTree.fromstring(source[source.index("<div") :])
    assert hint.text == "It goes on <here>."
    assert box.attrib["aria-label"] == "a <7> & more" and box.attrib["tabindex"] == "0"
    return [row.findall("td") for row in box.iter("tr")][1:]


def test_every_pixel_has_its_number_and_its_grey() -> None:
    picture = (np.arange(784) % 256).astype(np.uint8).reshape(28, 28)
    found = cells(picture)
    assert [[int(cell.text or "") for cell in row] for row in found] == picture.tolist()
    assert found[3][5].attrib["style"] == f"--v:{picture[3, 5]}"


def test_numbers_can_be_read_on_their_grey() -> None:
    def luminance(level: int) -> float:
        share = level / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    for level in range(1, 256):
        dark_ink = level >= BRIGHT
        one, other = sorted((luminance(level), 0.0 if dark_ink else 1.0))
        assert (other + 0.05) / (one + 0.05) >= 4.4, level
