"""The other ways in: a photo, a test image by keyboard alone, a finger; and none is lost."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import FileChooser, Locator, StorageState, expect

from mnist_core.data.mnist import load_mnist
from tests.e2e.conftest import OpenVisit
from tests.e2e.hand import CANVAS, DIGITS, draw_digit, finger_along
from tests.e2e.visit import PHONE, Visit

TURNED_LEFT = {0x0112: 6}  # EXIF: to be turned right by a quarter
SCROLLED = """() => document.querySelector('[data-testid="stMain"]').scrollTop"""


def photo(digit: int, kind: str, exif: dict[int, int] | None = None) -> bytes:
    """A digit in pencil on paper that lies half in the shadow, with the camera's grain."""
    size = 800
    ink = Image.new("L", (size, size))
    for stroke in DIGITS[digit]:
        points = [(x * size, y * size) for x, y in stroke]
        ImageDraw.Draw(ink).line(points, fill=255, width=36, joint="curve")
    share = np.asarray(ink.filter(ImageFilter.GaussianBlur(2)), np.float64) / 255
    light = np.linspace(0.5, 1.0, size)[None, :] * np.linspace(0.8, 1.0, size)[:, None]
    grain = np.random.default_rng(digit).normal(0, 5, (size, size))
    grey = ((225 * (1 - share) + 60 * share) * light + grain).clip(0, 255).astype(np.uint8)
    picture = Image.fromarray(grey).convert("RGB")
    if exif:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    tags = Image.Exif()
    tags.update(exif or {})
    file = io.BytesIO()
    picture.save(file, kind, exif=tags, quality=85)
    return file.getvalue()


def upload(visit: Visit, name: str, file: bytes) -> None:
    kind = "image/" + name.rsplit(".", 1)[1].replace("jpg", "jpeg")
    visit.page.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": kind, "buffer": file}
    )


def answer(visit: Visit) -> Locator:
    return visit.page.locator(".digit-answer")


def way(visit: Visit, name: str) -> Locator:
    return visit.page.get_by_test_id("stMain").get_by_role("radio", name=name)


def test_photos_are_read_kept_and_refused_with_a_reason(
    open_visit: OpenVisit, trained: StorageState
) -> None:
    visit = open_visit(storage_state=trained)
    visit.goto("draw", lang="en")
    way(visit, "A photo").click()
    upload(visit, "seven.webp", photo(7, "WEBP"))
    expect(answer(visit)).to_have_text("7")
    upload(visit, "two.jfif", photo(2, "JPEG", TURNED_LEFT))
    expect(answer(visit)).to_have_text("2")

    visit.follow("Home")
    visit.follow("Draw")
    expect(answer(visit)).to_have_text("2")
    visit.reload()
    expect(answer(visit)).to_have_text("2")

    way(visit, "A test image").click()
    expect(visit.page.get_by_text("Its label is 7.")).to_be_visible()
    expect(answer(visit)).to_have_text("7")
    way(visit, "A photo").click()
    expect(answer(visit)).to_have_text("2")

    upload(visit, "letter.txt", b"Dear model, this is a letter.")
    expect(visit.page.get_by_text("This is not a PNG, JPEG or WebP picture")).to_be_visible()
    expect(answer(visit)).to_have_count(0)


def test_a_test_image_is_taken_by_keyboard_alone(
    open_visit: OpenVisit, trained: StorageState
) -> None:
    visit = open_visit(storage_state=trained)
    visit.goto("draw", lang="en")
    way(visit, "Draw").focus()
    visit.press("ArrowRight")
    visit.press("ArrowRight")
    visit.press("Enter")
    number = visit.page.get_by_role("spinbutton", name="Number of the test image")
    expect(number).to_be_visible()
    visit.press("Tab")
    expect(number).to_be_focused()
    visit.press("ControlOrMeta+a")
    visit.press("2")
    visit.press("Enter")
    expect(visit.page.get_by_text("Its label is 1.")).to_be_visible()
    expect(answer(visit)).to_have_text("1")
    visit.press("Tab")
    visit.press("Space")
    expect(number).not_to_have_value("2")  # another one, of 10,000
    label = int(load_mnist().test.labels[int(number.input_value())])
    expect(visit.page.get_by_text(f"Its label is {label}.")).to_be_visible()


def test_a_photo_is_chosen_by_keyboard_alone(open_visit: OpenVisit, trained: StorageState) -> None:
    visit = open_visit(storage_state=trained)
    # From the beginning: Playwright asks the browser for its file chooser without waiting until it
    # has it, and a key pressed meanwhile opens one that nobody sees.
    choosers: list[FileChooser] = []
    visit.page.on("filechooser", lambda chooser: choosers.append(chooser))
    visit.goto("draw", lang="en")
    way(visit, "Draw").focus()
    visit.press("ArrowRight")
    visit.press("Enter")
    uploader = visit.page.get_by_test_id("stFileUploader")
    expect(uploader).to_be_visible()
    visit.press("Tab")
    expect(uploader.locator("button")).to_be_focused()
    visit.press("Enter")
    assert len(choosers) == 1
    choosers[0].set_files(
        {"name": "seven.jpg", "mimeType": "image/jpeg", "buffer": photo(7, "JPEG")}
    )
    expect(answer(visit)).to_have_text("7")


def test_a_finger_draws_on_the_canvas_and_scrolls_beside_it(
    open_visit: OpenVisit, trained: StorageState
) -> None:
    visit = open_visit(storage_state=trained, viewport=PHONE, has_touch=True, is_mobile=True)
    visit.goto("draw", lang="en")
    page = visit.page
    draw_digit(page, 7, finger=True)
    expect(answer(visit)).to_have_text("7")
    assert page.evaluate(SCROLLED) == 0  # drawing has not moved the page
    expect(answer(visit)).to_be_in_viewport(ratio=1)
    assert visit.overflow() == 0

    canvas = page.locator(CANVAS).bounding_box()
    assert canvas is not None
    right = canvas["x"] + canvas["width"]
    assert PHONE["width"] - right > 40  # room for a thumb
    beside, low = (right + PHONE["width"]) / 2, canvas["y"] + 0.9 * canvas["height"]
    finger_along(page, [(beside, low), (beside, low - 200)])
    page.wait_for_function(f"({SCROLLED})() > 100")
    expect(answer(visit)).to_have_text("7")  # and has drawn nothing


def test_a_reload_finds_the_drawing_again(open_visit: OpenVisit, trained: StorageState) -> None:
    visit = open_visit(storage_state=trained)
    visit.goto("draw", lang="en")
    draw_digit(visit.page, 3)
    expect(answer(visit)).to_have_text("3")
    visit.reload()
    expect(answer(visit)).to_have_text("3")
    visit.page.locator(".st-key-clear").get_by_role("button").click()
    expect(visit.page.get_by_text("Draw a digit in the box")).to_be_visible()
    visit.page.locator(".st-key-undo").get_by_role("button").click()
    expect(answer(visit)).to_have_text("3")
