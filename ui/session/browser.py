"""What must be asked and done in the browser itself: its own id, what it remembers, its history.

The id is a random UUID in its localStorage, never in a link.  Beside it stand the names of the
steps that the learner has done, so that Home can tick them after a reload.

It tells one learner's runs from another's without a log-in.  Where the browser keeps nothing
(private mode, tests), the visit itself is the identity.
"""

from __future__ import annotations

import re
import time
import uuid

from ui.session.component import component
from ui.session.state import get_state

# A page that waits for the id tells nothing of runs for so long; then it takes it that none comes.
# On a slow line or a busy computer the browser needs some seconds to answer.
PATIENCE_SECONDS = 20.0
STEPS_TO_TICK = {"evaluate", "draw"}
# Of a question that was answered; which ones there are is not known here.
QUESTION = re.compile(r"question_[a-z_]{1,40}")

# The second thing has to be done in the browser too: Streamlit writes a changed link as a new entry
# of the browser's history, so that Back would step through every move of a slider.
_SCRIPT = """
const push = history.pushState;  // this module is read once a visit
history.pushState = function (state, title, url) {
  const samePage = new URL(url, location.href).pathname === location.pathname;
  return (samePage ? history.replaceState : push).call(history, state, title, url);
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export default function ({ data, setStateValue }) {
  const key = "digit-lab-browser", steps = "digit-lab-done";
  try {
    let id = localStorage.getItem(key);
    if (!uuid.test(id)) {
      id = crypto.randomUUID ? crypto.randomUUID()
        : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
            (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
      localStorage.setItem(key, id);
    }
    const before = localStorage.getItem(steps) ?? "";
    const done = [...new Set([...before.split(" "), ...data.done])].join(" ").trim();
    if (done !== before) localStorage.setItem(steps, done);
    if (done) setStateValue("done", done);
    setStateValue("id", id);
  } catch (error) {
    setStateValue("id", "none");  // no storage: the visit is the identity
  }
}
"""


_component = component("digit_lab_browser", js=_SCRIPT)


def recognise_browser() -> None:
    """Mount the component and take over what it reports (a rerun after the first)."""
    state = get_state()
    reported = _component(
        key="browser",
        data={"done": sorted(state.done)},
        default={"id": None, "done": ""},
        on_id_change=lambda: None,
        on_done_change=lambda: None,
    )
    if _is_uuid(reported.id):
        state.browser_id = reported.id
    state.done |= {name for name in str(reported.done).split() if _is_to_tick(name)}
    state.identified = reported.id is not None
    state.asked_at = state.asked_at or time.monotonic()


def _is_to_tick(name: str) -> bool:
    return name in STEPS_TO_TICK or QUESTION.fullmatch(name) is not None


def step_done(step: str) -> None:
    """The learner has done a step that no run tells of, or answered a question; the browser
    remembers it.
    """
    get_state().done.add(step)


def forgets() -> bool:
    """Whether the browser has said that it keeps nothing: the runs are lost with the tab."""
    state = get_state()
    return state.identified and state.browser_id is None


def awaited() -> bool:
    """Whether the browser may still say who it is: whose runs to show is not known until then."""
    state = get_state()
    return not state.identified and time.monotonic() - state.asked_at < PATIENCE_SECONDS


def _is_uuid(value: object) -> bool:
    try:
        return str(uuid.UUID(str(value))) == value
    except ValueError:
        return False
