"""The error of a run that could not be finished."""

from __future__ import annotations

from mnist_core.errors import LabError
from mnist_core.tracking import RunError

# How torch (CPU, CUDA) words it when memory is short; there is no exception of its own on CPU.
_MEMORY_WORDS = ("out of memory", "not enough memory", "can't allocate memory", "bad_alloc")


def failure(error: BaseException) -> RunError:
    """The sentence for an exception that ended a run."""
    detail = f"{type(error).__name__}: {_message(error)}".splitlines()[0][:500]
    if isinstance(error, LabError):
        return RunError(error.code, error.message, detail, error.params)
    if isinstance(error, MemoryError) or any(word in detail.lower() for word in _MEMORY_WORDS):
        return RunError(
            "out_of_memory",
            "The server had no memory left for this run. Train a smaller network, or try again "
            "when fewer runs are going on.",
            detail,
        )
    return RunError(
        "run_failed",
        "There was an error in the app, not in your settings. If it happens again, please report "
        "it.",
        detail,
    )


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # an error that cannot even say what it is must end its run all the same
        return "(no message)"


BROWSER_GONE = RunError(
    "browser_gone",
    "Your browser was away for too long, so this run was ended to make room for others.",
)
SERVER_STOPPED = RunError("server_stopped", "The server stopped while this run was going on.")
