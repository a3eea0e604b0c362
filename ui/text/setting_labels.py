"""What each setting is called, in a word and in a line."""

from __future__ import annotations

from collections.abc import Iterable

from ui.text.i18n import N_, _

# Every setting's label and help line; a test holds that each has an explanation as well, in
# text/<language>/settings.md.
LABELS = {
    "hidden_sizes": N_("Neurons in each hidden layer"),
    "hidden_layers": N_("Hidden layers"),
    "width": N_("Neurons in each hidden layer"),
    "activation": N_("Activation function"),
    "learning_rate": N_("Learning rate"),
    "batch_size": N_("Batch size"),
    "epochs": N_("Epochs"),
    "optimizer": N_("Optimiser"),
    "schedule": N_("Learning-rate schedule"),
    "seed": N_("Seed"),
    "validation_size": N_("Validation images held out"),
    "handwriting": N_("Prepare for real handwriting"),
    "dropout": N_("Dropout"),
    "weight_averaging": N_("Weight averaging"),
    "training_images": N_("Number of training images"),
    "label_noise": N_("Label noise"),
    "order": N_("Order of the images"),
    "normalize": N_("Normalise the images"),
    "initial_weights": N_("Initial weights"),
}
HELP = {
    "hidden_layers": N_("How many layers lie between the picture and the ten answers."),
    "width": N_("How many numbers this layer computes from the layer before it."),
    "activation": N_(
        "The nonlinearity after each hidden layer; without it, all could do no more than one layer."
    ),
    "learning_rate": N_(
        "How far each step moves the weights. Too small: it crawls. Too large: it overshoots."
    ),
    "batch_size": N_("How many images the model looks at before each step."),
    "epochs": N_("How many times the model sees every training image."),
    "optimizer": N_(
        "The rule that decides, from the gradient of the loss, how to move the weights."
    ),
    "schedule": N_("How the learning rate changes while training goes on."),
    "seed": N_(
        "Where the random numbers start: on one machine the same seed gives the same result."
    ),
    "validation_size": N_("Training images set aside to check progress; 0 checks on the test set."),
    "handwriting": N_(
        "Data augmentation: turn, shift and bend each image a little, as real hands do."
    ),
    "weight_averaging": N_(
        "Keep the running mean of the weights of the last steps: it wobbles less than they do."
    ),
    "dropout": N_(
        "This share of the hidden layers' numbers is set to 0 at random in every training step, "
        "and the rest is scaled up; when the model is evaluated, nothing is."
    ),
    "training_images": N_(
        "How many of the images are learned from: drawn at random, the same for the same seed."
    ),
    "label_noise": N_(
        "This share of the training images gets the label of another digit; no other images do."
    ),
    "order": N_("In which order an epoch shows the images."),
    "normalize": N_(
        "Off, pixels are only scaled to 0…1, in training and whenever the model reads."
    ),
    "initial_weights": N_("What the weights and biases are before the first step."),
}
NAMES = {
    "relu": N_("ReLU"),
    "leaky_relu": N_("Leaky ReLU"),
    "gelu": N_("GELU"),
    "tanh": N_("Tanh"),
    "sigmoid": N_("Sigmoid"),
    "identity": N_("Identity (none)"),
    "adam": N_("Adam"),
    "sgd": N_("SGD with momentum"),
    "adamw": N_("AdamW"),
    "constant": N_("Constant"),
    "cosine": N_("Cosine"),
    "one_cycle": N_("One cycle"),
    "shuffled": N_("Shuffled every epoch"),
    "unshuffled": N_("Not shuffled"),
    "sorted": N_("Sorted by digit"),
    "kaiming_uniform": N_("Kaiming (PyTorch's)"),
    "zeros": N_("All zero"),
    "normal": N_("Large (standard normal)"),
}


def choice_name(option: str) -> str:
    """An option's name in the learner's language."""
    return _(NAMES[option])


def choice_names(options: Iterable[str]) -> dict[str, str]:
    """Options with their names; made while the language is known, for a widget to look up."""
    return {option: choice_name(option) for option in options}


def setting_name(setting: str) -> str:
    """What a setting is called; one that has no name of its own, as the core has it."""
    return _(LABELS.get(setting, setting.replace("_", " ")))


def width_name(layer: int) -> str:
    """What the slider of one hidden layer (from 1) is called."""
    return _("Neurons in hidden layer {number}").format(number=layer)


def setting_help(setting: str) -> str:
    return _(HELP[setting])
