"""How parent and child talk: pickles, each behind a mark and its length, over file descriptors."""

import os
import struct

_HEADER = struct.Struct(">4sQ")
_MARK = b"abk1"  # so that junk is known as junk
_PIECE = 1 << 20


def write(file: int, message: bytes) -> None:
    """Send a message. Raises OSError when nobody reads any more."""
    content = memoryview(_HEADER.pack(_MARK, len(message)) + message)
    while content:
        content = content[os.write(file, content) :]


def read(file: int) -> bytes:
    """Return the next message. Raises EOFError at the end of the pipe, ValueError on junk."""
    mark, length = _HEADER.unpack(_exactly(file, _HEADER.size))
    if mark != _MARK:
        raise ValueError(f"{mark!r} where a message begins")
    return _exactly(file, length)


def _exactly(file: int, size: int) -> bytes:
    pieces = []
    while size:
        piece = os.read(file, min(size, _PIECE))
        if not piece:
            raise EOFError
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
