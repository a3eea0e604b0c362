"""The browser's own id: a random UUID in its localStorage, never in a link.

It tells one learner's runs from another's without a log-in.  Where the browser keeps nothing
(private mode, tests), the visit itself is the identity.
"""

from __future__ import annotations

import uuid

import streamlit as st

from ui.state import get_state

_SCRIPT = """
export default function ({ setStateValue }) {
  const key = "digit-lab-browser";
  try {
    let id = localStorage.getItem(key);
    if (!id) {
      id = crypto.randomUUID ? crypto.randomUUID()
        : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
            (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
      localStorage.setItem(key, id);
    }
    setStateValue("id", id);
  } catch (error) {
    setStateValue("id", "none");  // no storage: the visit is the identity
  }
}
"""


_component = st.components.v2.component("digit_lab_browser", js=_SCRIPT)


def recognise_browser() -> None:
    """Mount the component and take over the id that it reports (a rerun after the first)."""
    reported = _component(key="browser", default={"id": None}, on_id_change=lambda: None).id
    state = get_state()
    if _is_uuid(reported):
        state.browser_id = reported
    state.identified = reported is not None


def _is_uuid(value: object) -> bool:
    try:
        return str(uuid.UUID(str(value))) == value
    except ValueError:
        return False
