"""One step of training with nothing thrown away: ``train_step``'s lines, and what each has made."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from mnist_core.config import IMAGE_SIDE, MEAN, STD, Activation, TrainingConfig, seed_for
from mnist_core.inspection.forward import logits_of
from mnist_core.inspection.layer_report import LayerReport, ParameterStep
from mnist_core.inspection.optimizer_arithmetic import UpdateRule
from mnist_core.inspection.report import Batch, StepReport
from mnist_core.model import MLP, Dropout
from mnist_core.training import build_optimizer

# What torch's optimisers call what they keep of the steps before.
MOMENTS = {
    "adam": ("exp_avg", "exp_avg_sq"),
    "adamw": ("exp_avg", "exp_avg_sq"),
    "sgd": ("momentum_buffer",),
}


def inspect_step(
    model: MLP,
    images: Tensor,
    labels: Tensor,
    config: TrainingConfig,
    optimizer_state: dict[str, Any] | None = None,
    *,
    learning_rate: float | None = None,
    dropout: torch.Generator | None = None,
    previous_gradients: Sequence[Tensor] | None = None,
) -> StepReport:
    """The step that ``train_step`` would take, on the CPU, bit for bit; nothing given is changed.

    Args:
        model: as it is before the step; the step itself is taken in training mode.
        images: as the model sees them, float32 (N, 28, 28) or (N, 1, 28, 28).
        labels: int64 (N,).
        config: tells the optimiser, and the seed of dropout's zeros.
        optimizer_state: its ``state_dict()`` before the step; None for a new one.
        learning_rate: of this step; None takes the config's.
        dropout: draws the zeros as it stands; None takes those of the training's first step.
        previous_gradients: of the step before, ``[p.grad for p in model.parameters()]``: what
            ``zero_grad`` will clear.

    Raises:
        ValueError: images and labels are not as above, or the state is of another optimiser.
    """
    batch = _batch(images, labels, model.normalize)
    rate = config.learning_rate if learning_rate is None else learning_rate
    ours = copy.deepcopy(model).to("cpu").train().requires_grad_()
    ours.draw_dropout_from(_same_draws(dropout, config.seed))
    optimizer = build_optimizer(config, ours.parameters())
    moments, updates = _restore(optimizer, config, optimizer_state)
    optimizer.param_groups[0]["lr"] = rate
    before = [parameter.detach().clone() for parameter in ours.parameters()]

    # train_step's lines
    optimizer.zero_grad()
    passes = _forward(ours, batch.images)
    logits = passes[-1].sums
    loss = F.cross_entropy(logits, batch.labels)
    loss.backward()
    optimizer.step()

    previous = _copied(previous_gradients, len(before))
    steps = [
        ParameterStep(old, _gradient(parameter), parameter.detach(), kept, last)
        for old, parameter, kept, last in zip(
            before, ours.parameters(), moments, previous, strict=True
        )
    ]
    layers = _layers(passes, steps)
    return StepReport(
        batch=batch,
        layers=layers,
        activation=ours.activation,
        probabilities=logits.detach().softmax(dim=1),
        losses=F.cross_entropy(logits.detach(), batch.labels, reduction="none"),
        loss=loss.item(),
        loss_after=_loss_after(layers, batch, ours.activation),
        rule=UpdateRule(config.optimizer, rate, 0 if config.optimizer == "sgd" else updates + 1),
    )


def _batch(images: Tensor, labels: Tensor, normalized: bool) -> Batch:
    """Copies, since ``Batches`` overwrites the images that it gives out."""
    count = len(labels)
    if not count or images.numel() != count * IMAGE_SIDE**2 or len(images) != count:
        raise ValueError(f"{tuple(images.shape)} are no images for {tuple(labels.shape)} labels")
    seen = images.detach().to("cpu", torch.float32, copy=True)
    seen = seen.view(count, 1, IMAGE_SIDE, IMAGE_SIDE)
    scaled = seen[:, 0] * STD + MEAN if normalized else seen[:, 0]
    bytes_again = scaled.mul(255).round_()
    pixels = bytes_again.nan_to_num_().clamp_(0, 255).to(torch.uint8)
    return Batch(pixels, seen, labels.detach().to("cpu", torch.int64, copy=True))


def _same_draws(generator: torch.Generator | None, seed: int) -> torch.Generator:
    """A generator that draws what ``generator`` would, or the run's own at its beginning."""
    ours = torch.Generator()
    if generator is None:
        return ours.manual_seed(seed_for("dropout", seed))
    return ours.set_state(generator.get_state())


