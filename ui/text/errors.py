"""The core's errors in the learner's language."""

from __future__ import annotations

import re

from mnist_core.errors import ConfigError, LabError
from mnist_core.tracking import RunError
from ui.text.i18n import _, listed
from ui.text.numbers import plain_number, with_minus
from ui.text.setting_labels import NAMES, choice_name, setting_name

LONGEST = 120  # characters of a value; what is longer says nothing more
# A number, or one name as the app's own are: no Markdown, and nobody's message.
HARMLESS = re.compile(r"[-+]?[0-9][0-9.,e+-]{0,20}|[A-Za-z0-9]{1,20}([_-][A-Za-z0-9]{1,20})?")


def explain(error: LabError | RunError) -> str:
    """What happened and what to do next, in the learner's language."""
    values = {name: _readable(name, value) for name, value in error.params.items()}
    if isinstance(error, ConfigError):
        values["label"] = setting_name(error.field)
    return _(error.message).format(**values)


def explain_failure(error: RunError | None) -> str:
    """Why something ended early: the sentence, and the kind of exception where there was one.

    The exception's own words name the server's folders, and what not; they are in its log.
    """
    if error is None:
        return ""
    kind = error.detail.partition(":")[0]
    return f"{explain(error)} ({code_span(kind)})" if kind else explain(error)


def _readable(name: str, value: object) -> str:
    return _typed(value) if name == "value" and isinstance(value, str) else _words(value)


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
