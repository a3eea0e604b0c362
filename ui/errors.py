"""The core's errors as sentences in the learner's language."""

from __future__ import annotations

from mnist_core.errors import ConfigError, LabError
from ui.i18n import N_, gettext

# By the end of a ConfigError's code; `{label}` is the setting's own name.
CONFIG_SENTENCES = {
    "range": N_("{label} must be from {minimum} to {maximum}, not {value}."),
    "choice": N_("{label} must be one of {choices}, not {value}."),
    "type": N_("{label} cannot be {value}."),
}
# By the whole code of any error.
SENTENCES: dict[str, str] = {
    "parameters_limit": N_(
        "These layers make {value} parameters; at most {maximum} are allowed here. "
        "Take fewer or narrower layers."
    ),
    "work_limit": N_(
        "{value} epochs with {parameters} parameters are too much work for a shared machine. "
        "Take at most {maximum} epochs, or a smaller network."
    ),
}


def explain(error: LabError) -> str:
    """What happened and what to do next; the core's own English where no sentence is kept."""
    template = SENTENCES.get(error.code)
    if template is None and isinstance(error, ConfigError):
        template = CONFIG_SENTENCES.get(error.code.rsplit("_", 1)[-1])
    if template is None:
        return str(error)
    words = {name: _readable(value) for name, value in error.params.items()}
    return gettext(template).format(label=_label(error), **words)


def _readable(value: object) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value)
    return str(value)


def _label(error: LabError) -> str:
    from ui.settings_text import LABELS

    field = getattr(error, "field", "")
    return gettext(LABELS.get(field, field.replace("_", " ")))
