"""A batch's labels as a square that matches the mosaic of its pictures, cell by cell."""

from __future__ import annotations

import html

import numpy as np

_STYLE = """<style>
.labels { container-type: inline-size; border: 1px solid var(--st-border-color, #8885);
  border-radius: 8px; overflow: hidden; }
.labels > div { display: grid; line-height: 1; font-variant-numeric: tabular-nums; }
.labels span { display: grid; place-items: center; aspect-ratio: 1; }
</style>"""
# Of a cell's width, so that 32 labels stand side by side on a phone too; a few stay small.
SHARE, LARGEST = 0.85, "1.25rem"


def label_grid(labels: np.ndarray, columns: int, *, alt: str) -> str:
    """HTML: `columns` labels a row, however wide its container is, and nothing scrolls.

    Args:
        labels: int, shape (N,), in the order of `mosaic`.
        alt: the grid in words.
    """
    size = f"min({LARGEST}, {100 * SHARE / columns:.3f}cqw)"
    cells = "".join(f"<span>{label}</span>" for label in labels.tolist())
    return (
        f'{_STYLE}<div class="labels" role="img" aria-label="{html.escape(alt, quote=True)}">'
        f'<div style="grid-template-columns:repeat({columns},minmax(0,1fr));font-size:{size}">'
        f"{cells}</div></div>"
    )
