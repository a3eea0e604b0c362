"""The core's errors in the learner's language."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mnist_core.errors import ConfigError, LabError
from ui.text.error_sentences import CONFIG_SENTENCES, SENTENCES
from ui.text.i18n import gettext, listed
from ui.text.numbers import plain_number, with_minus
from ui.text.setting_labels import NAMES, choice_name, setting_name

_ = gettext

LONGEST = 120  # characters of a value; what is longer says nothing more
# A number, or one name as the app's own are: no Markdown, and nobody's message.
HARMLESS = re.compile(r"[-+]?[0-9][0-9.,e+-]{0,20}|[A-Za-z0-9]{1,20}([_-][A-Za-z0-9]{1,20})?")


def explain(error: LabError) -> str:
    """What happened and what to do next; the core's own English where no sentence is kept."""
    if error.code not in SENTENCES and isinstance(error, ConfigError):
        kind = error.code.rsplit("_", 1)[-1]
        if error.params.get("step", 1) != 1:
            kind = "stepped"
        template = CONFIG_SENTENCES.get(kind)
        if template is not None:
            label = setting_name(error.field)
            return gettext(template).format(label=label, **_readable(error.params))
    return explain_code(error.code, error.params, str(error))


def explain_code(code: str, params: Mapping[str, object], otherwise: str) -> str:
    """The sentence of a code; `otherwise` where there is none."""
    template = SENTENCES.get(code)
    return gettext(template).format(**_readable(params)) if template else otherwise


def _readable(params: Mapping[str, object]) -> dict[str, str]:
    return {
        name: _typed(value) if name == "value" and isinstance(value, str) else _words(value)
        for name, value in params.items()
    }


def code_span(value: str) -> str:
    """A value as Markdown that shows it as it is, whoever wrote it: no link, no formula.

    A code span, because Streamlit makes links even of addresses whose signs are escaped.
    """
    line = " ".join(value.replace("`", "'").split())
    return f"`{line[:LONGEST] or ' '}`"


def _typed(value: str) -> str:
    """What somebody typed, marked off from the sentence around it."""
    return _("“{value}”").format(value=value) if HARMLESS.fullmatch(value) else code_span(value)


def _words(value: object) -> str:
    if isinstance(value, int):
        return with_minus(f"{value:,}")
    if isinstance(value, float):
        return plain_number(value)
    if isinstance(value, tuple):
        return listed(_words(each) for each in value)
    words = str(value)
    if words in NAMES:  # a choice, as its select box has it
        return choice_name(words)
    return words if HARMLESS.fullmatch(words) else code_span(words)
