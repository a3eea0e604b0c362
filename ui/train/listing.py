"""The lines of PyTorch that train as the Train page does, to the last digit."""

from __future__ import annotations

from mnist_core.config import MEAN, STD, TrainingConfig, seed_for
from mnist_core.tracking import LOG_INTERVAL
from ui.text import Line, _, comment, listing, optimizer_line


def training(config: TrainingConfig) -> str:
    """The training loop; after the lines of `data_code` and `model_code` it is a whole program."""
    batches = f"batch_size={config.batch_size}, shuffle=True, generator=shuffle"
    return listing(
        *_imports(config),
        "",
        ("torch.set_num_threads(1)", _("as in the app; more threads change the last digits")),
        "",
        f"shuffle = torch.Generator().manual_seed({config.seed})",
        f"loader = DataLoader(train_set, {batches})",
        "loss_function = nn.CrossEntropyLoss()",
        f"optimizer = {optimizer_line(config)}",
        *_schedule(config),
        *_mean(config),
        *_handwriting_seed(config),
        *_dropout_seed(config),
        "",
        *_test(config),
        "",
        f"for epoch in range(1, {config.epochs} + 1):",
        "    model.train()",
        "    for batch, (images, labels) in enumerate(loader):",
        *_bend(config),
        ("        logits = model(images)", _("forward pass: the model guesses")),
        ("        loss = loss_function(logits, labels)", _("cross-entropy: how wrong is it?")),
        "        optimizer.zero_grad()",
        ("        loss.backward()", _("backward pass: the gradient for every weight")),
        ("        optimizer.step()", _("every weight moves a little")),
        *_after_step(config),
        (f"        if batch % {LOG_INTERVAL} == 0:", _("a line of the log")),
        *_log_line(config),
        f"    {_score_line(config)}",
        *(["", "model = mean_model"] if config.weight_averaging else []),
        *(['test(model, "Test", test_set)'] if config.validation_size else []),
    )


def _test(config: TrainingConfig) -> list[Line]:
    """The function that scores a network on a split and prints it."""
    loader, why = "DataLoader(part, batch_size=1000)", []
    if config.dropout and config.hidden_sizes:
        loader = "DataLoader(part, batch_size=1000, generator=torch.Generator())"
        why = [comment(_("a generator of its own, or dropout's next zeros would be others"), 8)]
    cross_entropy = 'nn.functional.cross_entropy(logits, labels, reduction="sum")'
    return [
        "def test(model, name, part):",
        ("    model.eval()", _("dropout is off")),
        "    loss_sum, right = 0.0, 0",
        ("    with torch.no_grad():", _("no gradient is needed")),
        *why,
        f"        for images, labels in {loader}:",
        "            logits = model(images)",
        f"            loss_sum += {cross_entropy}.item()",
        "            right += (logits.argmax(dim=1) == labels).sum().item()",
        '    print(f"{name} set: average loss: {loss_sum / len(part):.4f}, "',
        '          f"accuracy: {right}/{len(part)} ({right / len(part):.2%})")',
    ]


def _log_line(config: TrainingConfig) -> list[Line]:
    """The loss of the batch at hand, as Train's log shows it."""
    images = f"{{batch * {config.batch_size}}}/{{len(train_set)}}"
    return [
        f'            seen = f"{images} ({{batch / len(loader):.0%}})"',
        '            print(f"Epoch: {epoch} [{seen}]  Loss: {loss.item():.6f}")',
    ]


def _score_line(config: TrainingConfig) -> str:
    """After each epoch; where the weights are averaged, their mean is scored."""
    model = "mean_model" if config.weight_averaging else "model"
    if config.validation_size:
        return f'test({model}, "Validation", validation_set)'
    return f'test({model}, "Test", test_set)'


def _imports(config: TrainingConfig) -> list[Line]:
    lines: list[Line] = []
    if config.weight_averaging:
        lines.append("import copy")
    if config.schedule == "cosine":
        lines.append("import math")
    lines.append("from torch.utils.data import DataLoader")
    if config.handwriting:
        reason = _("No part of PyTorch: 140 lines of this app. Run the program in its folder.")
        lines += [comment(reason), "from mnist_core.data.augmentation import augment"]
    return lines


def _schedule(config: TrainingConfig) -> list[Line]:
    steps = f"steps = {config.epochs} * len(loader)"
    if config.schedule == "cosine":
        return [
            steps,
            ("scheduler = torch.optim.lr_scheduler.LambdaLR(", _("CosineAnnealingLR's curve")),
            "    optimizer, lambda step: (1 + math.cos(math.pi * (step / steps))) / 2",
            ")",
        ]
    if config.schedule == "one_cycle":
        peak = f"max_lr={config.learning_rate}, total_steps=steps, cycle_momentum=False"
        return [
            steps,
            "scheduler = torch.optim.lr_scheduler.OneCycleLR(",
            f"    optimizer, {peak}",
            ")",
        ]
    return []


def _mean(config: TrainingConfig) -> list[Line]:
    if not config.weight_averaging:
        return []
    return [
        ("mean_model = copy.deepcopy(model)", _("the running mean of the weights")),
        "updates = 0",
    ]


def _handwriting_seed(config: TrainingConfig) -> list[Line]:
    if not config.handwriting:
        return []
    seed = seed_for("handwriting", config.seed)
    return [f"hands = torch.Generator().manual_seed({seed})"]


def _dropout_seed(config: TrainingConfig) -> list[Line]:
    if not (config.dropout and config.hidden_sizes):
        return []
    seed = seed_for("dropout", config.seed)
    return [(f"torch.manual_seed({seed})", _("where dropout's random zeros begin"))]


def _bend(config: TrainingConfig) -> list[Line]:
    if not config.handwriting:
        return []
    return [
        comment(_("data augmentation: each image is bent in a way of its own"), 8),
        f"        pixels = ((images * {STD} + {MEAN}) * 255).round().byte().squeeze(1)",
        f"        images = (augment(pixels, hands).unsqueeze(1) / 255 - {MEAN}) / {STD}",
    ]


def _after_step(config: TrainingConfig) -> list[Line]:
    """What follows the optimiser's step: the next learning rate, and the mean of the weights."""
    from mnist_core.training import DECAY

    lines: list[Line] = ["        scheduler.step()"] if config.schedule != "constant" else []
    if config.weight_averaging:
        lines += [
            f"        decay = min({DECAY}, (1 + updates) / (10 + updates))",
            "        updates += 1",
            "        with torch.no_grad():",
            "            for mean, weight in zip(mean_model.parameters(), model.parameters()):",
            (
                "                mean.lerp_(weight, 1 - decay)",
                _("reaches back further and further"),
            ),
        ]
    return lines
