"""One process has the folder, and nobody else may read it."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mnist_core.errors import StoreError
from mnist_core.store.folder import FILE
from mnist_core.store.safe_keeper import open_store
from mnist_core.store.store import RunStore
from tests.core.runs.run_helpers import PATIENCE
from tests.core.store.kept import run_of, weights_of


@pytest.mark.skipif(not hasattr(os, "fork"), reason="locks of another system")
def test_claim_of_killed_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system without flock as well, where a lock is a file with a host's name."""
    import fcntl

    def missing(*_arguments: object) -> None:
        raise OSError(errno.ENOSYS, "flock is missing here")

    monkeypatch.setattr(fcntl, "flock", missing)
    (tmp_path / "lock").write_text("4711\nanother-host\n")
    script = """
import sys
from pathlib import Path
from mnist_core.store.folder import Claim, prepare
prepare(Path(sys.argv[1]))
claim = Claim(Path(sys.argv[1]), 0)
print("claimed", flush=True)
sys.stdin.read()
"""
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=root,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "claimed\n"
        keeper = open_store(tmp_path)
        assert keeper.notice is not None
        assert keeper.notice.code == "store_in_use"
        other.send_signal(signal.SIGKILL)
        other.wait(PATIENCE)
    assert keeper.catch_up()
    assert keeper.notice is None
    keeper.close()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
class TestWhoMayReadIt:
    def modes(self, folder: Path) -> set[int]:
        return {each.stat().st_mode & 0o777 for each in folder.iterdir()}

    @pytest.mark.parametrize("mask", [0o000, 0o022])
    def test_only_the_servers_own_user(self, tmp_path: Path, mask: int) -> None:
        before = os.umask(mask)
        try:
            store = RunStore(tmp_path / "new")
            store.save(run_of(), weights_of(2))
            names = {each.name for each in (tmp_path / "new").iterdir()}
            assert {FILE, f"{FILE}-wal", f"{FILE}-shm"} <= names
            assert self.modes(tmp_path / "new") == {0o600}
            assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
            store.close()
        finally:
            os.umask(before)

    def test_an_older_versions_files_are_closed(self, tmp_path: Path) -> None:
        RunStore(tmp_path).close()
        (tmp_path / "claim.sqlite3-journal").touch()  # as a kill leaves it
        tmp_path.chmod(0o755)
        for each in tmp_path.iterdir():
            each.chmod(0o644)
        RunStore(tmp_path).close()
        assert self.modes(tmp_path) == {0o600}
        assert tmp_path.stat().st_mode & 0o777 == 0o700

    def test_folder_with_other_files(self, tmp_path: Path) -> None:
        """A folder with other things stays open but not the store."""
        tmp_path.chmod(0o755)
        other = tmp_path / "other.txt"
        other.write_text("")
        other.chmod(0o644)
        RunStore(tmp_path).close()
        assert tmp_path.stat().st_mode & 0o777 == 0o755
        assert other.stat().st_mode & 0o777 == 0o644
        assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_two_servers_do_not_share_it(
    store: RunStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mnist_core.store.store.LOCK_SECONDS", 0.05)
    with pytest.raises(StoreError) as caught:
        RunStore(tmp_path)
    assert caught.value.code == "store_in_use"
