"""MNIST's files on disk: verified, repaired from what is left, read by torchvision."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import logging
import os
import shutil
import tempfile
import time
import zlib
from pathlib import Path

from filelock import FileLock, Timeout
from torch import Tensor

from mnist_core.data.torchvision_import import datasets
from mnist_core.errors import DataError

log = logging.getLogger(__name__)

# unpacked file -> its size in bytes and MD5
UNPACKED: dict[str, tuple[int, str]] = {
    "train-images-idx3-ubyte": (47_040_016, "6bbc9ace898e44ae57da46a324031adb"),
    "train-labels-idx1-ubyte": (60_008, "a25bea736e30d166cdddb491f175f624"),
    "t10k-images-idx3-ubyte": (7_840_016, "2646ac647ad5339dbf082846283269ea"),
    "t10k-labels-idx1-ubyte": (10_008, "27ae3e4e09519cfbb04c329615203637"),
}
LOCK_SECONDS = 120
# How the names of files begin that are being unpacked, and of folders outside the app for that.
PART, ELSEWHERE = ".unpack-", "digit-lab-mnist-"
LEFT_SECONDS = 3600  # no unpacking takes so long: it was killed
Examples = tuple[Tensor, Tensor]


def open_mnist(root: Path) -> tuple[Examples, Examples]:
    """(images, labels) of the training and of the test set, from ``root/MNIST/raw``.

    Every unpacked file is checked by its MD5; a wrong one is unpacked again from its archive,
    and what has no good archive either is downloaded.  Several processes may do this at once.

    Raises:
        DataError: nothing is left to repair the files from; says what to do.
    """
    folder = root / "MNIST" / "raw"
    if not folder.is_dir():  # somebody else's place: nothing is made or fetched there
        raise _missing(list(UNPACKED), folder, "there is no such folder")
    if _wrong_files(folder):
        try:
            _repair_under_lock(root, folder)
        except OSError as error:  # a read-only folder or a full disk: unpack elsewhere for now
            return _read_from_elsewhere(folder, error)
    return _read(root)


def _read(root: Path) -> tuple[Examples, Examples]:
    train = datasets.MNIST(str(root), train=True)
    test = datasets.MNIST(str(root), train=False)
    return (train.data, train.targets), (test.data, test.targets)


def _wrong_files(folder: Path) -> list[str]:
    return [name for name in UNPACKED if not _is_right(folder / name)]


def _is_right(path: Path) -> bool:
    size, md5 = UNPACKED[path.name]
    try:
        if path.stat().st_size != size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "md5").hexdigest() == md5
    except OSError:
        return False


def _repair_under_lock(root: Path, folder: Path) -> None:
    try:
        with FileLock(folder / ".unpack.lock", timeout=LOCK_SECONDS):
            _remove_parts(folder)
            wrong = _wrong_files(folder)  # again: another process may have been faster
            wrong = [name for name in wrong if not _unpack(folder / f"{name}.gz", folder / name)]
            if wrong:
                _download(wrong, folder)
    except Timeout:
        log.warning("another process has the lock of %s for %d seconds", folder, LOCK_SECONDS)
        raise DataError(
            "Another process has been unpacking MNIST for a long time. Wait a little and load the "
            "page again; if that does not help, restart the app.",
            code="data_locked",
        ) from None


def _remove_parts(folder: Path) -> None:
    """Remove what an unpacking that was killed has left; whoever has the lock is alone here."""
    for part in folder.glob(f"{PART}*"):
        part.unlink(missing_ok=True)


def _unpack(archive: Path, target: Path) -> bool:
    """Write ``target`` whole or not at all; False if the archive is missing or damaged."""
    if not archive.is_file():
        return False
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=PART, delete=False) as file:
        part = Path(file.name)
        try:
            with gzip.open(archive, "rb") as packed:
                shutil.copyfileobj(packed, file, 1 << 20)
        except (gzip.BadGzipFile, EOFError, zlib.error):
            part.unlink()
            return False
        except BaseException:
            part.unlink()
            raise
    size, md5 = UNPACKED[target.name]
    content = part.read_bytes()
    if len(content) != size or hashlib.md5(content).hexdigest() != md5:
        part.unlink()
        return False
    part.chmod(0o644)
    os.replace(part, target)  # readers see the old file or the new one, never half of it
    return True


def _download(names: list[str], folder: Path) -> None:
    log.warning("fetching %s from the web: no good archive is left in %s", names, folder)
    checksums = dict(datasets.MNIST.resources)
    for name in names:
        archive = f"{name}.gz"
        causes = []
        for mirror in datasets.MNIST.mirrors:
            try:
                datasets.utils.download_url(
                    mirror + archive, str(folder), archive, checksums[archive]
                )
                break
            except (RuntimeError, OSError) as error:  # URLError is an OSError
                causes.append(f"{mirror}: {error}")
        if not _unpack(folder / archive, folder / name):
            raise _missing(names, folder, "; ".join(causes))


def _missing(names: list[str], folder: Path, cause: str) -> DataError:
    log.error("MNIST is not whole in %s, and could not be downloaded: %s", folder, cause)
    return DataError(
        "Files of MNIST are missing or damaged: {files}. They could not be downloaded either. "
        "Restore them with `git checkout -- data`, or connect to the internet and load the page "
        "again.",
        code="data_missing",
        files=tuple(f"{name}.gz" for name in names),
    )


def _remove_folders_left() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{ELSEWHERE}*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > LEFT_SECONDS:
                shutil.rmtree(folder)


def _read_from_elsewhere(folder: Path, cause: OSError) -> tuple[Examples, Examples]:
    """Unpack into a temporary folder, read, and remove it again."""
    try:
        _remove_folders_left()
        with tempfile.TemporaryDirectory(prefix=ELSEWHERE) as elsewhere:
            raw = Path(elsewhere) / "MNIST" / "raw"
            raw.mkdir(parents=True)
            for name in UNPACKED:
                if _is_right(folder / name):
                    shutil.copyfile(folder / name, raw / name)
                elif not _unpack(folder / f"{name}.gz", raw / name):
                    raise _missing([name], folder, str(cause))
            return _read(Path(elsewhere))
    except OSError as error:
        log.error("MNIST could not be unpacked in %s: %s", folder, cause)
        raise DataError(
            "MNIST could not be unpacked. Make room on the server's disk, or make its folder "
            "`data` writable.",
            code="data_not_writable",
        ) from error
