"""The lines of PyTorch that train as the Train page does, to the last digit."""

from __future__ import annotations

from mnist_core.config import TrainingConfig
from mnist_core.export import BLANK, CodeLine, lines_of, pieces
from mnist_core.tracking import LOG_INTERVAL
from ui.text import Listing, commented, listing


def training(config: TrainingConfig) -> Listing:
    """The training loop; after the lines of Data's and Model's listings it is a whole program."""
    return listing(
        config,
        *commented(
            [
                *pieces.extra_imports(config),
                CodeLine("from torch.utils.data import DataLoader", "import_loader"),
                *pieces.import_augment(config),
                BLANK,
                pieces.threads(),
                BLANK,
                *pieces.training_loader(config, "loader"),
                CodeLine("loss_function = nn.CrossEntropyLoss()", "loss_function"),
                pieces.optimizer(config),
                *pieces.schedule(config, "loader"),
                *pieces.mean_model(config),
                *pieces.handwriting_seed(config),
                *pieces.dropout_seed(config),
                BLANK,
                *_test(config),
                BLANK,
                *_epochs(config),
            ]
        ),
    )


def _test(config: TrainingConfig) -> list[CodeLine]:
    """The function that scores a network on a split and prints it."""
    loader, key = "DataLoader(part, batch_size=1000)", "test_batches"
    if pieces.has_dropout(config):
        loader = "DataLoader(part, batch_size=1000, generator=torch.Generator())"
        key = "test_loader_generator"
    cross_entropy = 'nn.functional.cross_entropy(logits, labels, reduction="sum")'
    return [
        CodeLine("def test(model, name, part):", "test"),
        CodeLine("    model.eval()", "eval_mode"),
        CodeLine("    loss_sum, right = 0.0, 0", "test_sums"),
        CodeLine("    with torch.no_grad():", "no_grad"),
        CodeLine(f"        for images, labels in {loader}:", key),
        CodeLine("            logits = model(images)", "test_output"),
        CodeLine(f"            loss_sum += {cross_entropy}.item()", "test_loss"),
        CodeLine(
            "            right += (logits.argmax(dim=1) == labels).sum().item()", "count_right"
        ),
        *lines_of(
            "print_test",
            '    print(f"{name} set: average loss: {loss_sum / len(part):.4f}, "',
            '          f"accuracy: {right}/{len(part)} ({right / len(part):.2%})")',
        ),
    ]


def _epochs(config: TrainingConfig) -> list[CodeLine]:
    """The loop itself; after each epoch the network is scored, or the mean of its weights."""
    scored = "mean_model" if config.weight_averaging else "model"
    part = '"Validation", validation_set' if config.validation_size else '"Test", test_set'
    steps = [
        *pieces.bend(config, "images"),
        CodeLine("logits = model(images)", "forward_pass"),
        CodeLine("loss = loss_function(logits, labels)", "loss"),
        CodeLine("optimizer.zero_grad()", "zero_grad"),
        CodeLine("loss.backward()", "backward"),
        CodeLine("optimizer.step()", "optimizer_step"),
        *pieces.after_step(config),
        CodeLine(f"if batch % {LOG_INTERVAL} == 0:", "every"),
        *(line.indented(4) for line in pieces.print_batch(config, "loader")),
    ]
    end = [CodeLine("model = mean_model", "use_mean")] if config.weight_averaging else []
    if config.validation_size:
        end.append(CodeLine('test(model, "Test", test_set)', "final_test"))
    return [
        CodeLine(f"for epoch in range(1, {config.epochs} + 1):", "epochs"),
        CodeLine("    model.train()", "train_mode"),
        CodeLine("    for batch, (images, labels) in enumerate(loader):", "batches"),
        *(line.indented(8) for line in steps),
        CodeLine(f"    test({scored}, {part})", "score_epoch"),
        *([BLANK] if config.weight_averaging else []),
        *end,
    ]
