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


def datasets(config: TrainingConfig) -> list[CodeLine]:
    """Both sets, every image made a tensor, normalised where that is set."""
    return [
        CodeLine("transform = transforms.Compose([", "compose"),
        CodeLine("    transforms.ToTensor(),", "to_tensor"),
        *([CodeLine(NORMALIZE, "normalize")] if config.normalize else []),
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


def training_set(config: TrainingConfig) -> list[CodeLine]:
    """What is done to the training set before it is dealt out; nothing with the tutorial's."""
    return [*_divide(config), *_mislabel(config), *_sort(config)]


def _divide(config: TrainingConfig) -> list[CodeLine]:
    """The images that are trained on, and the validation images; the rest is called `_`."""
    if not _is_divided(config):
        return []
    sizes, names = [config.training_size], ["train_set"]
    if config.unused_images:
        sizes.append(config.unused_images)
        names.append("_")
    if config.validation_size:
        sizes.append(config.validation_size)
        names.append("validation_set")
    key = "hold_out" if config.validation_size else "subset"
    if config.validation_size and config.unused_images:
        key = "subset_hold_out"
    return lines_of(
        key,
        f"divide = torch.Generator().manual_seed({config.seed})",
        f"{', '.join(names)} = random_split(train_set, {sizes}, divide)",
    )


def _mislabel(config: TrainingConfig) -> list[CodeLine]:
    """Some training labels are replaced by those of other digits."""
    if not config.wrong_labels:
        return []
    size, count = config.training_size, config.wrong_labels
    seed = seed_for("label_noise", config.seed)
    indices = "wrong = torch.tensor(train_set.indices)[wrong]"
    return [
        CodeLine(f"noise = torch.Generator().manual_seed({seed})", "noise_seed"),
        CodeLine(f"wrong = torch.randperm({size}, generator=noise)[:{count}]", "noise_chosen"),
        CodeLine(f"shift = torch.randint(1, 10, ({count},), generator=noise)", "noise_shift"),
        *([CodeLine(indices, "noise_indices")] if _is_divided(config) else []),
        CodeLine(f"targets = {_divided_set(config)}.targets", "targets"),
        CodeLine("targets[wrong] = (targets[wrong] + shift) % 10", "noise"),
    ]


def _sort(config: TrainingConfig) -> list[CodeLine]:
    """All zeros first, then all ones."""
    if config.order != "sorted":
        return []
    chosen = "[train_set.indices]" if _is_divided(config) else ""
    targets = f"{_divided_set(config)}.targets{chosen}"
    return [
        CodeLine(f"by_digit = {targets}.argsort(stable=True)", "sort_labels"),
        CodeLine("train_set = Subset(train_set, by_digit.tolist())", "sort"),
    ]


def _is_divided(config: TrainingConfig) -> bool:
    """Whether `random_split` has made a part of the training set."""
    return bool(config.validation_size or config.unused_images)


def _divided_set(config: TrainingConfig) -> str:
    """MNIST's own training set, after `random_split`."""
    return f"train_set{'.dataset' * _is_divided(config)}"


def whole_set(config: TrainingConfig) -> str:
    """MNIST's own training set, after all that is done to it."""
    return f"{_divided_set(config)}{'.dataset' * (config.order == 'sorted')}"


def import_loader(config: TrainingConfig) -> CodeLine:
    """The DataLoader, and what divides or sorts a set."""
    names = f"DataLoader{', Subset' * (config.order == 'sorted')}"
    names += ", random_split" * _is_divided(config)
    return CodeLine(f"from torch.utils.data import {names}", "import_loader")


def training_loader(config: TrainingConfig, name: str) -> list[CodeLine]:
    """The training images in batches, shuffled anew in each epoch or in one order.

    A loader draws a seed from torch's global generator in each round; where dropout draws its
    zeros from that one, a loader that shuffles nothing has a generator of its own, too.
    """
    if config.order != "shuffled":
        own = ", generator=torch.Generator()" * has_dropout(config)
        made = f"{name} = DataLoader(train_set, batch_size={config.batch_size}{own})"
        return [CodeLine(made, f"train_loader_{config.order}")]
    options = f"batch_size={config.batch_size}, shuffle=True, generator=shuffle"
    return [
        CodeLine(f"shuffle = torch.Generator().manual_seed({config.seed})", "shuffle_seed"),
        CodeLine(f"{name} = DataLoader(train_set, {options})", "train_loader"),
    ]


def initial_weights(config: TrainingConfig) -> list[CodeLine]:
    """Other initial weights than those that each layer draws; nothing where they stay."""
    if config.initial_weights == "kaiming_uniform":
        return []
    return lines_of(
        f"weights_{config.initial_weights}",
        "for parameter in model.parameters():",
        f"    nn.init.{config.initial_weights}_(parameter)",
    )


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
    scaled, bent = images, "augment(pixels, hands).unsqueeze(1) / 255"
    if config.normalize:
        scaled, bent = f"({images} * {STD} + {MEAN})", f"({bent} - {MEAN}) / {STD}"
    pixels = f"pixels = ({scaled} * 255).round().byte().squeeze(1)"
    return [CodeLine(pixels, "bend_pixels"), CodeLine(f"{images} = {bent}", "bend")]


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
