"""Files that appear whole or not at all."""

import errno
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from audiobook.errors import OutputError

_STALE = 24 * 3600  # seconds after which what a run left behind is nobody's


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a path to write to, beside `path`; it takes its place in the end, or vanishes when anything goes wrong.

    Raises:
        OutputError: it cannot be written.
    """
    # Short, since names near the limit of 255 bytes leave no room; of this process, since two may write one book.
    stem = f".{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:16]}"
    beside = path.with_name(f"{stem}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path.parent, stem)
        yield beside
        beside.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {_words(error)}") from error
    finally:
        with suppress(OSError):
            beside.unlink()


def _sweep(folder: Path, stem: str) -> None:
    """Remove what runs that were killed left behind."""
    for left in folder.glob(f"{stem}.*.part"):
        if left.stat().st_mtime < time.time() - _STALE or not _runs(int(left.name.split(".")[2])):
            left.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    """Tell whether the process may be running."""
    if os.name == "nt":  # os.kill would end it
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _words(error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EFBIG:
            return "the disk is full; it is needed twice while the file is made, so as not to lose the one before"
        case errno.EACCES | errno.EPERM:
            return f"{error.strerror}; is it open in a player, or the folder somebody else's?"
        case _:
            return error.strerror or str(error)
