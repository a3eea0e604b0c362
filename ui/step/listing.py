"""The lines of PyTorch that the first step of a training is."""

from __future__ import annotations

from mnist_core.config import TrainingConfig
from mnist_core.export import CodeLine, pieces
from ui.text import BLANK, Line, Listing, Row, _, comment, commented, listing


def step(config: TrainingConfig) -> Listing:
    """One step; after the lines of the Data and of the Model page it is a whole program."""
    return listing(
        config,
        Line("from torch.utils.data import DataLoader", "import_loader"),
        BLANK,
        *commented(pieces.training_loader(config, "train_loader")),
        Line("loss_function = nn.CrossEntropyLoss()", "loss_function"),
        *commented([pieces.optimizer(config), *pieces.dropout_seed(config)]),
        BLANK,
        Line("model.train()", "train_mode"),
        Line("images, labels = next(iter(train_loader))", "first_batch", _("take a batch")),
        *_handwriting(config),
        Line("optimizer.zero_grad()", "zero_grad", _("clear the gradients of the step before")),
        *commented(
            [
                CodeLine("logits = model(images)", "forward_pass"),
                CodeLine("loss = loss_function(logits, labels)", "loss"),
                CodeLine("loss.backward()", "backward"),
                CodeLine("optimizer.step()", "optimizer_step"),
            ]
        ),
        BLANK,
        Line('print(f"Loss of this batch: {loss.item():.4f}")', "print_step_loss"),
    )


def _handwriting(config: TrainingConfig) -> list[Row]:
    if not config.handwriting:
        return []
    words = _("The app bends these images first, so its loss is another one.")
    return [comment(words, "first_batch")]
