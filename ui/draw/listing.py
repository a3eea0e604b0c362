"""The lines of PyTorch that read one picture, as the Draw page does."""

from __future__ import annotations

from mnist_core.config import MEAN, STD, TUTORIAL, TrainingConfig
from ui.text import Line, Listing, _, comment, listing


def prediction(config: TrainingConfig = TUTORIAL) -> Listing:
    """From a picture to an answer; of the settings, only whether images were normalised matters.

    Args:
        config: of the network that reads.
    """
    pixels, key = "pixels", "draw_images_scaled"
    if config.normalize:
        pixels, key = f"((pixels - {MEAN}) / {STD})", "draw_images"
    picture = _("picture: the prepared digit, 28 rows of 28 numbers from 0 (paper) to 255 (ink)")
    forward = _("forward pass: {shape}").format(shape="(1, 10)")
    together = _("ten numbers that add up to 1")
    return listing(
        config,
        comment(picture, "picture"),
        Line("model.eval()", "eval_mode"),
        Line("with torch.no_grad():", "no_grad"),
        Line(
            "    pixels = torch.tensor(picture, dtype=torch.float32) / 255",
            "draw_pixels",
            "(28, 28)",
        ),
        Line(f"    images = {pixels}.view(1, 1, 28, 28)", key, _("1 image, 1 channel")),
        Line("    logits = model(images)", "forward_pass", forward),
        Line("    probabilities = logits.softmax(dim=1)", "softmax", together),
        Line("    digit = int(probabilities.argmax())", "digit"),
    )
