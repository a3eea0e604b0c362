"""How much of the server's memory uploaded files may take.

Streamlit bounds a file's size and neither how many files there are nor where they are used: a
session may upload under any name, from a page without an uploader too.
"""

from __future__ import annotations

import threading

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

TOTAL_BYTES = 100_000_000  # twenty of the largest files that config.toml lets in


def bound_uploads(files: MemoryUploadedFileManager, total_bytes: int = TOTAL_BYTES) -> None:
    """Let `files` keep the last file of each session, and the newest of all sessions in all.

    The method is replaced on the object, because the server's upload route holds that object.
    """
    add = files.add_file
    lock = threading.Lock()
    newest_last: dict[tuple[str, str], None] = {}

    def add_file(session_id: str, file: UploadedFileRec) -> None:
        with lock:
            _forget(files, session_id, keep=file.file_id)
            add(session_id, file)
            newest_last.pop((session_id, file.file_id), None)
            newest_last[session_id, file.file_id] = None
            while _bytes(files) > total_bytes and len(newest_last) > 1:
                oldest = next(iter(newest_last))
                del newest_last[oldest]
                files.remove_file(*oldest)

    for session_id, stored in list(files.file_storage.items()):  # of before this was called
        for file in list(stored.values()):
            add_file(session_id, file)
    files.add_file = add_file  # type: ignore[method-assign]


def _forget(files: MemoryUploadedFileManager, session_id: str, keep: str) -> None:
    for file_id in list(files.file_storage.get(session_id, ())):
        if file_id != keep:
            files.remove_file(session_id, file_id)


def _bytes(files: MemoryUploadedFileManager) -> int:
    return sum(stat.byte_length for stats in files.get_stats().values() for stat in stats)
