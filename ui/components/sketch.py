"""An empty chart on which a learner sketches how a curve will go: by mouse, finger or keyboard.

A line is a handle at each of some places along the x-axis; a stroke of the pointer moves those that
it passes, and each is a slider for the arrow keys.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ui.components.theme import series_colour
from ui.session import Key, component, widget
from ui.text import _

Heights = list[list[float | None]]

_HTML = """
<div class="sketch">
  <div class="bar"><div class="lines" role="group"></div>
    <button type="button" class="clear"></button></div>
  <svg role="group"></svg>
  <p class="hint" aria-live="polite"></p>
</div>
"""

_CSS = """
.sketch { color: var(--st-text-color); font-family: var(--st-font); }
.bar { display: flex; flex-wrap: wrap; gap: 0.4rem 0.8rem; align-items: center; }
.lines { display: flex; flex-wrap: wrap; gap: 0.4rem; flex: 1; }
button {
  padding: 0.25rem 0.7rem;
  border: 1px solid var(--st-border-color);
  border-radius: var(--st-button-radius);
  background: var(--st-background-color);
  color: var(--st-text-color);
  font: inherit;
  font-size: 0.875rem;
  cursor: pointer;
}
button:hover { border-color: var(--st-primary-color); }
button:focus-visible { outline: 3px solid var(--st-primary-color); outline-offset: 1px; }
button[aria-pressed="true"] {
  border-color: var(--st-primary-color);
  background: color-mix(in srgb, var(--st-primary-color) 14%, transparent);
  font-weight: 600;
}
button i {
  display: inline-block; width: 1.6rem; margin-right: 0.4rem; vertical-align: middle;
  border-top: 3px solid var(--line-colour);
}
button.dashed i { border-top-style: dashed; }
svg {
  display: block; width: 100%; height: 320px; margin-top: 0.4rem;
  overflow: visible; user-select: none; -webkit-user-select: none;
  touch-action: none;  /* a finger draws here; Chrome asks the outermost element alone */
}
.plot { fill: transparent; cursor: crosshair; }
.grid { stroke: var(--st-border-color); stroke-width: 1; }
.tick, .title { fill: var(--st-text-color); font-size: 13px; }
.title { font-weight: 600; }
.curve { fill: none; stroke-width: 3; pointer-events: none; }
.curve.dashed { stroke-dasharray: 8 5; }
.handle { cursor: ns-resize; outline: none; }
.handle circle { stroke-width: 2; }
.handle:focus-visible circle { r: 9px; stroke: var(--st-text-color); stroke-width: 3; }
.hint { min-height: 1.5em; margin: 0.2rem 0 0; font-size: 0.9rem; line-height: 1.5; }
"""

_JS = r"""
const SVG = "http://www.w3.org/2000/svg";
const LEFT = 58, RIGHT = 14, TOP = 24, BOTTOM = 44;

