"""The theme's colours for what Streamlit does not colour itself: they stand once, in
`.streamlit/config.toml`.
"""

from __future__ import annotations

import streamlit as st


def light_dark(light: str, dark: str) -> str:
    """CSS: the first colour in the light theme, the second in the dark one."""
    return f"light-dark({light}, {dark})"


def theme_colour(name: str) -> str:
    """CSS: one colour of the theme, by its name there ("borderColor")."""
    return light_dark(st.get_option(f"theme.light.{name}"), st.get_option(f"theme.dark.{name}"))


def series_colour(number: int) -> str:
    """CSS: the colour of a chart's first line (0), of its second (1) and so on."""
    light, dark = (
        st.get_option("theme.light.chartCategoricalColors"),
        st.get_option("theme.dark.chartCategoricalColors"),
    )
    return light_dark(light[number], dark[number])


def diverging_colours() -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Red, green and blue (0 to 255) of far below 0 and far above it, strong but not the darkest.

    A picture file knows no theme: the light one's colours stand out from both backgrounds.
    """
    colours = st.get_option("theme.light.chartDivergingColors")
    return _rgb(colours[1]), _rgb(colours[-2])


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue
