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
                lines.append(f"    nn.Dropout({config.dropout:g}),")
    body = "\n".join(lines)
    return (
        "import torch\nfrom torch import nn\n\n"
        f"torch.manual_seed({config.seed})\n\nmodel = nn.Sequential(\n{body}\n)\n"
    )


def optimizer(config: TrainingConfig) -> str:
    """The optimiser's one line."""
    rate = f"lr={config.learning_rate:g}"
    return {
        "adam": f"torch.optim.Adam(model.parameters(), {rate})",
        "adamw": f"torch.optim.AdamW(model.parameters(), {rate})",
        "sgd": f"torch.optim.SGD(model.parameters(), {rate}, momentum=0.9)",
    }[config.optimizer]


def training(config: TrainingConfig) -> str:
    """The training loop itself."""
    scheduler, step = _scheduler(config)
    return f"""from torch.utils.data import DataLoader

loader = DataLoader(train_set, batch_size={config.batch_size}, shuffle=True)
loss_function = nn.CrossEntropyLoss()
optimizer = {optimizer(config)}
{scheduler}
for epoch in range({config.epochs}):
    model.train()
    for images, labels in loader:
        logits = model(images)                  # guess
        loss = loss_function(logits, labels)    # how wrong is it?
        optimizer.zero_grad()
        loss.backward()                         # which way is down, for every weight
        optimizer.step()                        # one small step that way
{step}"""


def _scheduler(config: TrainingConfig) -> tuple[str, str]:
    total = f"{config.epochs} * len(loader)"
    step = "        scheduler.step()\n"
    if config.schedule == "cosine":
        return (
            f"scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, {total})\n",
            step,
        )
    if config.schedule == "one_cycle":
        return (
            "scheduler = torch.optim.lr_scheduler.OneCycleLR(\n"
            f"    optimizer, max_lr={config.learning_rate:g}, total_steps={total}, "
            "cycle_momentum=False\n)\n",
            step,
        )
    return "", ""


def prediction() -> str:
    """From a picture to an answer."""
    return """model.eval()
with torch.no_grad():
    pixels = torch.tensor(picture, dtype=torch.float32) / 255   # (28, 28), ink is 1
    logits = model(((pixels - 0.1307) / 0.3081).unsqueeze(0))   # (1, 10)
    probabilities = logits.softmax(dim=1)
    digit = int(probabilities.argmax())
"""
