"""Text files rewritten whole or not at all."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from audiobook.errors import OutputError
from audiobook.yamlfile.nodes import decode, missing

_ATTEMPTS = 5


def rewrite(path: Path, change: Callable[[str], str], *, fresh: str = "") -> None:
    """Change a file's text by a function, whole or not at all. A missing file is made from `fresh`; a link stays a link.

    Where somebody else writes the file in the meantime, the change is made again, to what they wrote.

    Raises:
        SheetError: the file cannot be read, or `change` raises it.
        OutputError: the file cannot be written.
    """
    for _ in range(_ATTEMPTS):
        before = _read(path)
        after = change(fresh if before is None else before)
        if after == before or _put(path, before, after):
            return
    raise OutputError(f"{path}: somebody else keeps writing it; try again")


def _read(path: Path) -> str | None:
    return None if missing(path) else decode(path)


def _put(path: Path, before: str | None, text: str) -> bool:
    """Put a text in a file's place, unless the file has changed since; tell whether it was done."""
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with beside.open("xb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o7777)
        if _read(path) != before:
            return False
        beside.replace(target)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return True
