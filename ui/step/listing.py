"""The lines of PyTorch that the first step of a training is."""

from __future__ import annotations

from mnist_core.config import TrainingConfig, seed_for
from ui.text import Line, _, comment, listing, optimizer_line


def step(config: TrainingConfig) -> str:
    """One step; after the lines of the Data and of the Model page it is a whole program."""
    batches = f"batch_size={config.batch_size}, shuffle=True, generator=shuffle"
    return listing(
        "from torch.utils.data import DataLoader",
        "",
        f"shuffle = torch.Generator().manual_seed({config.seed})",
        f"train_loader = DataLoader(train_set, {batches})",
        "loss_function = nn.CrossEntropyLoss()",
        f"optimizer = {optimizer_line(config)}",
        *_dropout_seed(config),
        "",
        "model.train()",
        ("images, labels = next(iter(train_loader))", _("take a batch")),
        *_handwriting(config),
        ("optimizer.zero_grad()", _("clear the gradients of the step before")),
        ("logits = model(images)", _("forward pass: the model guesses")),
        ("loss = loss_function(logits, labels)", _("cross-entropy: how wrong is it?")),
        ("loss.backward()", _("backward pass: the gradient for every weight")),
        ("optimizer.step()", _("every weight moves a little")),
        "",
        'print(f"Loss of this batch: {loss.item():.4f}")',
    )


def _dropout_seed(config: TrainingConfig) -> list[Line]:
    if not (config.dropout and config.hidden_sizes):
        return []
    seed = seed_for("dropout", config.seed)
    return [(f"torch.manual_seed({seed})", _("where dropout's random zeros begin"))]


def _handwriting(config: TrainingConfig) -> list[Line]:
    if not config.handwriting:
        return []
    return [comment(_("The app bends these images first, so its loss is another one."))]
