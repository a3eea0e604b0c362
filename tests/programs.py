"""Programs that are shown, executed in a fresh Python beside a small MNIST."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import torch

from mnist_core.data.mnist import Mnist, load_mnist

ROOT = Path(__file__).parents[1]
# With batches of 16 a little more than 100, the last one smaller; tested in two batches.
TRAIN, TEST = 1_700, 1_100
# Enough where no images are held out and no second line of an epoch is looked for.
FEW_TRAIN, FEW_TEST = 600, 300


def first_images(train: int = TRAIN, test: int = TEST) -> Mnist:
    """The first images of MNIST."""
    torch.set_num_threads(1)
    whole = load_mnist(ROOT / "data")
    return Mnist(whole.train.select(slice(train)), whole.test.select(slice(test)))


def write_mnist(folder: Path, mnist: Mnist) -> None:
    """As if a first run in that folder had downloaded it."""
    raw = folder / "data" / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for name, split in (("train", mnist.train), ("t10k", mnist.test)):
        count = struct.pack(">i", len(split))
        images = b"\0\0\x08\x03" + count + struct.pack(">ii", 28, 28)
        (raw / f"{name}-images-idx3-ubyte").write_bytes(images + split.images.numpy().tobytes())
        labels = split.labels.to(torch.uint8).numpy().tobytes()
        (raw / f"{name}-labels-idx1-ubyte").write_bytes(b"\0\0\x08\x01" + count + labels)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder far from the app where a first run has downloaded MNIST: a small one."""

    folder: Path
    mnist: Mnist

    @classmethod
    def made(cls, folder: Path, train: int = TRAIN, test: int = TEST) -> Place:
        place = cls(folder, first_images(train, test))
        write_mnist(folder, place.mnist)
        return place


def run_all(
    programs: dict[str, tuple[Path, str]], modules: Path | None = None
) -> dict[str, tuple[str, str]]:
    """What each prints in its folder, all in one fresh Python, and its weights' digest.

    With as many threads as that Python likes; ``modules`` come before all others.
    """
    path = [str(each) for each in (modules, ROOT) if each]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
    environment.pop("OMP_NUM_THREADS", None)
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("program_child.py")],
        env=environment,
        input=json.dumps(programs, default=str),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))
