"""The classic first program of deep learning, "an MLP on MNIST", with the learner's settings in it.

From the imports to the plot of accuracies, in plain PyTorch, torchvision and matplotlib.  Run on
the CPU of the same machine it is the learner's run: it prints the same losses and accuracies.
"""

from __future__ import annotations

import math

from mnist_core.config import CLASSES, TEST_BATCH, TEST_IMAGES, TrainingConfig
from mnist_core.export import pieces
from mnist_core.export.code_line import BLANK, CodeLine, lines_of
from mnist_core.tracking import LOG_INTERVAL

ACTIVATION_CALLS = {
    "relu": "F.relu",
    "leaky_relu": "F.leaky_relu",
    "gelu": "F.gelu",
    "tanh": "torch.tanh",
    "sigmoid": "torch.sigmoid",
}


def program(config: TrainingConfig) -> tuple[CodeLine, ...]:
    """All its lines; comments and explanations are the interface's."""
    parts = (
        _imports(config),
        pieces.import_torchvision(),
        _machine(),
        [*pieces.datasets(config), *pieces.training_set(config)],
        [*pieces.training_loader(config, "train_loader"), *_test_loaders(config)],
        _sample_plot(),
        _network(config),
        _training_setup(config),
        _train(config),
        _test(config),
        _run(config),
        _accuracy_plot(config),
    )
    return tuple(line for part in parts for line in [*part, BLANK])[:-1]


def _imports(config: TrainingConfig) -> list[CodeLine]:
    return [
        *pieces.extra_imports(config),
        CodeLine("import matplotlib.pyplot as plt", "import_pyplot"),
        CodeLine("import torch", "import_torch"),
        CodeLine("from torch import nn", "import_nn"),
        CodeLine("from torch.nn import functional as F", "import_functional"),
        pieces.import_loader(config),
        *pieces.import_augment(config),
    ]


def _machine() -> list[CodeLine]:
    chosen = 'device = torch.device("cuda" if torch.cuda.is_available() else "cpu")'
    return [pieces.threads(), CodeLine(chosen, "device")]


def _test_loaders(config: TrainingConfig) -> list[CodeLine]:
    """In order, in large batches.  A loader draws a seed from torch's global generator in each
    round; where dropout draws its zeros from that one, this one has a generator of its own.
    """
    own = ", generator=torch.Generator()" if pieces.has_dropout(config) else ""
    sizes = {"validation": config.validation_size, "test": TEST_IMAGES}
    return [
        CodeLine(
            f"{name}_loader = DataLoader({name}_set, batch_size={TEST_BATCH}{own})",
            "test_loader_generator" if own else f"{name}_loader",
            {"batches": math.ceil(size / TEST_BATCH)},
        )
        for name, size in sizes.items()
        if size
    ]


def _sample_plot() -> list[CodeLine]:
    return [
        CodeLine("images, labels = next(iter(test_loader))", "sample_batch"),
        CodeLine("for i in range(10):", "sample_loop"),
        CodeLine("    plt.subplot(2, 5, i + 1)", "sample_place"),
        CodeLine('    plt.imshow(images[i][0], cmap="gray")', "sample_image"),
        CodeLine('    plt.title(f"Label: {labels[i].item()}")', "sample_title"),
        CodeLine('    plt.axis("off")', "sample_axis"),
        CodeLine("plt.show()", "show"),
    ]


def _network(config: TrainingConfig) -> list[CodeLine]:
    return [
        pieces.weights_seed(config),
        BLANK,
        CodeLine("class MLP(nn.Module):", "class_mlp"),
        CodeLine("    def __init__(self):", "init"),
        CodeLine("        super().__init__()", "super_init"),
        *(line.indented(8) for line in _layers(config)),
        BLANK,
        CodeLine("    def forward(self, x):", "forward"),
        *(line.indented(8) for line in _forward(config)),
        BLANK,
        CodeLine("model = MLP().to(device)", "make_model"),
        *pieces.initial_weights(config),
    ]


def _layers(config: TrainingConfig) -> list[CodeLine]:
    sizes = pieces.layer_sizes(config)
    lines = []
    for number, (inputs, outputs) in enumerate(sizes, start=1):
        wide = "28 * 28" if number == 1 else str(inputs)
        key = "linear_last" if number == len(sizes) else "linear"
        values = {"number": number, "inputs": inputs, "outputs": outputs}
        lines.append(CodeLine(f"self.fc{number} = nn.Linear({wide}, {outputs})", key, values))
    if pieces.has_dropout(config):
        lines.append(CodeLine(f"self.dropout = nn.Dropout({config.dropout})", "dropout"))
    return lines


