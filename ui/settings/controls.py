"""Sliders that make a `TrainingConfig`; every limit comes from `mnist_core.config`."""

from __future__ import annotations

from typing import TypeVar

import streamlit as st

from mnist_core.config import (
    ACTIVATIONS,
    BATCH_SIZES,
    DROPOUT,
    EPOCHS,
    HIDDEN_LAYERS,
    INITIAL_WEIGHTS,
    LABEL_NOISE,
    LEARNING_RATES,
    OPTIMIZERS,
    ORDERS,
    SCHEDULES,
    SEEDS,
    TRAINING_SIZE_STOPS,
    TUTORIAL,
    VALIDATION_SIZES,
    WIDTHS,
    TrainingConfig,
)
from mnist_core.errors import ConfigError
from ui.session import change_config, get_state, use_config
from ui.text import (
    _,
    choice_names,
    explain,
    listed,
    plain_number,
    setting_help,
    setting_name,
    setting_value,
    text,
    tutorial_link,
    width_name,
)

Number = TypeVar("Number", int, float)
WIDTH_KEYS = tuple(f"width_{layer}" for layer in range(1, HIDDEN_LAYERS.maximum + 1))


def use_settings(config: TrainingConfig) -> None:
    """Set every setting at once, and move the widgets that are on the page (a callback)."""
    get_state().whole_page = True  # the sliders stand around the fragment that has the button
    values = config.to_dict()
    widths = values.pop("hidden_sizes")
    use_config(
        config,
        {"hidden_layers": len(widths), **dict(zip(WIDTH_KEYS, widths, strict=False)), **values},
    )


def _take_over(**changes: object) -> bool:
    """Write the widgets back to the config, if it allows them: whether they are in force.

    A forbidden combination gets its sentence, which says what is in force instead.
    """
    try:
        change_config(**changes)
    except ConfigError as error:
        config = get_state().config
        kept = [
            f"{setting_name(name)} {setting_value(config, name)}"
            for name, asked in changes.items()
            if getattr(config, name) != asked
        ]
        words = _("Not taken over; still in force: {settings}.").format(settings=listed(kept))
        st.error(f"{explain(error)}\n\n{words}", icon=":material/error:")
        return False
    return True


def model_controls() -> bool:
    """Number of hidden layers, the width of each, the activation: whether they are in force."""
    config = get_state().config
    layers = st.slider(
        setting_name("hidden_layers"),
        HIDDEN_LAYERS.minimum,
        HIDDEN_LAYERS.maximum,
        len(config.hidden_sizes),
        key="hidden_layers",
        help=setting_help("hidden_layers"),
    )
    widths: list[int] = []
    for number, key in enumerate(WIDTH_KEYS[:layers], start=1):
        widths.append(
            st.slider(
                width_name(number),
                WIDTHS.minimum,
                WIDTHS.maximum,
                _width_to_start_with(number, widths),
                step=WIDTHS.step,
                key=key,
                help=setting_help("width"),
            )
        )
    activation = _choice("activation", ACTIVATIONS, disabled=not layers)
    return _take_over(hidden_sizes=tuple(widths), activation=activation)


def _width_to_start_with(number: int, before: list[int]) -> int:
    """A layer's width: the config's, else half of the layer before, as the tutorial halves."""
    sizes = get_state().config.hidden_sizes
    if number <= len(sizes):
        return sizes[number - 1]
    half = (before[-1] if before else 2 * WIDTHS.default) // 2 // WIDTHS.step * WIDTHS.step
    return max(WIDTHS.minimum, half)


def training_controls() -> None:
    """The optimiser's settings, with the ones a beginner turns first on top."""
    config = get_state().config
    learning_rate = st.select_slider(
        setting_name("learning_rate"),
        _with(LEARNING_RATES, config.learning_rate),
        config.learning_rate,
        format_func=plain_number,
        key="learning_rate",
        help=setting_help("learning_rate"),
    )
    batch_size = st.select_slider(
        setting_name("batch_size"),
        BATCH_SIZES,
        config.batch_size,
        key="batch_size",
        help=setting_help("batch_size"),
    )
    epochs = st.slider(
        setting_name("epochs"),
        EPOCHS.minimum,
        EPOCHS.maximum,
        config.epochs,
        key="epochs",
        help=setting_help("epochs"),
    )
    _take_over(learning_rate=learning_rate, batch_size=batch_size, epochs=epochs)
    with st.expander(_("More settings"), icon=":material/tune:"):
        _optimizer_controls()
        _data_controls()
        _generalisation_controls()
    with st.expander(_("Change the data or the start"), icon=":material/science:"):
        st.caption(text("settings", "data_and_start"))
        _data_and_start_controls()
    _say_what_is_changed()


def _optimizer_controls() -> None:
    """How the weights are moved."""
    optimizer = _choice("optimizer", OPTIMIZERS)
    schedule = _choice("schedule", SCHEDULES)
    _take_over(optimizer=optimizer, schedule=schedule)


def _data_controls() -> None:
    """Which images are learned from, and where chance starts."""
    config = get_state().config
    validation_size = st.slider(
        setting_name("validation_size"),
        VALIDATION_SIZES.minimum,
        VALIDATION_SIZES.maximum,
        config.validation_size,
        step=VALIDATION_SIZES.step,
        key="validation_size",
        help=setting_help("validation_size"),
    )
    if validation_size == 0:
        st.caption(text("settings", "no_validation"))
    seed = st.number_input(
        setting_name("seed"),
        SEEDS.minimum,
        SEEDS.maximum,
        config.seed,
        step=1,
        key="seed",
        help=setting_help("seed"),
    )
    _take_over(validation_size=validation_size, seed=seed)


def _generalisation_controls() -> None:
    """What keeps a network from learning its training images by heart."""
    config = get_state().config
    handwriting = _switch("handwriting")
    weight_averaging = _switch("weight_averaging")
    if handwriting and config.schedule == "constant" and not weight_averaging:
        st.caption(text("settings", "noisy"))
    dropout = st.slider(
        setting_name("dropout"),
        DROPOUT.minimum,
        DROPOUT.maximum,
        config.dropout,
        step=DROPOUT.step,
        key="dropout",
        help=setting_help("dropout"),
        disabled=not config.hidden_sizes,
    )
    _take_over(handwriting=handwriting, weight_averaging=weight_averaging, dropout=dropout)


def _data_and_start_controls() -> None:
    """What the tutorial leaves as it is, to be changed for an experiment."""
    config = get_state().config
    training_images = st.select_slider(
        setting_name("training_images"),
        _with(TRAINING_SIZE_STOPS, config.training_images),
        config.training_images,
        format_func=lambda count: f"{count:,}",
        key="training_images",
        help=setting_help("training_images"),
    )
    label_noise = st.slider(
        setting_name("label_noise"),
        LABEL_NOISE.minimum,
        LABEL_NOISE.maximum,
        config.label_noise,
        step=LABEL_NOISE.step,
        format="percent",
        key="label_noise",
        help=setting_help("label_noise"),
    )
    order = _choice("order", ORDERS)
    normalize = _switch("normalize")
    initial_weights = _choice("initial_weights", INITIAL_WEIGHTS)
    _take_over(
        training_images=training_images,
        label_noise=label_noise,
        order=order,
        normalize=normalize,
        initial_weights=initial_weights,
    )


def _say_what_is_changed() -> None:
    """Also while it is folded away: a forgotten change would spoil every run to come."""
    config = get_state().config
    words = _("{setting}: {value}")
    changed = [
        words.format(setting=setting_name(name), value=setting_value(config, name))
        for name in DATA_AND_START
        if getattr(config, name) != getattr(TUTORIAL, name)
    ]
    if changed:
        words = _("Not as in [the tutorial]({tutorial}): {settings}")
        st.caption(words.format(tutorial=tutorial_link(), settings=listed(changed)))


def _choice(name: str, options: tuple[str, ...], *, disabled: bool = False) -> str:
    """A setting that is one of a few names."""
    return st.selectbox(
        setting_name(name),
        options,
        options.index(getattr(get_state().config, name)),
        format_func=choice_names(options).__getitem__,
        key=name,
        help=setting_help(name),
        disabled=disabled,
    )


def _switch(name: str) -> bool:
    """A setting that is on or off."""
    return st.toggle(
        setting_name(name),
        getattr(get_state().config, name),
        key=name,
        help=setting_help(name),
    )


def _with(stops: tuple[Number, ...], value: Number) -> list[Number]:
    """The slider's stops, and the link's own value among them if it is between two."""
    return sorted(set(stops) | {value})


DATA_AND_START = ("training_images", "label_noise", "order", "normalize", "initial_weights")
MODEL_SETTINGS = ("hidden_layers", "width", "activation")
TRAINING_SETTINGS = (
    "learning_rate",
    "batch_size",
    "epochs",
    "optimizer",
    "schedule",
    "validation_size",
    "seed",
    "handwriting",
    "weight_averaging",
    "dropout",
    *DATA_AND_START,
)


def explanations(settings: tuple[str, ...]) -> None:
    """What each setting does, for whoever wants to read more than its help line; needs width."""
    words = _("**{setting}.** {explanation}")
    half = -(-len(settings) // 2)
    with st.expander(_("What each setting does"), icon=":material/menu_book:"):
        columns = zip(st.columns(2, gap="medium"), (settings[:half], settings[half:]), strict=True)
        for column, part in columns:
            for setting in part:
                column.markdown(
                    words.format(
                        setting=setting_name(setting), explanation=text("settings", setting)
                    )
                )
