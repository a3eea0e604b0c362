"""SVG inside the page, where it takes the theme's own text colour.

`st.html` strips SVG and `st.image` shows it as a picture that knows no theme, so a few lines of
Components v2 put it in.  Only drawings made in `ui.components.pictures` go through here.
"""

from __future__ import annotations

from ui.session import component

_SCRIPT = """
export default function ({ data, parentElement }) {
  let box = parentElement.querySelector("div.svg");
  if (!box) {
    box = document.createElement("div");
    box.className = "svg";
    parentElement.appendChild(box);
  }
  if (box.dataset.drawn !== data) {
    box.dataset.drawn = data;
    box.innerHTML = data;
  }
  // What scrolls must be reached by the keyboard, and only what scrolls; it fades where it goes on.
  const wider = () => box.scrollWidth - box.clientWidth - box.scrollLeft > 1;
  box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1;
  box.onscroll = () => box.classList.toggle("goes_on", wider());
  box.onscroll();
}
"""
_STYLE = """
.svg { overflow-x: auto; color: var(--st-text-color); font-family: var(--st-font); }
.svg.goes_on { mask-image: linear-gradient(to right, #000 82%, transparent); }
"""

_component = component("digit_lab_svg", js=_SCRIPT, css=_STYLE)


def show_svg(svg: str, key: str) -> None:
    """Draw an SVG made by `ui.components.pictures`; a wide one scrolls sideways in its own box."""
    _component(data=svg, key=key)
