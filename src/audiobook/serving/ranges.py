"""Parts of a file, as HTTP asks for them (RFC 9110, 14)."""

import re

from audiobook.errors import AudiobookError

_ONE = re.compile(r"^bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$", re.IGNORECASE)


class RangeError(AudiobookError):
    """A part that is not there, or several at once, or none that can be understood."""


def part(header: str, size: int) -> tuple[int, int] | None:
    """Return the first byte and the one after the last; None where the header is in another unit than bytes and the whole is to be sent.

    Raises:
        RangeError: the answer is 416.
    """
    unit = header.partition("=")[0].strip().casefold()
    if unit != "bytes":
        return None
    found = _ONE.match(header)
    if not found or found.groups() == ("", ""):
        raise RangeError(f"{header!r}: one range such as bytes=0-99 would work")
    first, last = found.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < start:
            raise RangeError(f"{header!r} ends before it begins")
    if start >= end:
        raise RangeError(f"{header!r}: there are {size} bytes")
    return start, end
