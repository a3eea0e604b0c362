"""The lines that depend on the settings, once for every program that has them.

Torch-free: it writes PyTorch and needs none, so that a page can be shown before torch is there.
"""

from __future__ import annotations

from itertools import pairwise

from mnist_core.config import CLASSES, INPUT_SIZE, MEAN, STD, TrainingConfig, seed_for
from mnist_core.export.code_line import CodeLine, lines_of

NORMALIZE = f"    transforms.Normalize(({MEAN},), ({STD},)),"


def layer_sizes(config: TrainingConfig) -> list[tuple[int, int]]:
    """Inputs and outputs of every fully connected layer, from the first to the last."""
    return list(pairwise((INPUT_SIZE, *config.hidden_sizes, CLASSES)))


def import_torchvision() -> list[CodeLine]:
    """Its import; where its compiled part does not fit the PyTorch beside it, that is mended."""
    wanted = "    from torchvision import datasets, transforms"
    return [
        CodeLine("try:", "try_torchvision"),
        CodeLine(wanted, "import_torchvision"),
        *lines_of(
            "mend_torchvision",
            "except RuntimeError:",
            '    schema = "(Tensor a, Tensor b, float c) -> Tensor"',
            '    for name in ("nms", "qnms"):',
            '        torch.library.define(f"torchvision::{name}", schema)',
            wanted,
        ),
    ]


def datasets() -> list[CodeLine]:
    """Both sets, every image made a normalised tensor."""
    return [
        CodeLine("transform = transforms.Compose([", "compose"),
        CodeLine("    transforms.ToTensor(),", "to_tensor"),
        CodeLine(NORMALIZE, "normalize"),
        CodeLine("])", "compose"),
        *(
            CodeLine(
                f'{name}_set = datasets.MNIST("data", train={train}, download=True, '
                "transform=transform)",
                f"{name}_set",
            )
            for name, train in (("train", True), ("test", False))
        ),
    ]


def hold_out(config: TrainingConfig) -> list[CodeLine]:
    """The validation images, drawn from the training set; nothing where none are held out."""
    if not config.validation_size:
        return []
    sizes = f"[{config.training_size}, {config.validation_size}]"
    return lines_of(
        "hold_out",
        f"held_out = torch.Generator().manual_seed({config.seed})",
        f"train_set, validation_set = random_split(train_set, {sizes}, held_out)",
    )


def import_loader(config: TrainingConfig) -> CodeLine:
    """The DataLoader, and what holds images out."""
    names = f"DataLoader{', random_split' * bool(config.validation_size)}"
    return CodeLine(f"from torch.utils.data import {names}", "import_loader")


def shuffled_loader(config: TrainingConfig, name: str) -> list[CodeLine]:
    """The training images, shuffled anew in each epoch, in batches."""
    options = f"batch_size={config.batch_size}, shuffle=True, generator=shuffle"
    return [
        CodeLine(f"shuffle = torch.Generator().manual_seed({config.seed})", "shuffle_seed"),
        CodeLine(f"{name} = DataLoader(train_set, {options})", "train_loader"),
    ]


def threads() -> CodeLine:
    """One thread, as in the app."""
    return CodeLine("torch.set_num_threads(1)", "threads")


def weights_seed(config: TrainingConfig) -> CodeLine:
    """Where the random initial weights begin."""
    return CodeLine(f"torch.manual_seed({config.seed})", "weights_seed")


def optimizer(config: TrainingConfig) -> CodeLine:
    """torch's fused Adam has other last digits than the plain one."""
    rate = f"lr={config.learning_rate}"
    made = {
        "adam": f"Adam(model.parameters(), {rate}, fused=True)",
        "adamw": f"AdamW(model.parameters(), {rate}, fused=True)",
        "sgd": f"SGD(model.parameters(), {rate}, momentum=0.9)",
    }[config.optimizer]
    return CodeLine(f"optimizer = torch.optim.{made}", f"optimizer_{config.optimizer}")


def extra_imports(config: TrainingConfig) -> list[CodeLine]:
    """What only some settings need of Python itself."""
    lines = []
    if config.weight_averaging:
        lines.append(CodeLine("import copy", "import_copy"))
    if config.schedule == "cosine":
        lines.append(CodeLine("import math", "import_math"))
    return lines


