"""The lines of PyTorch that prepare the data as the Data page shows it."""

from __future__ import annotations

from mnist_core.config import MEAN, STD, TrainingConfig
from ui.text import Line, _, comment, listing


def data(config: TrainingConfig) -> str:
    """From the files to the first batch, with the learner's batch size, seed and hold-out."""
    size = config.batch_size
    whole = "train_set.dataset" if config.validation_size else "train_set"
    normalise = f"    transforms.Normalize(({MEAN},), ({STD},)),"
    loader = f"loader = DataLoader(train_set, batch_size={size}, shuffle=True, generator=shuffle)"
    shape = _("{shape}: images, 1 grey channel, rows, columns")
    numbers = _("{mean} and {deviation}").format(mean=MEAN, deviation=STD)
    return listing(
        "import torch",
        f"from torch.utils.data import DataLoader{', random_split' * bool(config.validation_size)}",
        "",
        *_torchvision(),
        "",
        "transform = transforms.Compose([",
        ("    transforms.ToTensor(),", _("0 to 255 becomes 0 to 1")),
        (normalise, _("minus the mean, divided by the deviation")),
        "])",
        'train_set = datasets.MNIST("data", train=True, download=True, transform=transform)',
        'test_set = datasets.MNIST("data", train=False, download=True, transform=transform)',
        *_hold_out(config),
        "",
        f"shuffle = torch.Generator().manual_seed({config.seed})",
        loader,
        "",
        ("images, labels = next(iter(loader))", _("the first batch of the first epoch")),
        ("print(images.shape)", shape.format(shape=f"({size}, 1, 28, 28)")),
        ("print(labels.shape)", f"({size},)"),
        'print(f"{len(loader):,} batches an epoch")',
        "",
        comment(_("Where the two numbers come from:")),
        f"pixels = {whole}.data / 255",
        ("print(pixels.mean(), pixels.std())", numbers),
    )


def _torchvision() -> tuple[Line, ...]:
    """Its import; where its compiled part does not fit the PyTorch beside it, that is mended."""
    return (
        "try:",
        "    from torchvision import datasets, transforms",
        ("except RuntimeError:", _("its compiled part is missing; MNIST needs none of it")),
        '    schema = "(Tensor a, Tensor b, float c) -> Tensor"',
        ('    for name in ("nms", "qnms"):', _("it only looks for these names")),
        '        torch.library.define(f"torchvision::{name}", schema)',
        "    from torchvision import datasets, transforms",
    )


def _hold_out(config: TrainingConfig) -> tuple[Line, ...]:
    if not config.validation_size:
        return ()
    sizes = f"[{config.training_size}, {config.validation_size}]"
    return (
        "",
        f"held_out = torch.Generator().manual_seed({config.seed})",
        f"train_set, validation_set = random_split(train_set, {sizes}, held_out)",
    )
