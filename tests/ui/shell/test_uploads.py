"""Uploaded files are bounded, each session's and all of them."""

from __future__ import annotations

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from ui.shell.uploads import bound_uploads


def file(name: str, size: int = 10) -> UploadedFileRec:
    return UploadedFileRec(file_id=name, name=name, type="image/png", data=bytes(size))


def kept(files: MemoryUploadedFileManager) -> dict[str, list[str]]:
    return {session: list(stored) for session, stored in files.file_storage.items() if stored}


def test_a_session_keeps_its_last_file() -> None:
    files = MemoryUploadedFileManager("/upload")
    files.add_file("a", file("old"))
    bound_uploads(files)
    files.add_file("a", file("one"))
    files.add_file("b", file("two"))
    assert kept(files) == {"a": ["one"], "b": ["two"]}
    files.add_file("a", file("one"))  # the same once more
    assert kept(files) == {"a": ["one"], "b": ["two"]}


def test_the_newest_of_all_sessions_stay() -> None:
    files = MemoryUploadedFileManager("/upload")
    files.add_file("before", file("0"))
    bound_uploads(files, total_bytes=25)
    for session in "abc":
        files.add_file(session, file(session))
    assert kept(files) == {"b": ["b"], "c": ["c"]}
    files.add_file("large", file("large", 100))  # one is kept, however large
    assert kept(files) == {"large": ["large"]}
