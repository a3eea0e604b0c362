"""The app as its visitors meet it: `streamlit run app.py` in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.e2e import process

START_SECONDS = 300


class Server:
    """One running server with a store of its own; `stop()` it, or use it as a context.

    Attributes:
        url: where it listens, without a slash at the end.
        port: the port there.
        store: the folder in which it keeps runs.
    """

    def __init__(
        self,
        store: Path | None = None,
        *,
        port: int | None = None,
        held: bool = False,
        module: str = "streamlit",
        fork: bool = True,
        **environment: str,
    ) -> None:
        """Start it and wait until it answers.

        `store` lets a second server find what a first one kept, and `port` lets a browser know it
        again (its localStorage belongs to the address); `held` lets its runs rest in their first
        epoch until `let_train`; `module` is what runs in Streamlit's place; without `fork` it
        imports PyTorch itself, as a host's does; `environment` sets variables.

        Raises:
            RuntimeError: it did not come up; with what it wrote.
        """
        self._folder = tempfile.TemporaryDirectory(
            prefix="digit-lab-server-", ignore_cleanup_errors=True
        )
        folder = Path(self._folder.name)
        self.store = store or folder / "store"
        self._log = folder / "log"
        self.port = port or _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._held = folder / "held"
        self._test = 0
        self.let_train(0)
        module = "tests.e2e.held_server" if held else module
        options = {
            "server.port": str(self.port),
            "server.address": "127.0.0.1",
            "server.headless": "true",  # also where there is a screen: no window opens
        }
        arguments = ["run", "app.py"]
        for name, value in options.items():
            arguments += [f"--{name}", value]
        settings = {
            "DIGIT_LAB_STORE": str(self.store),
            "DIGIT_LAB_SLOTS": "1",
            "DIGIT_LAB_HELD": str(self._held),
            **environment,
        }
        self._process = process.start(
            module, arguments, {**os.environ, **settings}, self._log, fork=fork
        )
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.stop()
            raise

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended at once:\n{self.log()}")
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5):
                    return
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.1)
        raise RuntimeError(f"the server did not answer in {START_SECONDS} s:\n{self.log()}")

    def let_train(self, epochs: int) -> None:
        """Let a held server's runs finish so many epochs; they rest in the one after."""
        written = self._held.with_suffix(".new")
        written.write_text(f"{self._test} {epochs}", encoding="utf-8")
        written.replace(self._held)  # at once: the server reads it all the time

    def begin_test(self) -> None:
        """Hold all runs to come, and end those of earlier tests, which would train beside them."""
        self._test += 1
        self.let_train(0)

    @property
    def pid(self) -> int:
        return self._process.pid

    def log(self) -> str:
        """What it has written so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """End it as a crash would; its store stays."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End it and remove its folder."""
        self._process.terminate()
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.kill()
        self._folder.cleanup()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
