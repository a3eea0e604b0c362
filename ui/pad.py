"""The sheet that is drawn on: a component of its own, of a few lines.

streamlit-drawable-canvas has a toolbar that cannot be switched off (one of its modes ignores
strokes), no name for a screen reader, and a pen that stays down after a right click in mid-stroke.
The strokes are written as there, as Fabric's paths: *M*, some *Q*, *L*.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

_HTML = '<canvas class="pad" role="img"></canvas>'

# The frame lies inside, so that the paper is as large as its picture.  A finger on the paper draws
# and does not scroll.
_CSS = """
.pad {
  display: block; width: 100%; max-width: var(--side); aspect-ratio: 1; touch-action: none;
  cursor: crosshair; outline: 1px solid var(--st-border-color, lightgrey); outline-offset: -1px;
  user-select: none; -webkit-user-select: none; -webkit-touch-callout: none;
}
"""

_JS = """
export default function ({ data, parentElement, setStateValue }) {
  const canvas = parentElement.querySelector("canvas");
  const pad = (canvas.pad ??= { strokes: [], points: null });
  pad.data = data;
  canvas.setAttribute("aria-label", data.name);
  canvas.style.setProperty("--side", data.side + "px");
  if (pad.sheet !== data.start.sheet) {  // told to show another sheet
    Object.assign(pad, { sheet: data.start.sheet, strokes: data.start.objects, points: null });
  }
  paint();

  function paint() {
    const sharp = window.devicePixelRatio || 1;
    canvas.width = canvas.height = Math.round(data.side * sharp);
    const pen = canvas.getContext("2d");
    pen.scale(canvas.width / data.side, canvas.height / data.side);
    pen.fillStyle = data.paper;
    pen.fillRect(0, 0, data.side, data.side);
    Object.assign(pen, { strokeStyle: data.ink, lineCap: "round", lineJoin: "round" });
    const started = pad.points ? [stroke(pad.points)] : [];
    for (const each of [...pad.strokes, ...started]) {
      pen.lineWidth = each.strokeWidth;
      pen.beginPath();
      for (const [kind, ...numbers] of each.path) {
        if (kind === "M") pen.moveTo(...numbers);
        if (kind === "Q") pen.quadraticCurveTo(...numbers);
        if (kind === "L") pen.lineTo(numbers[0] + 0.01, numbers[1]);  // else a dot has no length
      }
      pen.stroke();
    }
    canvas.dataset.strokes = pad.strokes.length;
  }

  // Curves from middle to middle of neighbouring points, which are their control points.  The last
  // but one is left out, as Fabric does: benchmarks/pen_digits.py measures these lines.
  function stroke(all) {
    const points = all.length > 2 ? [...all.slice(0, -2), all.at(-1)] : all;
    const curves = points.slice(0, -1).map(([x, y], place) => {
      const [nextX, nextY] = points[place + 1];
      return ["Q", x, y, (x + nextX) / 2, (y + nextY) / 2];
    });
    const path = [["M", ...points[0]], ...curves, ["L", ...points.at(-1)]];
    return { type: "Path", path, strokeWidth: pad.data.brush };
  }

  function at(event) {
    const box = canvas.getBoundingClientRect();
    const share = data.side / box.width;
    return [(event.clientX - box.left) * share, (event.clientY - box.top) * share];
  }

  function lift() {
    if (!pad.points) return;
    pad.strokes = [...pad.strokes, stroke(pad.points)];
    pad.points = null;
    paint();
    setStateValue("drawing", { objects: pad.strokes });
  }

  canvas.onpointerdown = (event) => {
    if (event.button !== 0 || !event.isPrimary) return lift();
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    pad.points = [at(event)];
    paint();
  };
  canvas.onpointermove = (event) => {
    if (!pad.points || !event.isPrimary) return;
    if (event.buttons !== 1) return lift();  // another button was pressed, or the pen is up
    const [x, y] = at(event), [lastX, lastY] = pad.points.at(-1);
    if (Math.hypot(x - lastX, y - lastY) < 0.4) return;
    pad.points.push([x, y]);
    paint();
  };
  canvas.onpointerup = canvas.onpointercancel = canvas.onlostpointercapture = lift;
  canvas.oncontextmenu = (event) => {
    if (pad.points) event.preventDefault();
    lift();
  };
}
"""

_pad = st.components.v2.component("digit_lab_pad", html=_HTML, css=_CSS, js=_JS)


def pad(
    start: dict[str, Any], *, side: int, brush: int, ink: str, paper: str, name: str, key: str
) -> Any:
    """A sheet to draw on with mouse, pen or finger; what it sends back may be anything.

    Args:
        start: what it shows, `{"objects": [paths]}`; shown anew whenever its `"sheet"` changes.
        side: its width and height in CSS pixels; in a narrower place it is scaled.
        brush: the pen's width in the same pixels.
        name: what it is, for those who hear the page.
    """
    data = {"start": start, "side": side, "brush": brush, "ink": ink, "paper": paper, "name": name}
    sent = _pad(key=key, data=data, default={"drawing": start}, on_drawing_change=lambda: None)
    return sent.drawing