def _restore(
    optimizer: torch.optim.Optimizer, config: TrainingConfig, state: dict[str, Any] | None
) -> tuple[list[tuple[Tensor, ...]], int]:
    """Bring the optimiser to where it was.

    Returns:
        Copies of what it keeps of each parameter, empty if it is new; and its updates so far.
    """
    kept: dict[int, dict[str, Any]] = copy.deepcopy(state["state"]) if state else {}
    names = MOMENTS[config.optimizer]
    parameters = len(optimizer.param_groups[0]["params"])
    if not kept:
        return [()] * parameters, 0
    if len(kept) != parameters or not all(name in each for each in kept.values() for name in names):
        raise ValueError(f"this is no state of {config.optimizer} for this network")
    moments = [tuple(kept[i][name].clone() for name in names) for i in range(parameters)]
    groups = optimizer.state_dict()["param_groups"]
    optimizer.load_state_dict({"state": kept, "param_groups": groups})
    return moments, int(kept[0].get("step", 0))


@dataclass(slots=True)
class _Pass:
    """A layer's tensors while autograd still follows them."""

    inputs: Tensor
    sums: Tensor
    activations: Tensor
    outputs: Tensor
    mask: Tensor | None = None

    def report(self, name: str, weight: ParameterStep, bias: ParameterStep) -> LayerReport:
        """As plain tensors, after ``backward``."""
        return LayerReport(
            name=name,
            inputs=self.inputs.detach(),
            sums=self.sums.detach(),
            activations=self.activations.detach(),
            mask=self.mask,
            outputs=self.outputs.detach(),
            sums_gradient=_gradient(self.sums),
            outputs_gradient=_gradient(self.outputs),
            weight=weight,
            bias=bias,
        )


def _forward(model: MLP, images: Tensor) -> list[_Pass]:
    """``model(images)``, module by module as its ``nn.Sequential`` calls them."""
    values, passes = images, []
    for module in model.layers:
        if isinstance(module, nn.Linear):
            sums = module(values)
            passes.append(_Pass(values, sums, sums, sums))
            values = sums
        elif isinstance(module, nn.Flatten):
            values = module(values)
        elif isinstance(module, Dropout):
            passes[-1].mask = module.mask_like(values)
            passes[-1].outputs = values = values * passes[-1].mask
        else:
            passes[-1].activations = passes[-1].outputs = values = module(values)
    for each in passes:
        each.sums.retain_grad()
        each.outputs.retain_grad()
    return passes


def _gradient(tensor: Tensor) -> Tensor:
    assert tensor.grad is not None, "backward has been called"
    return tensor.grad


def _copied(gradients: Sequence[Tensor] | None, count: int) -> list[Tensor | None]:
    if gradients is None:
        return [None] * count
    return [each.detach().to("cpu", copy=True) for each in gradients]


def _layers(passes: list[_Pass], steps: list[ParameterStep]) -> tuple[LayerReport, ...]:
    """Of the parameters, each layer has two: its weights and its biases."""
    hidden = [f"hidden_{number}" for number in range(1, len(passes))]
    return tuple(
        each.report(name, weight, bias)
        for each, name, weight, bias in zip(
            passes, [*hidden, "output"], steps[::2], steps[1::2], strict=True
        )
    )


def _loss_after(layers: tuple[LayerReport, ...], batch: Batch, activation: Activation) -> float:
    """Of the same batch with the same zeros."""
    parameters = [(layer.weight.after, layer.bias.after) for layer in layers]
    masks = [layer.mask for layer in layers]
    logits = logits_of(layers[0].inputs, parameters, activation, masks)
    return F.cross_entropy(logits, batch.labels).item()
