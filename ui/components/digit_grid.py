"""A grid of digits as real buttons: click one, or walk with the arrow keys, and it is picked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ui.components.pictures import data_uri, digit_png
from ui.session import Key, component, put, widget

CELL = 50  # CSS pixels, the least width of a picture: six fit on a 390-pixel screen
COLUMNS = 12
NONE = -1  # no picture's index

_HTML = '<div class="grid"></div>'

_CSS = """
.grid {
  display: grid;
  gap: 6px;
  /* as many columns as have room for a cell, and never more than asked for */
  grid-template-columns: repeat(auto-fill, minmax(
    max(var(--cell), (100% - (var(--columns) - 1) * 6px) / var(--columns)), 1fr));
}
.cell {
  margin: 0;
  padding: 3px;
  border: 2px solid transparent;
  border-radius: 8px;
  background: none;
  color: var(--st-text-color);
  font: inherit;
  font-size: 0.8rem;
  line-height: 1.35;
  font-variant-numeric: tabular-nums;
  text-align: center;
  -webkit-tap-highlight-color: transparent;
}
button.cell { cursor: pointer; }
.cell img {
  display: block;
  width: 100%;
  aspect-ratio: 1;
  border-radius: 5px;
  background: #000;
  image-rendering: pixelated;
}
.cell span { display: block; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
button.cell:hover { background: var(--st-border-color); }
.highlighted { border-color: var(--st-green-color); }
.highlighted span { font-weight: 600; }
.cell[aria-pressed="true"] {
  border-color: var(--st-primary-color);
  background: color-mix(in srgb, var(--st-primary-color) 22%, transparent);
}
.cell[aria-pressed="true"] span { font-weight: 600; }
.cell:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
"""

# Cells are kept from one drawing to the next, so nothing blinks and the focus stays where it is.
_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  const grid = parentElement.querySelector(".grid");
  const tag = data.pickable ? "BUTTON" : "DIV";
  grid.style.setProperty("--cell", data.cell + "px");
  grid.style.setProperty("--columns", data.columns);
  grid.setAttribute("role", "group");
  grid.setAttribute("aria-label", data.label);

  while (grid.children.length > data.pictures.length) grid.lastChild.remove();
  data.pictures.forEach((picture, position) => {
    let cell = grid.children[position];
    if (!cell || cell.tagName !== tag) {
      const fresh = document.createElement(tag);
      fresh.append(document.createElement("img"), document.createElement("span"));
      if (cell) cell.replaceWith(fresh); else grid.append(fresh);
      cell = fresh;
    }
    const [image, caption] = cell.children;
    if (image.src !== picture.src) image.src = picture.src;
    cell.className = picture.highlighted ? "cell highlighted" : "cell";
    caption.textContent = picture.caption;
    caption.hidden = !picture.caption;
    if (data.pickable) {
      image.alt = "";
      cell.type = "button";
      cell.title = picture.alt;
      cell.setAttribute("aria-label", picture.alt);
      cell.onclick = () => {
        mark(position);
        setTriggerValue("picked", picture.index);
      };
    } else {
      image.alt = picture.alt;
      caption.setAttribute("aria-hidden", "true");
    }
  });

  const cells = [...grid.children];
  function mark(chosen) {
    cells.forEach((cell, position) => {
      cell.setAttribute("aria-pressed", position === chosen);
      cell.tabIndex = position === Math.max(chosen, 0) ? 0 : -1;
    });
  }
  if (data.pickable) mark(data.pictures.findIndex((each) => each.index === data.selected));

  grid.onkeydown = (event) => {
    const here = cells.indexOf(event.target);
    if (!data.pickable || here < 0) return;
    const columns = getComputedStyle(grid).gridTemplateColumns.split(" ").length;
    const there = {
      ArrowRight: here + 1, ArrowLeft: here - 1, ArrowDown: here + columns,
      ArrowUp: here - columns, Home: 0, End: cells.length - 1,
    }[event.key];
    if (there === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (!cells[there]) return;
    cells[here].tabIndex = -1;
    cells[there].tabIndex = 0;
    cells[there].focus();
  };
}
"""

_grid = component("digit_lab_grid", html=_HTML, css=_CSS, js=_JS)


@dataclass(frozen=True)
class GridPicture:
    """One picture of a grid.

    Attributes:
        index: what comes back when it is picked.
        picture: uint8 (28, 28), ink is 255.
        alt: the picture in words.
        caption: stands under it, if anything.
        highlighted: whether it has a green frame.
    """

    index: int
    picture: np.ndarray
    alt: str
    caption: str = ""
    highlighted: bool = False


def digit_grid(
    pictures: Sequence[GridPicture],
    key: Key[dict[str, object]],
    *,
    label: str = "",
    cell: int = CELL,
    columns: int = COLUMNS,
    pickable: bool = True,
    first: bool = False,
    on_pick: Callable[[int], None] | None = None,
) -> int | None:
    """Show pictures side by side and give back the `index` of the picked one, if it is shown.

    Args:
        key: names the grid; two on one page need two.
        label: what the whole grid shows, for those who hear the page.
        cell: the least width of a picture in CSS pixels.
        columns: how many stand side by side at most.
        pickable: buttons, or else mere pictures.
        first: whether the first picture counts as picked until another one is.
        on_pick: called with the index before the page runs again.
    """
    indices = [each.index for each in pictures]
    memory = _memory(key)
    picked = widget(memory)
    if picked not in indices:
        picked = indices[0] if first and indices else None

    def take() -> None:
        index = _reported(widget(key), indices)
        if index is not None:
            put(memory, index)
            if on_pick is not None:
                on_pick(index)

    _grid(
        key=key,
        data={
            "label": label,
            "cell": cell,
            "columns": columns,
            "pickable": pickable,
            "selected": picked,
            "pictures": [_cell(each) for each in pictures],
        },
        on_picked_change=take,
    )
    return picked


def unpick(key: Key[dict[str, object]]) -> None:
    """No picture of this grid is picked any more; before it is drawn."""
    put(_memory(key), NONE)


def _memory(key: Key[dict[str, object]]) -> Key[int]:
    return Key(f"{key}_picked")


def _reported(result: Mapping[str, object] | None, indices: Sequence[int]) -> int | None:
    """What the browser says was picked; nothing that was not on offer."""
    picked = result.get("picked") if result else None
    return picked if isinstance(picked, int) and picked in indices else None


def _cell(each: GridPicture) -> dict[str, object]:
    return {
        "index": each.index,
        "src": data_uri(digit_png(each.picture, scale=1)),
        "alt": each.alt,
        "caption": each.caption,
        "highlighted": each.highlighted,
    }
