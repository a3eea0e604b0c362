"""Processes that need not import PyTorch: forked from one that has, in a moment instead of 5 s.

What is forked is `python -m MODULE ARGUMENTS` in all else: its own environment, folder, output and
`__main__`, and nothing of the app but the reading of MNIST's files is imported yet.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).parents[2]
# Elsewhere a process with threads of the system's libraries may not be forked, or none may.
CAN_FORK = sys.platform == "linux"


class Process(Protocol):
    """What `subprocess.Popen` and `Forked` share."""

    @property
    def pid(self) -> int: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...


def start(
    module: str, arguments: list[str], environment: dict[str, str], log: Path, *, fork: bool
) -> Process:
    """Start `python -m module`, by a fork where that is wanted and can be done."""
    log.touch()
    if fork and CAN_FORK:
        return Forked(module, arguments, environment, log)
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


class Forked:
    """A process forked from the one that has imported `tests.e2e.preloaded`."""

    def __init__(
        self, module: str, arguments: list[str], environment: dict[str, str], log: Path
    ) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.e2e.preloaded"])
        self._process = context.Process(
            target=become, args=(module, arguments, environment, log), daemon=True
        )
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """
        Raises:
            subprocess.TimeoutExpired: it goes on.
        """
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(str(self._process), timeout or 0)
        return self._process.exitcode

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def become(module: str, arguments: list[str], environment: dict[str, str], log: Path) -> None:
    """Be `python -m module arguments`, and write to `log`."""
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    with log.open("wb") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
