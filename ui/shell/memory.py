"""What is over is given back: closed tabs' sessions, and objects that only hold each other.

A closed tab's session is kept for some minutes (`disconnectedSessionTTL`), and Streamlit forgets
it then only when the next tab is closed.  Python, for its part, walks all objects so seldom that
in a server nobody collects what a visitor has left.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys

from streamlit.runtime import Runtime

EVERY_SECONDS = 60.0


def freeze() -> None:
    """Let the garbage collector walk no object that exists now: all modules' took it 0.2 s.

    Whatever visitors have by now is among them, until `thaw`.
    """
    gc.collect()
    gc.freeze()


def thaw() -> None:
    """Collect what is garbage among the frozen objects too, and freeze the rest again."""
    gc.unfreeze()
    freeze()


def return_memory() -> None:
    """Give freed memory back to the system, which glibc, on Linux, only does when asked."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library has no need of it
            ctypes.CDLL("libc.so.6").malloc_trim(0)


def collect_regularly(runtime: Runtime) -> None:
    """Give back memory every `EVERY_SECONDS`, on the server's own loop, where its sessions live."""
    loop = runtime._get_async_objs().eventloop
    ended = runtime._session_mgr._session_storage._cache  # type: ignore[attr-defined]

    def collect() -> None:
        if ended.expire():
            thaw()
            return_memory()
        else:
            gc.collect()
        loop.call_later(EVERY_SECONDS, collect)

    loop.call_soon_threadsafe(loop.call_later, EVERY_SECONDS, collect)
