"""The lines of PyTorch that prepare the data as the Data page shows it."""

from __future__ import annotations

from mnist_core.config import TrainingConfig


def data(config: TrainingConfig) -> str:
    """From the files to the first batch, with the learner's batch size, seed and hold-out."""
    from mnist_core.data import MEAN, STD

    whole = "train_set.dataset" if config.validation_size else "train_set"
    return f"""import torch
from torch.utils.data import DataLoader{", random_split" if config.validation_size else ""}
from torchvision import datasets, transforms

transform = transforms.Compose([
    transforms.ToTensor(),                          # 0..255 -> 0..1
    transforms.Normalize(({MEAN},), ({STD},)),  # minus the mean, divided by the deviation
])
train_set = datasets.MNIST("data", train=True, download=True, transform=transform)
test_set = datasets.MNIST("data", train=False, download=True, transform=transform)
{_hold_out(config)}
shuffle = torch.Generator().manual_seed({config.seed})
loader = DataLoader(train_set, batch_size={config.batch_size}, shuffle=True, generator=shuffle)

images, labels = next(iter(loader))    # the first batch of the first epoch
print(images.shape, labels.shape)      # ({config.batch_size}, 1, 28, 28) and ({config.batch_size},)
print(f"{{len(loader):,}} batches an epoch")

# Where the two numbers come from:
pixels = {whole}.data / 255
print(pixels.mean(), pixels.std())     # {MEAN} and {STD}
"""


def _hold_out(config: TrainingConfig) -> str:
    if not config.validation_size:
        return ""
    rest = config.training_size
    return f"""
held_out = torch.Generator().manual_seed({config.seed})
train_set, validation_set = random_split(train_set, [{rest}, {config.validation_size}], held_out)
"""
