"""What is said where a part that the app needs cannot be loaded: the cause, and the way out."""

from __future__ import annotations

import re
from types import TracebackType

import streamlit as st

from ui.text import _, code_span

FOLDERS = re.compile(r"(?:[A-Za-z]:)?(?:[^\s\"'\\/]*[\\/]+)+")  # are nobody's business
PAGES = ("__main__", "<run_path>")  # as Streamlit and `ui.shell.frame` run them


def is_loading_failure(error: BaseException) -> bool:
    """Whether an import ended in it, be it by what it found or by what it lacked."""
    return isinstance(error, ImportError) or _inside_a_module(error.__traceback__)


def _inside_a_module(trace: TracebackType | None) -> bool:
    """Whether a module was at its own lines, those outside functions: pages are no modules."""
    while trace is not None:
        code, name = trace.tb_frame.f_code, trace.tb_frame.f_globals.get("__name__")
        if code.co_name == "<module>" and name not in PAGES:
            return True
        trace = trace.tb_next
    return False


def say_loading_failure(error: BaseException) -> None:
    """An error box with the cause, and what whoever runs the server can do about it."""
    cause = code_span(FOLDERS.sub("", f"{type(error).__name__}: {error}"))
    st.error(
        _(
            "A part that Digit Lab needs could not be loaded: {cause}  \nWhoever runs this server "
            "can mend it. {way} Then restart the server. Your runs are safe."
        ).format(cause=cause, way=_way_out(error)),
        icon=":material/error:",
    )


def _way_out(error: BaseException) -> str:
    if isinstance(error, ModuleNotFoundError):
        return _(
            "Install what `requirements.txt` names into the Python that runs the server "
            "(`make app` does it)."
        )
    if "temporary directory" in str(error):
        return _("Give the server a folder for temporary files (set `TMPDIR` to one).")
    if "WinError" in str(error) or "DLL" in str(error):
        return _(
            "On Windows, install Microsoft's Visual C++ Redistributable, and if that is not "
            "enough, PyTorch once more: `pip install --force-reinstall torch torchvision`."
        )
    return _(
        "Install PyTorch once more, in versions that belong together: "
        "`pip install --force-reinstall -r requirements.txt`."
    )