def _forward(config: TrainingConfig) -> list[CodeLine]:
    lines = [CodeLine("x = x.view(-1, 28 * 28)", "view")]
    for number, width in enumerate(config.hidden_sizes, start=1):
        values: dict[str, object] = {"number": number, "outputs": width}
        lines.append(_hidden(config, f"self.fc{number}(x)", values))
        if config.dropout:
            lines.append(CodeLine("x = self.dropout(x)", "drop", values))
    last = len(config.hidden_sizes) + 1
    return [*lines, CodeLine(f"return self.fc{last}(x)", "logits", {"outputs": CLASSES})]


def _hidden(config: TrainingConfig, layer: str, values: dict[str, object]) -> CodeLine:
    """A hidden layer and what follows it; the identity is not written."""
    if config.activation == "identity":
        return CodeLine(f"x = {layer}", "hidden_identity", values)
    return CodeLine(f"x = {ACTIVATION_CALLS[config.activation]}({layer})", "hidden", values)


def _training_setup(config: TrainingConfig) -> list[CodeLine]:
    return [
        CodeLine("loss_function = nn.CrossEntropyLoss()", "loss_function"),
        pieces.optimizer(config),
        *pieces.schedule(config, "train_loader"),
        *pieces.mean_model(config),
        *pieces.handwriting_seed(config),
        *pieces.dropout_seed(config),
    ]


def _train(config: TrainingConfig) -> list[CodeLine]:
    body = [
        *pieces.bend(config, "data"),
        CodeLine("data, target = data.to(device), target.to(device)", "batch_to_device"),
        CodeLine("optimizer.zero_grad()", "zero_grad"),
        CodeLine("output = model(data)", "forward_pass"),
        CodeLine("loss = loss_function(output, target)", "loss"),
        CodeLine("loss.backward()", "backward"),
        CodeLine("optimizer.step()", "optimizer_step"),
        *pieces.after_step(config),
        CodeLine(f"if batch % {LOG_INTERVAL} == 0:", "every"),
        *(line.indented(4) for line in pieces.print_batch(config, "train_loader")),
    ]
    globally = [CodeLine("    global updates", "mean_global")] if config.weight_averaging else []
    return [
        CodeLine("def train(epoch):", "train"),
        *globally,
        CodeLine("    model.train()", "train_mode"),
        CodeLine("    for batch, (data, target) in enumerate(train_loader):", "batches"),
        *(line.indented(8) for line in body),
    ]


def _test(config: TrainingConfig) -> list[CodeLine]:
    """With images held out it scores these after each epoch, and the test images at the end."""
    held_out = bool(config.validation_size)
    loader = "loader" if held_out else "test_loader"
    model = "mean_model" if config.weight_averaging else "model"
    name = "{name} set" if held_out else "Test set"
    summed = 'F.cross_entropy(output, target, reduction="sum").item()'
    return [
        CodeLine(f"def test({'loader, name' if held_out else ''}):", "test"),
        CodeLine(f"    {model}.eval()", "eval_mode"),
        CodeLine("    loss_sum, correct = 0.0, 0", "test_sums"),
        CodeLine("    with torch.no_grad():", "no_grad"),
        CodeLine(f"        for data, target in {loader}:", "test_batches"),
        CodeLine(
            "            data, target = data.to(device), target.to(device)", "test_batch_to_device"
        ),
        CodeLine(f"            output = {model}(data)", "test_output"),
        CodeLine(f"            loss_sum += {summed}", "test_loss"),
        CodeLine("            pred = output.argmax(dim=1, keepdim=True)", "pred"),
        CodeLine("            correct += pred.eq(target.view_as(pred)).sum().item()", "correct"),
        CodeLine(f"    total = len({loader}.dataset)", "total"),
        *lines_of(
            "print_test",
            f'    print(f"{name}: average loss: {{loss_sum / total:.4f}}, "',
            '          f"accuracy: {correct}/{total} ({correct / total:.2%})")',
        ),
        CodeLine("    return correct / total", "return_accuracy"),
    ]


def _run(config: TrainingConfig) -> list[CodeLine]:
    held_out = bool(config.validation_size)
    score = 'test(validation_loader, "Validation")' if held_out else "test()"
    lines = [
        CodeLine("accuracies = []", "accuracies"),
        CodeLine(f"for epoch in range(1, {config.epochs} + 1):", "epochs"),
        CodeLine("    train(epoch)", "train_epoch"),
        CodeLine(f"    accuracies.append({score})", "append"),
    ]
    if held_out:
        lines.append(CodeLine('test(test_loader, "Test")', "final_test"))
    return lines


def _accuracy_plot(config: TrainingConfig) -> list[CodeLine]:
    return [
        CodeLine(f'plt.plot(range(1, {config.epochs} + 1), accuracies, marker="o")', "plot"),
        *lines_of("plot_labels", 'plt.xlabel("Epoch")', 'plt.ylabel("Accuracy")'),
        CodeLine("plt.show()", "show"),
    ]
