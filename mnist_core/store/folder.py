"""The store's folder: who may read it, which process has it, and whether its files still stand.

The ids in the file are the browsers' only credential, so nobody but the server's own user may
read it.  One process at a time has the store.  Its claim is a lock of SQLite's on a file beside
the store, which the system takes back when the process dies, however that happens and whatever
the host is called; a file system without such locks could not hold the store either.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from mnist_core.store.errors import in_use

FILE = "runs.sqlite3"
LOG = f"{FILE}-wal"
_INDEX = f"{FILE}-shm"
_CLAIM = "claim.sqlite3"
_OWN_FILES = {FILE, LOG, _INDEX, _CLAIM, f"{_CLAIM}-journal", "lock", ".gitignore"}


def prepare(folder: Path) -> None:
    """Make the folder and the store's files, for this user alone.

    A folder that holds other things as well keeps its permissions; the files are closed anyway.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if _OWN_FILES.issuperset(os.listdir(folder)):
        _close_to_others(folder, 0o700)
    for name in (FILE, _CLAIM):
        with contextlib.suppress(FileExistsError):
            os.close(os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    for name in _OWN_FILES & set(os.listdir(folder)):
        _close_to_others(folder / name, 0o600)


def discard_log(folder: Path) -> None:
    """Remove what was left of a file's log when the file itself was deleted."""
    for name in (LOG, _INDEX):
        (folder / name).unlink(missing_ok=True)


def _close_to_others(path: Path, mode: int) -> None:
    with contextlib.suppress(PermissionError):  # another user's, who answers for it
        if path.stat().st_mode & 0o777 & ~mode:
            path.chmod(mode)


class Claim:
    """A process's hold on the folder.

    Args:
        seconds: how long to wait for another process that is just letting go.

    Raises:
        StoreError: ``store_in_use``: another process has it.
    """

    def __init__(self, folder: Path, seconds: float) -> None:
        self._file = folder / _CLAIM
        self._lock = sqlite3.connect(
            self._file, timeout=seconds, isolation_level=None, check_same_thread=False
        )
        try:
            self._lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            self._lock.close()
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                raise in_use(folder) from None
            raise
        self._identity = identity(self._file)

    @property
    def stands(self) -> bool:
        """Whether others still find the file that is locked."""
        return identity(self._file) == self._identity

    def release(self) -> None:
        """Let another process have the folder."""
        self._lock.close()


def identity(file: Path) -> tuple[int, int] | None:
    """Which file stands under the name; None if none does."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
