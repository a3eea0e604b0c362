"""A hand that draws digits on the canvas, with the mouse or with a finger."""

from __future__ import annotations

from itertools import pairwise

from playwright.sync_api import Page, expect

from tests.e2e.rest import wait_for_rest

Stroke = list[tuple[float, float]]
CANVAS = "canvas.upper-canvas"
# Whether a canvas shows nothing but its paper.
EMPTY = """(canvas) => {
    const image = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(image.data.buffer)).size === 1;
}"""
# A mouse's events without the mouse: tens of points in the time of one.
PLAY = """(canvas, strokes) => {
    const box = canvas.getBoundingClientRect();
    const send = (kind, [x, y], buttons) => canvas.dispatchEvent(new MouseEvent(kind, {
        bubbles: true, composed: true, cancelable: true, view: window, buttons,
        clientX: box.x + x * box.width, clientY: box.y + y * box.height,
    }));
    for (const stroke of strokes) {
        send('mousedown', stroke[0], 1);
        for (const point of stroke.slice(1)) send('mousemove', point, 1);
        send('mouseup', stroke.at(-1), 0);
    }
}"""
# Clear digits as strokes; x to the right, y down, both in 0..1 of the canvas.
DIGITS: dict[int, list[Stroke]] = {
    0: [
        [
            (0.5, 0.2),
            (0.36, 0.3),
            (0.32, 0.5),
            (0.36, 0.7),
            (0.5, 0.8),
            (0.64, 0.7),
            (0.68, 0.5),
            (0.64, 0.3),
            (0.5, 0.2),
        ]
    ],
    1: [[(0.52, 0.2), (0.5, 0.5), (0.48, 0.8)]],
    2: [
        [
            (0.34, 0.34),
            (0.42, 0.22),
            (0.56, 0.2),
            (0.66, 0.3),
            (0.62, 0.46),
            (0.46, 0.64),
            (0.32, 0.78),
            (0.5, 0.76),
            (0.7, 0.78),
        ]
    ],
    3: [
        [
            (0.34, 0.26),
            (0.5, 0.2),
            (0.64, 0.28),
            (0.62, 0.42),
            (0.48, 0.48),
            (0.64, 0.54),
            (0.66, 0.7),
            (0.5, 0.8),
            (0.34, 0.74),
        ]
    ],
    4: [[(0.42, 0.2), (0.34, 0.5), (0.66, 0.5)], [(0.6, 0.22), (0.58, 0.8)]],
    5: [
        [
            (0.66, 0.22),
            (0.4, 0.22),
            (0.38, 0.46),
            (0.54, 0.44),
            (0.66, 0.54),
            (0.64, 0.72),
            (0.48, 0.8),
            (0.34, 0.74),
        ]
    ],
    7: [[(0.3, 0.24), (0.68, 0.24), (0.54, 0.5), (0.44, 0.8)]],
}


def clear_canvas(page: Page) -> None:
    """Press *Clear*, and wait until the canvas itself has forgotten its strokes."""
    page.locator(".st-key-clear").get_by_role("button").click()
    expect(page.get_by_text("Draw a digit in the box")).to_be_visible()
    wait_until_empty(page)


def wait_until_empty(page: Page) -> None:
    """Wait until the page has no more to tell the canvas, and nothing is on it."""
    wait_for_rest(page)
    canvas = page.locator("canvas.dc-canvas.lower-canvas").element_handle()
    page.wait_for_function(EMPTY, arg=canvas)


def draw_digit(page: Page, digit: int, *, finger: bool = False) -> None:
    """Draw one digit where the canvas is now."""
    draw_strokes(page, DIGITS[digit], finger=finger)


def draw_strokes(
    page: Page,
    strokes: list[Stroke],
    *,
    finger: bool = False,
    steps: int = 4,
    played: bool = False,
) -> None:
    """Draw polylines; coordinates from 0 to 1, `steps` mouse events from each to the next.

    `played`: one event for each, sent by a script in the page.

    A hand comes down when the page is at rest: the canvas empties itself some milliseconds after
    it was told to.
    """
    wait_for_rest(page)
    canvas = page.locator(CANVAS)
    expect(canvas).to_have_count(1)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    if played:
        canvas.evaluate(PLAY, strokes)
        strokes = []
    for stroke in strokes:
        points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        if finger:
            finger_along(page, points)
        else:
            _mouse(page, points, steps)
    wait_for_rest(page)
    expect(page.locator(".st-key-clear").get_by_role("button")).to_be_enabled()


def _mouse(page: Page, points: Stroke, steps: int) -> None:
    page.mouse.move(*points[0])
    page.mouse.down()
    for x, y in points[1:]:
        page.mouse.move(x, y, steps=steps)
    page.mouse.up()


def finger_along(page: Page, points: Stroke) -> None:
    """Real touch events, which Playwright's own touchscreen (a tap) does not drag."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, at: list[tuple[float, float]]) -> None:
        session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in at]},
        )

    touch("touchStart", [points[0]])
    for (x, y), (next_x, next_y) in pairwise(points):
        for part in (0.25, 0.5, 0.75, 1.0):
            touch("touchMove", [(x + (next_x - x) * part, y + (next_y - y) * part)])
    touch("touchEnd", [])
    session.detach()