function made(name, attributes, words) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  if (words !== undefined) element.textContent = words;
  return element;
}

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".sketch");
  const svg = root.querySelector("svg"), hint = root.querySelector(".hint");
  const [lowest, highest] = [data.lowest, data.highest];
  const kept = root.kept ??= {};
  if (kept.name !== data.name) {
    Object.assign(kept, { name: data.name, line: 0, timer: null });
    kept.heights = data.lines.map((_line, at) =>
      data.xs.map((_x, index) => data.heights[at]?.[index] ?? null));
  }
  const heights = kept.heights;
  let curves = [], handles = [];
  svg.setAttribute("aria-label", data.words.label);

  const width = () => Math.max(svg.clientWidth, 200) - LEFT - RIGHT;
  const height = () => svg.clientHeight - TOP - BOTTOM;
  const [first, last] = [data.xs[0], data.xs[data.xs.length - 1]];
  const left = (x) => LEFT + width() * (x - first) / (last - first);
  const top = (y) => TOP + height() * (highest - y) / (highest - lowest);
  const clamp = (y) => Math.min(Math.max(y, lowest), highest);
  const complete = (line) => heights[line].every((y) => y !== null);

  function report(soon) {
    clearTimeout(kept.timer);
    kept.timer = setTimeout(() => setStateValue("heights", heights), soon ? 0 : 400);
  }

  // What lies between two drawn handles is drawn with them.
  function fill(line) {
    const ys = heights[line];
    const drawn = ys.flatMap((y, index) => (y === null ? [] : [index]));
    for (let each = 1; each < drawn.length; each++) {
      const [from, to] = [drawn[each - 1], drawn[each]];
      for (let index = from + 1; index < to; index++) {
        ys[index] = ys[from] + (ys[to] - ys[from]) * (index - from) / (to - from);
      }
    }
  }

  function said(y) {
    if (y === null) return data.words.not_drawn;
    return data.share ? `${Math.round(100 * y)}%` : y.toFixed(2);
  }

  function point(event) {
    const box = svg.getBoundingClientRect();
    return {
      x: first + (event.clientX - box.x - LEFT) / width() * (last - first),
      y: clamp(highest - (event.clientY - box.y - TOP) / height() * (highest - lowest)),
    };
  }

  function stroke(from, to) {
    const ys = heights[kept.line];
    data.xs.forEach((x, index) => {
      const reach = (last - first) / (data.xs.length - 1) / 2;
      const inside = (x - from.x) * (x - to.x) <= 0;
      if (inside && from.x !== to.x) {
        ys[index] = from.y + (to.y - from.y) * (x - from.x) / (to.x - from.x);
      } else if (Math.abs(x - to.x) <= reach) ys[index] = to.y;
    });
    fill(kept.line);
    draw();
  }

  // The axes, the lines and the handles: anew where the room or the line in hand is another.  While
  // something is drawn they stay, for a finger's events go to what it has touched first.
  function build() {
    if (height() <= 0) return;  // it has no room yet
    const parts = [];
    const words = (kind, x, y, anchor, said) => parts.push(made("text",
      { class: kind, x, y, "text-anchor": anchor, "aria-hidden": true }, said));
    for (const tick of data.y_ticks) {
      const y = top(tick.at);
      parts.push(made("line", { class: "grid", x1: LEFT, x2: LEFT + width(), y1: y, y2: y }));
      words("tick", LEFT - 8, y + 4, "end", tick.label);
    }
    for (const tick of data.x_ticks) {
      words("tick", left(tick.at), TOP + height() + 18, "middle", tick.label);
    }
    words("title", LEFT - 50, 12, "start", data.words.y_title);
    words("title", LEFT + width() / 2, TOP + height() + 38, "middle", data.words.x_title);
    const plot = made("rect",
      { class: "plot", x: LEFT, y: TOP, width: width(), height: height() });
    plot.onpointerdown = begin;
    parts.push(plot);
    curves = data.lines.map((line) => {
      const curve = made("polyline", { class: line.dashed ? "curve dashed" : "curve" });
      curve.style.stroke = line.colour;
      return curve;
    });
    handles = data.xs.map((x, index) => handle(data.lines[kept.line], x, index));
    const focused = svg.getRootNode().activeElement?.dataset?.index;
    svg.replaceChildren(...parts, ...curves, ...handles);
    handles[focused]?.focus();
    [...root.querySelector(".lines").children].forEach((button, at) =>
      button.setAttribute("aria-pressed", at === kept.line));
    draw();
  }

  function handle(line, x, index) {
    const group = made("g", {
      class: "handle", role: "slider", tabindex: 0, "data-index": index,
      "aria-label": `${line.label} ${data.words.x_title} ${Math.round(x)}`.trim(),
      "aria-valuemin": lowest, "aria-valuemax": highest,
    });
    const circle = made("circle", { cx: left(x), r: 5 });
    circle.style.stroke = line.colour;
    group.append(circle);
    group.onpointerdown = begin;
    group.onkeydown = (event) => press(event, index);
    return group;
  }

  // Where everything is now.
  function draw() {
    const middle = (lowest + highest) / 2;
    curves.forEach((curve, at) => curve.setAttribute("points", data.xs.flatMap((x, index) => {
      const y = heights[at][index];
      return y === null ? [] : [`${left(x)},${top(y)}`];
    }).join(" ")));
    handles.forEach((group, index) => {
      const y = heights[kept.line][index], circle = group.firstChild;
      group.setAttribute("aria-valuenow", y ?? middle);
      group.setAttribute("aria-valuetext", said(y));
      circle.setAttribute("cy", top(y ?? middle));
      circle.style.fill = y === null ? "var(--st-background-color)" : circle.style.stroke;
      circle.style.strokeOpacity = y === null ? 0.45 : 1;
    });
    const missing = data.lines.findIndex((_line, at) => !complete(at));
    hint.textContent = missing < 0 ? data.words.complete
      : heights[missing].every((y) => y === null) ? data.words.hint : data.words.unfinished;
  }

  function press(event, index) {
    const ys = heights[kept.line], part = (highest - lowest) / 50;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined) {
      const before = ys[index] ?? ys[index - 1] ?? ys[index + 1] ?? (lowest + highest) / 2;
      ys[index] = clamp(before + (ys[index] === null ? 0 : step * part));
    } else if (event.key === "Home") ys[index] = lowest;
    else if (event.key === "End") ys[index] = highest;
    else if (side !== undefined) {
      svg.querySelector(`[data-index="${index + side}"]`)?.focus();
      event.preventDefault();
      return;
    } else return;
    event.preventDefault();
    fill(kept.line);
    draw();
    report(false);
  }

  function begin(event) {
    if (event.button) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    let before = point(event);
    stroke(before, before);
    svg.onpointermove = (moved) => {
      const now = point(moved);
      stroke(before, now);
      before = now;
    };
    svg.onpointerup = svg.onpointercancel = () => {
      svg.onpointermove = svg.onpointerup = svg.onpointercancel = null;
      const next = data.lines.findIndex((_line, at) => !complete(at));
      if (complete(kept.line) && next >= 0) kept.line = next;  // on to the other line
      build();
      report(true);
    };
  }

  const several = data.lines.length > 1;
  root.querySelector(".lines").replaceChildren(...(several ? data.lines : []).map((line, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = line.dashed ? "dashed" : "";
    button.style.setProperty("--line-colour", line.colour);
    button.append(document.createElement("i"), line.label);
    button.onclick = () => { kept.line = at; build(); };
    return button;
  }));
  const clear = root.querySelector(".clear");
  clear.textContent = data.words.clear;
  clear.onclick = () => {
    kept.line = 0;
    heights.forEach((ys) => ys.fill(null));
    build();
    report(true);
  };
  build();
  const watching = new ResizeObserver(() => build());
  watching.observe(root);
  return () => watching.disconnect();
}
"""

_component = component("digit_lab_sketch", html=_HTML, css=_CSS, js=_JS)


@dataclass(frozen=True)
class Tick:
    """A number along an axis, as it is written."""

    at: float
    label: str


@dataclass(frozen=True)
class SketchAxes:
    """The empty chart.

    Attributes:
        xs: where a line has a handle, rising.
        lowest, highest: the ends of the y-axis.
        share: whether a y is a share, to be said in percent.
    """

    xs: Sequence[float]
    x_title: str
    x_ticks: Sequence[Tick]
    lowest: float
    highest: float
    y_title: str
    y_ticks: Sequence[Tick]
    share: bool


def sketch(
    name: str,
    axes: SketchAxes,
    lines: Sequence[str],
    heights: Heights,
    key: Key[dict[str, object]],
    *,
    on_change: Callable[[Any], None],
) -> None:
    """Show the chart with what is drawn already.

    Args:
        name: what is sketched; with another one the chart begins anew, with ``heights``.
        lines: the lines' names; of one line it may be empty.
        heights: of each line at each of the ``xs``; None where nothing is drawn.
        on_change: told what the browser reports as the new heights, which nobody has checked.
    """

    def take() -> None:
        on_change((widget(key) or {}).get("heights"))

    _component(
        key=key,
        data={
            "name": name,
            "xs": list(axes.xs),
            "lowest": axes.lowest,
            "highest": axes.highest,
            "share": axes.share,
            "x_ticks": [asdict(tick) for tick in axes.x_ticks],
            "y_ticks": [asdict(tick) for tick in axes.y_ticks],
            "lines": [
                {"label": label, "colour": series_colour(at), "dashed": at % 2 == 1}
                for at, label in enumerate(lines)
            ],
            "heights": heights,
            "words": {
                "label": _("Sketch the curve: draw it, or move the points with the arrow keys."),
                "hint": _(
                    "Draw from the left edge to the right one; or go to a point with Tab and move "
                    "it with the arrow keys."
                ),
                "unfinished": _("Go on to both edges: the line is not complete yet."),
                "complete": _("Complete. Draw over it where you want to change it."),
                "not_drawn": _("not drawn yet"),
                "clear": _("Clear"),
                "x_title": axes.x_title,
                "y_title": axes.y_title,
            },
        },
        on_heights_change=take,
    )
