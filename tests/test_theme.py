"""The colours of `.streamlit/config.toml` can be read, and told apart by colour-blind eyes.

Contrast is WCAG 2.2's; what dichromats see is Machado, Oliveira and Fernandes's simulation
(IEEE TVCG 15:6, 2009, severity 1.0), applied to linear RGB; distances are Euclidean in Oklab
(Ottosson, 2020), in which about 0.02 is a just noticeable difference.
"""

import itertools
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from ui.components import pictures
from ui.components.theme import diverging_colours
from ui.shell import style

ROOT = Path(__file__).parents[1]
CONFIG = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
THEME = tomllib.loads(CONFIG)["theme"]

VISIONS = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colour: str) -> np.ndarray:
    """`#RRGGBB` as linear RGB, float64 (3,) in 0..1."""
    value = np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def distance(one: str, other: str, vision: str) -> float:
    """How different two colours look to such eyes."""
    seen = [
        TO_OKLAB @ np.cbrt(TO_CONES @ np.clip(VISIONS[vision] @ linear(colour), 0, 1))
        for colour in (one, other)
    ]
    return float(np.linalg.norm(seen[0] - seen[1]))


def backgrounds(scheme: str) -> list[str]:
    theme = THEME[scheme]
    return [theme["backgroundColor"], theme["secondaryBackgroundColor"]]


def test_the_measures_are_those_of_the_standards() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    # The lightest grey that may be written on white.
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert distance("#000000", "#FFFFFF", "normal") == pytest.approx(1, abs=1e-3)
    # Red and green of one lightness are one colour to a deuteranope and two to the rest of us.
    assert distance("#D55E00", "#8B8B00", "deuteranopia") < 0.06
    assert distance("#D55E00", "#8B8B00", "normal") > 0.12


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(scheme: str) -> None:
    theme = THEME[scheme]
    sidebar = theme["sidebar"]["backgroundColor"]
    for background in [*backgrounds(scheme), sidebar]:
        assert contrast(theme["textColor"], background) >= 7
        assert contrast(theme["linkColor"], background) >= 4.5
        # Streamlit writes white on a primary button, and draws handles in the same colour.
        assert contrast(theme["primaryColor"], background) >= 3
    assert contrast(theme["primaryColor"], "#FFFFFF") >= 4.5


def mixed(colour: str, background: str, strength: float) -> str:
    """`colour` at so much of its strength over `background`, as opacity mixes them."""
    channels = [
        round(
            strength * int(colour[start : start + 2], 16)
            + (1 - strength) * int(background[start : start + 2], 16)
        )
        for start in (1, 3, 5)
    ]
    return "#" + "".join(f"{channel:02X}" for channel in channels)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_captions_and_code(scheme: str) -> None:
    """Captions, code and the words of charts can be read."""
    theme = THEME[scheme]
    places = [*backgrounds(scheme), *theme["sidebar"].values()]
    for background in places:
        caption = mixed(theme["textColor"], background, style.CAPTION_STRENGTH)
        assert contrast(caption, background) >= 4.5
    here = ["light", "dark"].index(scheme)
    for background in backgrounds(scheme):
        assert contrast(style.CHART_WORDS[here], background) >= 4.5
        tinted = mixed(theme["primaryColor"], background, 0.2)
        assert contrast(theme["linkColor"], tinted) >= 4.5  # a segmented control's chosen word
    for kind, colours in style.CODE.items():
        assert contrast(colours[here], theme["codeBackgroundColor"]) >= 4.5, kind


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_stand_out_from_the_background(scheme: str) -> None:
    for colour in THEME[scheme]["chartCategoricalColors"]:
        for background in backgrounds(scheme):
            assert contrast(colour, background) >= 3, colour


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_can_be_told_apart(scheme: str, vision: str) -> None:
    colours = THEME[scheme]["chartCategoricalColors"]
    for one, other in itertools.combinations(colours, 2):
        assert distance(one, other, vision) >= 0.09, (one, other)
    for one, other in itertools.combinations(colours[:3], 2):  # nearly every chart has up to three
        assert distance(one, other, vision) >= 0.13, (one, other)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ramps_read_in_grey(scheme: str) -> None:
    sequential = [luminance(colour) for colour in THEME[scheme]["chartSequentialColors"]]
    steps = np.diff(sequential) * (-1 if scheme == "light" else 1)
    assert len(sequential) == 10
    assert (steps > 0).all()

    diverging = [luminance(colour) for colour in THEME[scheme]["chartDivergingColors"]]
    outward = 1 if scheme == "dark" else -1
    assert len(diverging) == 10
    assert (np.diff(diverging[:5]) * -outward > 0).all()
    assert (np.diff(diverging[5:]) * outward > 0).all()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_drawn_pictures_fit_both_themes(scheme: str) -> None:
    """Their accents stand out and are told apart; so do the two sides of 0 in a picture file."""
    accents = [pictures.BLUE, pictures.ORANGE]
    for colour in accents:
        assert all(contrast(colour, background) >= 3 for background in backgrounds(scheme)), colour
    sides = ["#" + bytes(colour).hex() for colour in diverging_colours()]
    for one, other in (accents, sides):
        assert min(distance(one, other, vision) for vision in VISIONS) >= 0.13


def test_a_colour_of_the_theme_stands_once() -> None:
    """No module writes a colour that the theme has; it takes it from there."""
    colours = {
        colour.upper() for colour in re.findall(r"#[0-9A-Fa-f]{6}", CONFIG) if len(set(colour)) > 2
    }
    for path in (ROOT / "ui").rglob("*.py"):
        written = {
            each.upper() for each in re.findall(r"#[0-9A-Fa-f]{6}\b", path.read_text("utf-8"))
        }
        assert not written & colours, path
