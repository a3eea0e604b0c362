"""The lines of PyTorch that read one picture, as the Draw page does."""

from __future__ import annotations

from mnist_core.config import MEAN, STD
from ui.text import _, comment, listing


def prediction() -> str:
    """From a picture to an answer."""
    normalised = f"((pixels - {MEAN}) / {STD})"
    return listing(
        comment(
            _("picture: the prepared digit, 28 rows of 28 numbers from 0 (paper) to 255 (ink)")
        ),
        "model.eval()",
        "with torch.no_grad():",
        ("    pixels = torch.tensor(picture, dtype=torch.float32) / 255", "(28, 28)"),
        (f"    images = {normalised}.view(1, 1, 28, 28)", _("1 image, 1 channel")),
        ("    logits = model(images)", _("forward pass: {shape}").format(shape="(1, 10)")),
        ("    probabilities = logits.softmax(dim=1)", _("ten numbers that add up to 1")),
        "    digit = int(probabilities.argmax())",
    )
