"""A model's weights as bytes: safetensors, which holds numbers and nothing that could run."""

from __future__ import annotations

import safetensors
import safetensors.torch
import torch

from mnist_core.config import TrainingConfig
from mnist_core.model.mlp import MLP, network_of
from mnist_core.tracking import EpochWeights

HALF_MAXIMUM = torch.finfo(torch.float16).max


def take_weights(model: MLP, epoch: int, *, finished: bool) -> EpochWeights:
    """Copy ``model``'s weights, from whatever device it is on."""
    # Copies: the parameters may be views into one flat vector that training goes on changing.
    state = {
        name: value.detach().to("cpu", copy=True).contiguous()
        for name, value in model.state_dict().items()
    }
    return EpochWeights(epoch, safetensors.torch.save(state), _halved(state) if finished else None)


def _halved(state: dict[str, torch.Tensor]) -> bytes:
    """float16 keeps three digits up to 65,504; beyond that bfloat16 keeps two of any number."""
    largest = max((float(value.abs().max()) for value in state.values()), default=0.0)
    kind = torch.float16 if largest <= HALF_MAXIMUM else torch.bfloat16
    return safetensors.torch.save({k: v.to(kind).contiguous() for k, v in state.items()})


def model_from(config: TrainingConfig, weights: bytes) -> MLP:
    """The network of ``config`` with ``weights``, float32, in eval mode, on the CPU.

    Raises:
        ValueError: these are no weights of this network.
    """
    # Its first weights are overwritten at once; a generator of its own keeps the global one out.
    generator = torch.Generator().manual_seed(0)
    model = network_of(config, generator)
    try:
        state = safetensors.torch.load(weights)
        model.load_state_dict({name: value.to(torch.float32) for name, value in state.items()})
    # The first for bytes that are no safetensors, the others for tensors that do not fit.
    except (safetensors.SafetensorError, RuntimeError, LookupError, ValueError) as error:
        raise ValueError(f"these are no weights of {config.hidden_sizes}: {error}") from error
    return model.eval()
