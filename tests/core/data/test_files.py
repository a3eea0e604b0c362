"""MNIST's files are verified, and repaired from what is left."""

from __future__ import annotations

import os
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from mnist_core.data import files
from mnist_core.data.mnist import Mnist, load_mnist
from mnist_core.data.torchvision_import import datasets
from mnist_core.errors import DataError
from tests.core.conftest import DATA
from tests.e2e.process import start

NAMES = tuple(files.UNPACKED)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """No host is reached; the list holds every attempt."""
    attempts: list[object] = []

    def refuse(*address: object, **_: object) -> None:
        attempts.append(address)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    yield attempts


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A fresh clone's data folder: the four archives."""
    raw = tmp_path / "data" / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for name in NAMES:
        shutil.copyfile(DATA / "MNIST" / "raw" / f"{name}.gz", raw / f"{name}.gz")
    return tmp_path / "data"


def raw(root: Path) -> Path:
    return root / "MNIST" / "raw"


def test_a_fresh_clone_loads_without_the_network(
    root: Path, mnist: Mnist, no_network: list[object]
) -> None:
    loaded = load_mnist(root)
    assert torch.equal(loaded.train.images, mnist.train.images)
    assert torch.equal(loaded.test.labels, mnist.test.labels)
    assert no_network == []


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    for name in NAMES:
        assert files._unpack(DATA / "MNIST" / "raw" / f"{name}.gz", folder / name)
    return folder


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("harm", [truncate, damage, remove])
@pytest.mark.parametrize("harmed", ["unpacked", "archive"])
def test_what_is_left_repairs_the_rest(
    root: Path, unpacked: Path, mnist: Mnist, no_network: list[object], harm, harmed: str
) -> None:
    for name in NAMES:
        shutil.copyfile(unpacked / name, raw(root) / name)
        harm(raw(root) / (name if harmed == "unpacked" else f"{name}.gz"))
    loaded = load_mnist(root)
    assert torch.equal(loaded.train.images, mnist.train.images)
    assert torch.equal(loaded.train.labels, mnist.train.labels)
    assert torch.equal(loaded.test.images, mnist.test.images)
    assert no_network == []


@pytest.mark.parametrize("harm", [truncate, damage, remove])
def test_with_nothing_left_it_says_what_to_do(root: Path, no_network: list[object], harm) -> None:
    archive = raw(root) / "t10k-labels-idx1-ubyte.gz"
    harm(archive)
    with pytest.raises(DataError) as caught:
        load_mnist(root)
    assert caught.value.code == "data_missing"
    assert caught.value.params["files"] == (archive.name,)
    assert "git checkout" in str(caught.value)
    assert no_network, "the web should have been tried"
    shutil.copyfile(DATA / "MNIST" / "raw" / archive.name, archive)
    assert len(load_mnist(root).test) == 10_000  # and the sentence's advice works


def test_the_web_repairs_a_missing_archive(
    root: Path, no_network: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second mirror answers; torchvision's own downloader is stood in for."""
    name = "t10k-labels-idx1-ubyte.gz"
    (raw(root) / name).unlink()
    asked = []

    def download(url: str, folder: str, filename: str, md5: str) -> None:
        asked.append(url)
        if len(asked) == 1:
            raise OSError("this mirror is down")
        shutil.copyfile(DATA / "MNIST" / "raw" / filename, Path(folder) / filename)

    monkeypatch.setattr(datasets.utils, "download_url", download)
    assert len(load_mnist(root).test) == 10_000
    assert asked == [mirror + name for mirror in datasets.MNIST.mirrors]


def test_no_half_written_file_stays_behind(root: Path, no_network: list[object]) -> None:
    truncate(raw(root) / "train-images-idx3-ubyte.gz")
    with pytest.raises(DataError):
        load_mnist(root)
    assert not list(raw(root).glob(".unpack-*"))
    assert not (raw(root) / "train-images-idx3-ubyte").exists()


def test_load_mnist_from_read_only_folder(
    root: Path, mnist: Mnist, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a read-only disk (permissions would not stop a test that runs as root)."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(files, "FileLock", refuse)
    loaded = load_mnist(root)
    assert torch.equal(loaded.test.images, mnist.test.images)
    assert not (raw(root) / "t10k-images-idx3-ubyte").exists()

    monkeypatch.setattr(files.tempfile, "TemporaryDirectory", refuse)
    with pytest.raises(DataError) as caught:
        load_mnist(root)
    assert caught.value.code == "data_not_writable"


def test_it_is_found_from_wherever_the_app_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_network: list[object]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(load_mnist().test) == 10_000
    with pytest.raises(DataError) as caught:
        load_mnist("data")  # of this folder, where there is none
    assert caught.value.code == "data_missing"
    assert no_network == []
    assert not list(tmp_path.iterdir())


def test_what_a_killed_unpacking_left_is_removed(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (raw(root) / ".unpack-killed").write_bytes(b"half")
    load_mnist(root)
    assert not list(raw(root).glob(".unpack-[!l]*"))

    temporary = tmp_path / "temporary"
    for name, seconds in (("digit-lab-mnist-killed", 1), ("digit-lab-mnist-now", time.time())):
        (temporary / name / "MNIST").mkdir(parents=True)
        os.utime(temporary / name, (seconds, seconds))
    monkeypatch.setattr(files.tempfile, "tempdir", str(temporary))
    remove(raw(root) / "t10k-labels-idx1-ubyte")
    monkeypatch.setattr(files, "_repair_under_lock", refuse_to_write)
    assert len(load_mnist(root).test) == 10_000
    assert [each.name for each in temporary.iterdir()] == ["digit-lab-mnist-now"]


def refuse_to_write(*_: object) -> None:
    raise OSError(30, "Read-only file system")


def test_two_processes_load_a_fresh_clone_at_once(root: Path, tmp_path: Path) -> None:
    logs = [tmp_path / f"{number}.log" for number in range(2)]
    processes = [
        start("tests.core.data.load_child", [str(root)], dict(os.environ), log, fork=True)
        for log in logs
    ]
    codes = [process.wait(timeout=100) for process in processes]
    outputs = [log.read_text() for log in logs]
    assert codes == [0, 0], outputs
    assert outputs[0] == outputs[1]
    assert outputs[0].split()[0] == "1567298545"


def test_load_mnist_with_lock_held(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock that is never given back ends in a sentence."""
    monkeypatch.setattr(files, "LOCK_SECONDS", 0.1)
    with (
        files.FileLock(raw(root) / ".unpack.lock"),
        pytest.raises(DataError) as caught,
    ):
        load_mnist(root)
    assert caught.value.code == "data_locked"
