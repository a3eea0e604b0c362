"""Words: the learner's language, labels, error sentences, numbers."""

from ui.text.code_lines import BLANK, Line, Listing, Row, comment, commented, listing
from ui.text.errors import code_span, explain, explain_failure
from ui.text.figures import figure, figures
from ui.text.i18n import LANGUAGES, N_, ROOT, _, has_section, images, listed, ngettext, text
from ui.text.numbers import HUGE, loss_number, plain_number, power_of_ten, significant, with_minus
from ui.text.percent import percent, probability
from ui.text.run_labels import (
    BUSY,
    OPTIMIZERS,
    STATUS,
    BadgeColor,
    changed_settings,
    changes,
    network,
    run_names,
    setting_value,
    settings_line,
)
from ui.text.setting_labels import choice_name, choice_names, setting_help, setting_name, width_name
from ui.text.streamlit_words import streamlit_words
from ui.text.tutorial import ANCHOR, tutorial_link

__all__ = [
    "ANCHOR",
    "BLANK",
    "BUSY",
    "HUGE",
    "LANGUAGES",
    "N_",
    "OPTIMIZERS",
    "ROOT",
    "STATUS",
    "BadgeColor",
    "Line",
    "Listing",
    "Row",
    "_",
    "changed_settings",
    "changes",
    "choice_name",
    "choice_names",
    "code_span",
    "comment",
    "commented",
    "explain",
    "explain_failure",
    "figure",
    "figures",
    "has_section",
    "images",
    "listed",
    "listing",
    "loss_number",
    "network",
    "ngettext",
    "percent",
    "plain_number",
    "power_of_ten",
    "probability",
    "run_names",
    "setting_help",
    "setting_name",
    "setting_value",
    "settings_line",
    "significant",
    "streamlit_words",
    "text",
    "tutorial_link",
    "width_name",
    "with_minus",
]
