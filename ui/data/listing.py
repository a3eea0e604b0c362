"""The lines of PyTorch that prepare the data as the Data page shows it."""

from __future__ import annotations

from mnist_core.config import MEAN, STD, TrainingConfig
from mnist_core.export import CodeLine, pieces
from ui.text import BLANK, Line, Listing, _, comment, commented, listing


def data(config: TrainingConfig) -> Listing:
    """From the files to the first batch, with the learner's batch size, seed and hold-out."""
    size = min(config.batch_size, config.training_size)
    shape = _("{shape}: images, 1 grey channel, rows, columns")
    numbers = _("{mean} and {deviation}").format(mean=MEAN, deviation=STD)
    first = _("the first batch of the first epoch")
    return listing(
        config,
        Line("import torch", "import_torch"),
        *commented([pieces.import_loader(config), CodeLine(), *pieces.import_torchvision()]),
        BLANK,
        *commented(pieces.datasets(config)),
        *([BLANK] if pieces.training_set(config) else []),
        *commented(pieces.training_set(config)),
        BLANK,
        *commented(pieces.training_loader(config, "loader")),
        BLANK,
        Line("images, labels = next(iter(loader))", "first_batch", first),
        Line("print(images.shape)", "print_images", shape.format(shape=f"({size}, 1, 28, 28)")),
        Line("print(labels.shape)", "print_labels", f"({size},)"),
        Line('print(f"{len(loader):,} batches an epoch")', "print_batches"),
        BLANK,
        comment(_("Where the two numbers come from:"), "pixels"),
        Line(f"pixels = {pieces.whole_set(config)}.data / 255", "pixels"),
        Line("print(pixels.mean(), pixels.std())", "print_mean", numbers),
    )
