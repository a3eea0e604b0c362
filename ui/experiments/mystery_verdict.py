"""What a mystery run's fault was, why by its own figures, and where it stands in the program."""

from __future__ import annotations

import streamlit as st

from mnist_core.experiments import Evidence
from ui.experiments.wrong_lines import wrong_lines
from ui.text import _, figures, has_section, text


def say(answer: str, evidence: Evidence, seed: int) -> None:
    """Whether the answer is right, why by this very run, and which lines were wrong."""
    fault, values = evidence.fault, figures(evidence.figures())
    st.subheader(_("What it was"), anchor=False)
    words = text("mystery", f"fault_{fault}")
    if answer == fault:
        st.success(text("mystery", "right", fault=words), icon=":material/check_circle:")
    else:
        named = text("mystery", f"fault_{answer}")
        verdict = text("mystery", "not_right", fault=words, named=named)
        st.info(verdict, icon=":material/lightbulb:")
        special = f"not_{answer}_but_{fault}"
        section = special if has_section("mystery", special) else f"not_{answer}"
        st.markdown(text("mystery", section, **values))
    st.markdown(text("mystery", f"why_{fault}", **values))
    st.markdown("**" + _("In the program") + "**")
    st.code(wrong_lines(fault, seed), language="diff", wrap_lines=True)
    st.caption(_("−: what this run did. +: what a right one does."))
