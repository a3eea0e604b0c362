"""A PNG without what is no part of its picture: broken notes about it would decide over it."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What makes the pixels, and which way up they are.  Left out are texts, colour profiles, times and
# the further frames of animations.
PICTURE = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
NOTES = {b"eXIf"}
_BESIDE_DATA = 12  # bytes of a chunk's length, kind and checksum


def essential(file: bytes) -> bytes:
    """The file with only these chunks, the notes only if they are whole; any other file as it is.

    Viewers do the same: a chunk that a picture can do without may be broken (PNG specification,
    13.1).  A picture's own chunks stay as they are, so that what is broken there is found.
    """
    if not file.startswith(SIGNATURE):
        return file
    kept = [SIGNATURE]
    start = len(SIGNATURE)
    while start < len(file):
        end, kind = start + _BESIDE_DATA, file[start + 4 : start + 8]
        if len(file) >= start + 8:
            end += struct.unpack_from(">I", file, start)[0]
        if kind in PICTURE or (kind in NOTES and _is_whole(file[start:end])):
            kept.append(file[start:end])
        start = end
        if kind == b"IEND":
            break
    return b"".join(kept)


def _is_whole(chunk: bytes) -> bool:
    """Whether its checksum is that of its kind and data."""
    return chunk[-4:] == struct.pack(">I", zlib.crc32(chunk[4:-4]))
