"""The lines of PyTorch that read one picture, as the Draw page does."""

from __future__ import annotations

from mnist_core.config import MEAN, STD, TUTORIAL
from ui.text import Line, Listing, _, comment, listing


def prediction() -> Listing:
    """From a picture to an answer, whatever the settings are."""
    normalised = f"((pixels - {MEAN}) / {STD})"
    picture = _("picture: the prepared digit, 28 rows of 28 numbers from 0 (paper) to 255 (ink)")
    forward = _("forward pass: {shape}").format(shape="(1, 10)")
    together = _("ten numbers that add up to 1")
    return listing(
        TUTORIAL,
        comment(picture, "picture"),
        Line("model.eval()", "eval_mode"),
        Line("with torch.no_grad():", "no_grad"),
        Line(
            "    pixels = torch.tensor(picture, dtype=torch.float32) / 255",
            "draw_pixels",
            "(28, 28)",
        ),
        Line(
            f"    images = {normalised}.view(1, 1, 28, 28)", "draw_images", _("1 image, 1 channel")
        ),
        Line("    logits = model(images)", "forward_pass", forward),
        Line("    probabilities = logits.softmax(dim=1)", "softmax", together),
        Line("    digit = int(probabilities.argmax())", "digit"),
    )
