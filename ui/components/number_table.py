"""A picture as the table of numbers that it is."""

from __future__ import annotations

import html
from collections.abc import Callable

import numpy as np

_STYLE = """<style>
.lens-place { container-type: inline-size; }
.lens-hint { display: none; margin: 0 0 0.4rem; font-size: 0.875rem; }
@container (max-width: WHOLE) { .lens-hint { display: block; } }
.lens-box { overflow-x: auto; border-radius: 8px; background: #000; }
.lens-box:focus-visible { outline: 3px solid currentColor; }
.lens { border-collapse: collapse; margin: 0 auto; font-size: 10.5px; line-height: 1;
  font-variant-numeric: tabular-nums; font-family: inherit; }
.lens td, .lens th { width: WIDTH; min-width: WIDTH; height: 23px; padding: 0; text-align: center;
  border: 0; }
.lens th:first-child { width: 22px; min-width: 22px; }
.lens th { color: #9aa4ae; background: #0d1216; font-weight: 400; }
.lens td { background: rgb(var(--v) var(--v) var(--v)); color: #fff; }
.lens td.p { color: #8a8a8a; }
.lens td.b { color: #000; }
.lens caption { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); }
</style>"""

# From this grey level on, black is easier to read than white (their contrasts meet at 117.6).
BRIGHT = 118
FIRST_COLUMN = 22  # pixels


def number_table(
    picture: np.ndarray, number: Callable[[int], str], *, caption: str, scrolls: str
) -> str:
    """HTML: one cell a pixel, coloured like it, in a box that scrolls on a narrow screen.

    Args:
        picture: uint8 (28, 28).
        number: what stands in the cell of a pixel with this grey level.
        caption: the table in words.
        scrolls: said above it where it is wider than its container.
    """
    texts = {int(level): html.escape(number(int(level))) for level in np.unique(picture)}
    width = 26 if max(map(len, texts.values())) < 5 else 28
    columns = range(picture.shape[1])
    head = "<tr><th></th>" + "".join(f'<th scope="col">{each}</th>' for each in columns) + "</tr>"
    rows = (
        f'<tr><th scope="row">{number}</th>'
        + "".join(_cell(int(v), texts[int(v)]) for v in row)
        + "</tr>"
        for number, row in enumerate(picture)
    )
    words = html.escape(caption, quote=True)
    whole = width * len(columns) + FIRST_COLUMN
    style = _STYLE.replace("WIDTH", f"{width}px").replace("WHOLE", f"{whole - 1}px")
    return (
        f'{style}<div class="lens-place"><p class="lens-hint">{html.escape(scrolls)}</p>'
        f'<div class="lens-box" tabindex="0" role="region" aria-label="{words}">'
        f'<table class="lens"><caption>{words}</caption>{head}{"".join(rows)}</table></div></div>'
    )


def _cell(level: int, text: str) -> str:
    kind = ' class="p"' if level == 0 else ' class="b"' if level >= BRIGHT else ""
    return f'<td{kind} style="--v:{level}">{text}</td>'
