"""What streamlit-drawable-canvas has no option for, done in the browser on the canvas it draws.

Its toolbar goes: one of its modes ignores strokes, and its buttons are English and come first for
the Tab key.  The canvas gets a name for those who hear the page.  A right click in mid-stroke opens
no menu, which would swallow the news that the pen is up.
"""

from __future__ import annotations

from ui.session import component

_SCRIPT = """
const look = new CSSStyleSheet();
look.replaceSync(".dc-toolbar { display: none !important }");

const root = () => [...document.querySelectorAll(".st-key-canvas *")]
  .map((element) => element.shadowRoot).find(Boolean);

const whilePenIsDown = (event) => {
  if (!(event.buttons & 1) || event.button === 0) return;
  event.preventDefault();
  event.stopImmediatePropagation();
};

let name, watch;

function reach() {
  const shadow = root(), canvas = shadow?.querySelector("canvas.upper-canvas");
  if (!canvas) return;
  if (!shadow.adoptedStyleSheets.includes(look)) {
    shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, look];
    for (const kind of ["contextmenu", "pointerdown", "mousedown", "pointerup", "mouseup"]) {
      shadow.addEventListener(kind, whilePenIsDown, { capture: true });
    }
  }
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", name);
}

export default function ({ data }) {
  name = data.name;
  reach();
  watch ??= setInterval(reach, 100);  // the canvas may be drawn later than this, and once more
}
"""

_component = component("digit_lab_canvas_access", js=_SCRIPT)


def make_accessible(name: str) -> None:
    """Take the toolbar from the canvas with the key `canvas`, and give it a name."""
    _component(key="canvas_access", data={"name": name})
