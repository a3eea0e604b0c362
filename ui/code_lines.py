"""The lines of plain PyTorch that do what a page has just done, with the learner's values."""

from __future__ import annotations

import itertools

from mnist_core.config import TrainingConfig

ACTIVATION_LINES = {
    "relu": "nn.ReLU()",
    "leaky_relu": "nn.LeakyReLU()",
    "gelu": "nn.GELU()",
    "tanh": "nn.Tanh()",
    "sigmoid": "nn.Sigmoid()",
}


def model(config: TrainingConfig) -> str:
    """The network as `nn.Sequential`."""
    sizes = (784, *config.hidden_sizes, 10)
    lines = ["    nn.Flatten(),                # (28, 28) -> (784,)"]
    for number, (before, after) in enumerate(itertools.pairwise(sizes), start=1):
        lines.append(f"    nn.Linear({before}, {after}),")
        if number <= len(config.hidden_sizes):
            lines.append(f"    {ACTIVATION_LINES[config.activation]},")
            if config.dropout:
                lines.append(f"    nn.Dropout({config.dropout:g}),{_OWN_CHANCE}")
    body = "\n".join(lines)
    return (
        "import torch\nfrom torch import nn\n\n"
        f"torch.manual_seed({config.seed})\n\nmodel = nn.Sequential(\n{body}\n)\n"
    )


_OWN_CHANCE = "    # the app's zeros come from a generator of its own"


def optimizer(config: TrainingConfig) -> str:
    """The optimiser's one line."""
    rate = f"lr={config.learning_rate:g}"
    return {
        "adam": f"torch.optim.Adam(model.parameters(), {rate})",
        "adamw": f"torch.optim.AdamW(model.parameters(), {rate})",
        "sgd": f"torch.optim.SGD(model.parameters(), {rate}, momentum=0.9)",
    }[config.optimizer]


def training(config: TrainingConfig) -> str:
    """The training loop; after the lines of `data_code.data` and `model` it is a whole program."""
    bent, average = config.handwriting, config.weight_averaging
    parts = [
        _imports(config),
        f"""
shuffle = torch.Generator().manual_seed({config.seed})
loader = DataLoader(train_set, batch_size={config.batch_size}, shuffle=True, generator=shuffle)
loss_function = nn.CrossEntropyLoss()
optimizer = {optimizer(config)}
""",
        SCHEDULERS[config.schedule].format(config=config),
        _average() if average else "",
        _hands(config) if bent else "",
        f"""
for epoch in range({config.epochs}):
    model.train()
    for images, labels in loader:
""",
        _BEND if bent else "",
        """\
        logits = model(images)                  # guess
        loss = loss_function(logits, labels)    # how wrong is it?
        optimizer.zero_grad()
        loss.backward()                         # which way is down, for every weight
        optimizer.step()                        # one small step that way
""",
        "        scheduler.step()\n" if config.schedule != "constant" else "",
        "        average.update_parameters(model)\n" if average else "",
        "\nmodel = average.module\n" if average else "",
    ]
    return "".join(parts)


def _imports(config: TrainingConfig) -> str:
    lines = ["from torch.utils.data import DataLoader"]
    if config.weight_averaging:
        lines.insert(0, "from torch.optim.swa_utils import AveragedModel")
    if config.handwriting:
        lines += [
            "from mnist_core.augmentation import augment",
            "from mnist_core.data import normalise",
        ]
    return "\n".join(lines) + "\n"


def _average() -> str:
    from mnist_core.averaging import DECAY

    return f"""
def mean_so_far(mean, weight, steps):    # reaches back further and further
    return torch.lerp(weight, mean, min({DECAY}, (1 + int(steps)) / (10 + int(steps))))

average = AveragedModel(model, avg_fn=mean_so_far)
"""


def _hands(config: TrainingConfig) -> str:
    from mnist_core.randomness import generator_for

    seed = generator_for("handwriting", config.seed).initial_seed()
    return f"hands = torch.Generator().manual_seed({seed})\n"


SCHEDULERS = {
    "constant": "",
    "cosine": """\
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, {config.epochs} * len(loader))
""",
    "one_cycle": """\
scheduler = torch.optim.lr_scheduler.OneCycleLR(
    optimizer,
    max_lr={config.learning_rate:g},
    total_steps={config.epochs} * len(loader),
    cycle_momentum=False,
)
""",
}
_BEND = """\
        pixels = (images.squeeze(1) * 0.3081 + 0.1307) * 255     # 0 to 255 again
        images = normalise(augment(pixels, hands))               # each bent in its own way
"""


def prediction() -> str:
    """From a picture to an answer."""
    return """model.eval()
with torch.no_grad():
    pixels = torch.tensor(picture, dtype=torch.float32) / 255   # (28, 28), ink is 1
    logits = model(((pixels - 0.1307) / 0.3081).unsqueeze(0))   # (1, 10)
    probabilities = logits.softmax(dim=1)
    digit = int(probabilities.argmax())
"""
