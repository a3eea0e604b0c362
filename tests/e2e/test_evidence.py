"""The pictures and logs of failed tests are those of the last session."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.e2e.conftest import RESULTS, forget_evidence


def test_a_session_begins_with_no_evidence(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    (tmp_path / "old-0.png").write_bytes(b"")
    (tmp_path / "old-0.log").write_text("")
    new = tmp_path / "new-0.log"
    new.write_text("")  # another process's, of this session
    began = new.stat().st_mtime
    os.utime(tmp_path / "old-0.png", (began - 1, began - 1))
    os.utime(tmp_path / "old-0.log", (began - 1, began - 1))
    forget_evidence(tmp_path, began)
    assert list(tmp_path.iterdir()) == [new]
    forget_evidence(tmp_path / "never-made", began)
    assert "no_old_evidence" in request.fixturenames


def test_make_clean_removes_it() -> None:
    done = subprocess.run(
        ["make", "-n", "clean"], cwd=RESULTS.parent, capture_output=True, text=True, check=True
    )
    assert RESULTS.name in done.stdout.split()
