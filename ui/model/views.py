"""The Model page's parts: the network drawn, its layers counted, and its first guesses."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st
import torch

from mnist_core.config import TrainingConfig
from mnist_core.evaluation import predict_all
from mnist_core.model import build_model, layer_table
from ui.components import GridPicture, digit_grid, network_svg, show_svg
from ui.session import Key
from ui.shell import Lab
from ui.text import _, choice_name, probability, text
from ui.text import network as network_sizes

UNTRAINED = Key[dict[str, object]]("untrained")
SAMPLES = 10
SCORED = 1_000


def layer_name(name: str) -> str:
    """A row's name from `layer_table` in the learner's language."""
    if name == "input":
        return _("Input")
    if name == "output":
        return _("Output")
    return _("Hidden {number}").format(number=name.rsplit("_", 1)[-1])


def network(config: TrainingConfig, in_force: bool) -> None:
    """The network to scale; on each arrow the shape of the batch that passes along it.

    Args:
        in_force: whether it is the one that the sliders ask for.
    """
    if not in_force:
        words = _("Shown here, and trained if you start: {sizes}, not what the sliders ask for.")
        st.warning(words.format(sizes=network_sizes(config)), icon=":material/info:")
    rows = [row for row in layer_table(config.hidden_sizes) if row.kind in ("flatten", "linear")]
    sizes = [row.output_shape[-1] for row in rows]
    arrows = [str((config.batch_size, *row.input_shape)) for row in rows[1:]]
    alt = _("The network to scale: {sizes} neurons, each layer fully connected to the next.")
    svg = network_svg(
        sizes,
        [layer_name(row.name) for row in rows],
        arrows,
        alt=alt.format(sizes=" → ".join(f"{size:,}" for size in sizes)),
    )
    show_svg(svg, key="network")


def layers(config: TrainingConfig) -> None:
    """The table of layers: output shape, parameters, and the total."""
    rows = layer_table(config.hidden_sizes, config.activation)
    frame = pd.DataFrame(
        {
            _("Layer"): [layer_name(row.name) for row in rows],
            _("Kind"): [_kind(row.kind) for row in rows],
            _("Output shape"): [str((config.batch_size, *row.output_shape)) for row in rows],
            _("Parameters"): [f"{row.parameters:,}" for row in rows],
            _("How it is counted"): [row.formula for row in rows],
        }
    )
    st.table(
        frame,
        border="horizontal",
        hide_index=True,
        alt=_("The layers of the network with their shapes and numbers of parameters."),
    )
    st.metric(
        _("Parameters in total"),
        f"{config.parameters:,}",
        help=_("Every one of these numbers is moved a little in every training step."),
    )


def _kind(kind: str) -> str:
    if kind == "flatten":
        return _("Flatten")
    return _("Fully connected") if kind == "linear" else choice_name(kind)


@dataclass(frozen=True)
class FirstGuesses:
    """What the untrained network says: about ten samples, and how often it is right."""

    probabilities: np.ndarray  # float32 (SCORED, 10)
    labels: np.ndarray  # int64 (SCORED,)

    @property
    def accuracy(self) -> float:
        return float((self.probabilities.argmax(axis=1) == self.labels).mean())

    @property
    def loss(self) -> float:
        chosen = self.probabilities[np.arange(len(self.labels)), self.labels]
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())


@st.cache_data(max_entries=64, show_spinner=False)
def first_guesses(_lab: Lab, config: TrainingConfig) -> FirstGuesses:
    """The untrained network on the first test images.

    Args:
        config: of which nothing but what these guesses hang on is set.
    """
    model = build_model(config).eval()
    images = _lab.mnist.test.images[:SCORED]
    with torch.inference_mode():
        probabilities = np.asarray(predict_all(model, images))
    return FirstGuesses(probabilities, _lab.mnist.test.labels[:SCORED].numpy().astype(np.int64))


def initial_weights(config: TrainingConfig) -> str:
    """What the parameters are before training, in half a sentence."""
    return text("model", f"start_{config.initial_weights}")


def untrained(lab: Lab, config: TrainingConfig) -> FirstGuesses:
    """Ten samples with what the network guesses before it has learned anything."""
    untrained_config = TrainingConfig(
        hidden_sizes=config.hidden_sizes,
        activation=config.activation,
        seed=config.seed,
        normalize=config.normalize,
        initial_weights=config.initial_weights,
    )
    guesses = first_guesses(lab, untrained_config)
    pictures = []
    for index in range(SAMPLES):
        digit = int(guesses.probabilities[index].argmax())
        share = probability(guesses.probabilities[index].max(), 0)
        label = int(guesses.labels[index])
        pictures.append(
            GridPicture(
                index=index,
                picture=lab.mnist.test.images[index].numpy(),
                caption=f"{digit} · {share}",
                alt=_("A {label}; the untrained network says {digit} with {share}").format(
                    label=label, digit=digit, share=share
                ),
                highlighted=digit == label,
            )
        )
    digit_grid(pictures, key=UNTRAINED)
    st.caption(
        _(
            "Below each image: the digit that the network guesses, and the probability it gives "
            "to it. A green frame: this guess happens to be right."
        )
    )
    left, right = st.columns(2)
    left.metric(_("Right on 1,000 test images"), f"{guesses.accuracy:.1%}")
    right.metric(
        _("Loss"),
        f"{guesses.loss:.3f}",
        help=_("Pure guessing among ten digits has a loss of ln 10 = {loss:.3f}.").format(
            loss=math.log(10)
        ),
    )
    return guesses