def import_augment(config: TrainingConfig) -> list[CodeLine]:
    """This app's own bends; nothing where no image is bent."""
    line = "from mnist_core.data.augmentation import augment"
    return [CodeLine(line, "import_augment")] if config.handwriting else []


def schedule(config: TrainingConfig, loader: str) -> list[CodeLine]:
    """The learning rate's way from step to step; nothing where it is constant."""
    if config.schedule == "constant":
        return []
    steps = CodeLine(f"steps = {config.epochs} * len({loader})", "schedule_steps")
    if config.schedule == "cosine":
        return [
            steps,
            *lines_of(
                "schedule_cosine",
                "scheduler = torch.optim.lr_scheduler.LambdaLR(",
                "    optimizer, lambda step: (1 + math.cos(math.pi * (step / steps))) / 2",
                ")",
            ),
        ]
    peak = f"max_lr={config.learning_rate}, total_steps=steps, cycle_momentum=False"
    return [
        steps,
        *lines_of(
            "schedule_one_cycle",
            "scheduler = torch.optim.lr_scheduler.OneCycleLR(",
            f"    optimizer, {peak}",
            ")",
        ),
    ]


def mean_model(config: TrainingConfig) -> list[CodeLine]:
    """The running mean of the weights; nothing where they are not averaged."""
    if not config.weight_averaging:
        return []
    return [
        CodeLine("mean_model = copy.deepcopy(model)", "mean_model"),
        CodeLine("updates = 0", "mean_updates"),
    ]


def handwriting_seed(config: TrainingConfig) -> list[CodeLine]:
    """Where the random bends begin."""
    if not config.handwriting:
        return []
    seed = seed_for("handwriting", config.seed)
    return [CodeLine(f"hands = torch.Generator().manual_seed({seed})", "handwriting_seed")]


def has_dropout(config: TrainingConfig) -> bool:
    """Whether there is a layer that dropout follows."""
    return bool(config.dropout and config.hidden_sizes)


def dropout_seed(config: TrainingConfig) -> list[CodeLine]:
    """Where dropout's random zeros begin."""
    if not has_dropout(config):
        return []
    return [CodeLine(f"torch.manual_seed({seed_for('dropout', config.seed)})", "dropout_seed")]


def bend(config: TrainingConfig, images: str) -> list[CodeLine]:
    """Every image of the batch called ``images`` is bent in a way of its own."""
    if not config.handwriting:
        return []
    pixels = f"pixels = (({images} * {STD} + {MEAN}) * 255).round().byte().squeeze(1)"
    bent = f"{images} = (augment(pixels, hands).unsqueeze(1) / 255 - {MEAN}) / {STD}"
    return [CodeLine(pixels, "bend_pixels"), CodeLine(bent, "bend")]


def after_step(config: TrainingConfig) -> list[CodeLine]:
    """What follows the optimiser's step: the next learning rate, and the mean of the weights."""
    lines = []
    if config.schedule != "constant":
        lines.append(CodeLine("scheduler.step()", "scheduler_step"))
    return lines + _update_mean(config)


def _update_mean(config: TrainingConfig) -> list[CodeLine]:
    if not config.weight_averaging:
        return []
    from mnist_core.training import DECAY

    return [
        CodeLine(f"decay = min({DECAY}, (1 + updates) / (10 + updates))", "mean_decay"),
        CodeLine("updates += 1", "mean_count"),
        *lines_of(
            "mean_step",
            "with torch.no_grad():",
            "    for mean, weight in zip(mean_model.parameters(), model.parameters()):",
        ),
        CodeLine("        mean.lerp_(weight, 1 - decay)", "mean_lerp"),
    ]


def print_batch(config: TrainingConfig, loader: str) -> list[CodeLine]:
    """The log's line of the batch at hand."""
    images = f"{{batch * {config.batch_size}}}/{{len(train_set)}}"
    return lines_of(
        "print_batch",
        f'seen = f"{images} ({{batch / len({loader}):.0%}})"',
        'print(f"Epoch: {epoch} [{seen}]  Loss: {loss.item():.6f}")',
    )
