"""What SQLite and the file system raise, as sentences."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import Iterator

from mnist_core.errors import StoreError


@contextlib.contextmanager
def explained() -> Iterator[None]:
    """Turn what SQLite and the file system raise into sentences.

    Raises:
        StoreError: in place of ``sqlite3.Error`` and ``OSError``.
    """
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(error) from error
    except OSError as error:
        raise _explain_os(error) from error


def _explain(error: sqlite3.Error) -> StoreError:
    # The lowest byte is the kind of error, the others say more exactly which.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return _full(error)
    if code == sqlite3.SQLITE_READONLY:
        return _read_only(error)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(error)
    return _unusable(error)


def _explain_os(error: OSError) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full(error)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return _read_only(error)
    return _unusable(error)


def in_use(folder: object) -> StoreError:
    """Another process has the store."""
    return StoreError(
        "Another server is using the folder in which runs are kept. New runs are kept in memory "
        "until it lets go, and then for good.",
        code="store_in_use",
        cause=str(folder),
    )


def newer(version: int, known: int) -> StoreError:
    """The file's tables are of a later version of the app."""
    return StoreError(
        "Your runs were kept by a newer version of this app, which this one cannot read. They are "
        "left as they are; new runs last until the server stops.",
        code="store_newer",
        version=version,
        known=known,
    )


def deleted(folder: object) -> StoreError:
    """The open file no longer stands in its folder."""
    return StoreError(
        "The file in which runs are kept was deleted. Runs last until the server stops, or until "
        "the file can be made anew.",
        code="store_deleted",
        cause=str(folder),
    )


def no_room() -> StoreError:
    """Nobody who holds as much has a run that may go."""
    return StoreError(
        "The room for keeping runs is used up, so some runs last only until the server stops. "
        "It helps to stop runs that are paused or waiting.",
        code="store_no_room",
    )


def damaged(cause: object) -> StoreError:
    """The file is no store, or not any more."""
    return StoreError(
        "The file in which runs are kept is damaged, and was left as it is. New runs last until "
        "the server stops.",
        code="store_damaged",
        cause=str(cause),
    )


def _full(cause: object) -> StoreError:
    return StoreError(
        "The server's disk is full, so new runs last until the server stops.",
        code="store_full",
        cause=str(cause),
    )


def _read_only(cause: object) -> StoreError:
    return StoreError(
        "The server is not allowed to write to its disk, so new runs last until the server stops.",
        code="store_read_only",
        cause=str(cause),
    )


def _unusable(cause: object) -> StoreError:
    return StoreError(
        "The file in which runs are kept cannot be used, so new runs last until the server stops.",
        code="store_unusable",
        cause=str(cause),
    )
