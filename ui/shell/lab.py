"""The server's one lab: the images and the run queue, shared by all visitors.

Importing torch and unpacking MNIST take seconds, so they happen in a thread of their own while
the first page is already on the screen.  Where nobody comes, the server itself opens the lab soon
after its start (`ui.shell.at_start`), so that waiting runs go on.
"""

from __future__ import annotations

import importlib
import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import streamlit as st

from mnist_core.errors import LabError
from ui.shell.loading_failure import is_loading_failure, say_loading_failure
from ui.shell.memory import freeze
from ui.text import _, code_span, explain

if TYPE_CHECKING:
    from mnist_core.data import Mnist
    from mnist_core.runs import RunQueue
    from mnist_core.store import SafeKeeper

log = logging.getLogger(__name__)
# Importing torch takes a core for seconds: the first page has it for so long before.
HEAD_START_SECONDS = 0.8
LISTENING_SECONDS = 0.2
# Altair and pandas, which draw the charts, take another second of a slow core.
NEEDED_LATER = (
    "ui.charts.curves",
    "ui.charts.data_charts",
    "ui.charts.evaluation_charts",
    "mnist_core.drawing.preparation",
    "mnist_core.evaluation.scores",
    "mnist_core.evaluation.nearest_images",
    "mnist_core.training.loop",
)


@dataclass(frozen=True)
class Lab:
    """What every page works with once it is loaded."""

    mnist: Mnist
    queue: RunQueue
    store: SafeKeeper  # of runs, which the queue sees to, and of the learners' own digits


class Loader:
    """Loads the lab once, in the background.

    Attributes:
        newest: the one made last in this process, if there is one.
    """

    newest: ClassVar[Loader | None] = None

    def __init__(self) -> None:
        self._done = threading.Event()
        self._wanted = threading.Event()
        self._lab: Lab | None = None
        self._error: Exception | None = None
        Loader.newest = self
        threading.Thread(target=self._load, name="lab-loader", daemon=True).start()

    def _load(self) -> None:
        self._wanted.wait(HEAD_START_SECONDS)
        try:
            from mnist_core.data import load_mnist
            from mnist_core.runs import RunQueue
            from mnist_core.store import open_store

            mnist = load_mnist()
            store = open_store()
            self._lab = Lab(mnist, RunQueue(lambda: mnist, store), store)
        except Exception as error:
            log.exception("the lab could not be loaded")
            self._error = error
        finally:
            self._done.set()
        if not self.failed:
            _prepare_for_pages()

    @property
    def ready(self) -> bool:
        return self._lab is not None

    @property
    def failed(self) -> bool:
        return self._error is not None

    @property
    def error(self) -> Exception | None:
        """Why the lab could not be opened."""
        return self._error

    def done(self, seconds: float | None = None) -> bool:
        """Whether it is loaded, or has failed, in so many seconds at the latest; None waits."""
        self._wanted.set()
        return self._done.wait(seconds)

    def wait(self) -> Lab:
        """The loaded lab; raises what loading raised."""
        self.done()
        if self._lab is None:
            raise self._error or RuntimeError("the lab was not loaded")
        return self._lab


def _prepare_for_pages() -> None:
    """Import what the pages will import, while the first learner still reads."""
    for name in NEEDED_LATER:
        importlib.import_module(name)
    freeze()


@st.cache_resource(show_spinner=False)
def loader() -> Loader:
    """The process's one loader; the first call starts it."""
    return Loader()


def close_lab() -> None:
    """End what trains and keep it, where the lab is open."""
    if Loader.newest is not None and Loader.newest.ready:  # `loader()` would begin to load now
        Loader.newest.wait().queue.close()


def open_lab() -> Lab:
    """The lab, with a placeholder on the page until it is there.

    Where it cannot be opened the page ends with a sentence and the way out.
    """
    current = loader()
    if current.ready:
        return current.wait()
    try:
        with st.spinner(_("Opening the lab: loading PyTorch and 70,000 handwritten digits…")):
            return _wait_and_listen(current)
    except Exception:
        stop_if_failed()
        raise


def _wait_and_listen(current: Loader) -> Lab:
    """Wait for the lab; a click on another page meanwhile is followed at once."""
    listening = st.empty()
    while not current.done(LISTENING_SECONDS):
        listening.empty()  # whatever is sent to the browser lets a new request interrupt
    return current.wait()


def stop_if_failed() -> None:
    """End the page with the cause and the way out where the lab could not be opened."""
    error = loader().error
    if error is None:
        return
    if isinstance(error, LabError):
        st.error(explain(error), icon=":material/error:")
    elif is_loading_failure(error):
        say_loading_failure(error)
        st.stop()  # what was half loaded is loaded anew only by a new process
    else:
        cause = code_span(type(error).__name__)  # what it says is in the log: it may name folders
        st.error(
            _("The lab could not be opened: {cause}").format(cause=cause), icon=":material/error:"
        )
    if st.button(_("Try again"), icon=":material/refresh:"):
        loader.clear()
        st.rerun()
    st.stop()
