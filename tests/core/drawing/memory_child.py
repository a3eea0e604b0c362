"""Reads the largest picture of every kind, and prints how much memory that took at its peak.

Run by test_picture_file_memory.py in a process of its own: only the system sees Pillow's memory.
"""

from __future__ import annotations

import gc
import io
import json
from pathlib import Path

import numpy as np
from PIL import Image

from mnist_core.drawing.picture_file import read_picture

# width and height in pixels, Pillow's mode, format and how to save it
KINDS: dict[str, tuple[tuple[int, int], str, str, dict[str, object]]] = {
    **{
        f"PNG {mode}": ((6_300, 6_300), mode, "PNG", {"compress_level": 1})
        for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")
    },
    "PNG L, white is air": ((6_300, 6_300), "L", "PNG", {"compress_level": 1, "transparency": 255}),
    **{f"JPEG {mode}": ((6_300, 6_300), mode, "JPEG", {}) for mode in ("L", "RGB")},
    "JPEG L progressive": ((6_300, 6_300), "L", "JPEG", {"progressive": True}),
    "JPEG RGB progressive": (
        (6_300, 6_300),
        "RGB",
        "JPEG",
        {"progressive": True, "subsampling": 0},
    ),
    "JPEG CMYK progressive": ((5_590, 5_590), "CMYK", "JPEG", {"progressive": True}),
    "JPEG, long and low": ((28_000, 1_400), "RGB", "JPEG", {"progressive": True}),
    "WEBP RGB": ((3_950, 3_950), "RGB", "WEBP", {"method": 0}),
    "WEBP RGBA": ((3_950, 3_950), "RGBA", "WEBP", {"method": 0}),
    "WEBP lossless": ((3_950, 3_950), "RGB", "WEBP", {"method": 0, "lossless": True}),
}
PAPER: dict[str, int | tuple[int, ...]] = {
    "1": 1,
    "L": 255,
    "LA": (255, 255),
    "P": 3,
    "RGB": (255,) * 3,
    "RGBA": (255,) * 4,
    "CMYK": (0,) * 4,
}
STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def file_of(size: tuple[int, int], mode: str, kind: str, how: dict[str, object]) -> bytes:
    """Paper without ink."""
    if mode == "I;16":
        image = Image.fromarray(np.full(size, 60_000, np.uint16))
    else:
        image = Image.new(mode, size, PAPER[mode])
    buffer = io.BytesIO()
    image.save(buffer, kind, **how)
    return buffer.getvalue()


def peak() -> int:
    """The most memory so far, bytes (of Linux's high-water mark: ``maxrss`` survives ``exec``)."""
    if not STATUS.exists():
        import resource  # Windows has none

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lines = STATUS.read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024


def taken(file: bytes) -> int:
    """How many bytes reading the picture takes at its peak."""
    gc.collect()
    if RESET.exists():
        RESET.write_text("5")  # the mark falls to what is in use now
    before = peak()
    read_picture(file)
    return peak() - before


if __name__ == "__main__":
    print(json.dumps({name: taken(file_of(*kind)) for name, kind in KINDS.items()}))
