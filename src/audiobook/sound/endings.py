"""Whether a file goes as far as it says, where the codec library takes whatever there is: WAV (RIFF, RF64) and Ogg (RFC 3533)."""

import struct
from pathlib import Path

_UNKNOWN = (0, 0xFFFFFFFF)  # lengths that programs write which do not know better
_LAST = 1 << 17  # bytes: more than Ogg's largest page, 65,307
_PAGE = 27  # bytes of a page's head, before its table of segments
_END = 4  # its flag
_MOST_CHUNKS = 1000


def wav_seconds(path: Path) -> float:
    """Return the length of the sound that a WAV file's head promises, in seconds; 0 where it promises none."""
    with path.open("rb") as file:
        head, rate, long = file.read(12), 0, 0
        if head[8:] != b"WAVE":
            return 0.0
        for _ in range(_MOST_CHUNKS):
            chunk = file.read(8)
            if len(chunk) < 8:
                return 0.0
            name, size = struct.unpack("<4sI", chunk)
            if name == b"data":
                size = long if head[:4] == b"RF64" and long else size
                return 0.0 if size in _UNKNOWN or not rate else size / rate
            if name in (b"fmt ", b"ds64"):
                content = file.read(min(size, 64))
                if name == b"fmt " and len(content) >= 12:
                    (rate,) = struct.unpack_from("<I", content, 8)  # bytes a second
                elif len(content) >= 16:
                    (long,) = struct.unpack_from("<Q", content, 8)
                size -= len(content)
            file.seek(size + size % 2, 1)
    return 0.0


def ogg_ends(path: Path) -> bool:
    """Tell whether an Ogg file's last page is whole, and marked as its last."""
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _LAST))
        rest = file.read()
    at = rest.rfind(b"OggS")
    while at >= 0:
        page = rest[at:]
        if len(page) > _PAGE and len(page) >= _PAGE + page[26]:
            size = _PAGE + page[26] + sum(page[_PAGE : _PAGE + page[26]])
            if size == len(page):
                return bool(page[5] & _END)
            if size > len(page):
                return False
        at = rest.rfind(b"OggS", 0, at)  # these letters within a page; or a page and what follows the last one
    return False
