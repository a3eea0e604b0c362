"""The One step page's widgets.  What a test clicks is found by these names."""

from __future__ import annotations

from ui.session import Key

RUN = Key[str]("step_run")
EPOCH = Key[int]("step_epoch")
LINE = Key[int]("step_line")
BACK = Key[bool]("step_back")
FORWARD = Key[bool]("step_forward")
IMAGES = Key[dict[str, object]]("step_images")
BATCH = Key[dict[str, object]]("step_batch")
WORST = Key[dict[str, object]]("step_worst")
LAYER = Key[int]("step_layer")
NUDGE = Key[float]("step_nudge")
TAKE_1 = Key[bool]("take_1")
TAKE_10 = Key[bool]("take_10")
TAKE_100 = Key[bool]("take_100")
DIVERGES = Key[bool]("step_diverges")
STOP = Key[bool]("step_stop")
CURVE = Key[bool]("step_curve")
START_OVER = Key[bool]("step_start_over")
LOGITS = Key[None]("step_logits")
PROBABILITIES = Key[None]("step_probabilities")
LOSSES = Key[None]("step_losses")
ERRORS = Key[None]("step_errors")
GRADIENTS = Key[None]("step_gradients")
CHANGES = Key[None]("step_changes")
RATES = Key[None]("step_rates")
TAKEN = Key[None]("step_taken")


def neuron(layer: int) -> Key[int]:
    """The number of a neuron of this layer, from 1."""
    return Key(f"step_neuron_{layer}")


def weight(layer: int) -> Key[int]:
    """The number of the input from which the chosen weight of this layer comes, from 1."""
    return Key(f"step_weight_{layer}")
