"""The store: takes and encoded chapters by content, atomic and verified; the only module that names files in `.audiobook/`.

Layout, version 1 (docs/store.md)::

    .audiobook/v1/takes/ab/abcd….take      a take: header, facts as JSON, FLAC
    .audiobook/v1/chapters/ab/abcd….press  an encoded chapter (see sound/pressed)
    .audiobook/v1/opinions/ab/abcd….txt    what somebody answered who was asked for a second opinion
    .audiobook/v1/tmp/<run>/               what a run has not finished, and its rushes; goes when the run is dead
    .audiobook/v1/lock                     shared by renders, exclusive to pruning

A take's file: 8 bytes of magic, 16 bytes BLAKE2b of the facts, their length (4 bytes, little-endian), the facts (JSON, with the sound's size and
BLAKE2b), then the sound. Files appear whole: written in tmp/, then moved. Everything here may be deleted at any time; it is made again.
"""

import contextlib
import hashlib
import itertools
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from audiobook.audio import Audio
from audiobook.errors import SoundError, StoreError
from audiobook.take import Take

LAYOUT = "v1"
_MAGIC = b"ABTAKE1\n"
_DIGEST = 16  # bytes of BLAKE2b
_HEAD = len(_MAGIC) + _DIGEST + 4


def digest_of(flac: bytes) -> str:
    """Return what a take's sound is known by: equal sound, equal digest."""
    return _blake(flac).hex()


def _blake(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST).digest()


class Store:
    """One workspace's store. Renders share it; each run's unfinished files are its own."""

    def __init__(self, root: Path) -> None:
        """Open, or make, the store in the folder root.

        Raises:
            StoreError: the folder cannot be made or written.
        """
        self.root = root / LAYOUT
        self._takes = f"{self.root / 'takes'}{os.sep}"  # joined by hand: there are ten thousand in a book
        self._numbers = itertools.count()
        try:
            for folder in ("takes", "chapters", "tmp"):
                (self.root / folder).mkdir(parents=True, exist_ok=True)
            self._lock = _lock(self.root / "lock", shared=True)
            self._sweep()
            self._tmp = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=self.root / "tmp"))
            self._alive = _lock(self._tmp / "alive", shared=False)
        except OSError as error:
            raise StoreError(
                f"{self.root}: the store cannot be written: {error.strerror}; another --workspace, or one that you may write, would work"
            ) from error

    def close(self) -> None:
        """Let go of the store; what is unfinished goes."""
        shutil.rmtree(self._tmp, ignore_errors=True)
        for lock in (self._alive, self._lock):
            if lock is not None:
                os.close(lock)
        self._alive = self._lock = None

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _sweep(self) -> None:
        """Remove what dead runs left."""
        for folder in (self.root / "tmp").iterdir():
            with contextlib.suppress(OSError):
                lock = _lock(folder / "alive", shared=False, wait=False)
                if lock is not None:
                    shutil.rmtree(folder, ignore_errors=True)
                    os.close(lock)

    def scratch(self, suffix: str) -> Path:
        """Return a path for a file that is being made; it goes with the run unless it is adopted."""
        return self._tmp / f"{next(self._numbers)}{suffix}"

    # Takes

    def _take_path(self, key: str) -> Path:
        return Path(f"{self._takes}{key[:2]}/{key}.take")

    def take(self, key: str) -> Take | None:
        """Return the take of this key; None when it is not there or its facts are damaged. The sound itself is verified when it is read."""
        path = self._take_path(key)
        try:
            with path.open("rb") as file:
                facts = _facts(file.read(4096))
                size = os.fstat(file.fileno()).st_size
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{path}: cannot be read: {error.strerror}") from error
        if facts is None or size != facts["whole"]:
            return None
        return _as_take(key, path, facts)

    def has_damaged(self, key: str) -> bool:
        """Tell whether there is a file for this key (asked when `take` found none: then it is damaged)."""
        return self._take_path(key).exists()

    def add_take(self, key: str, flac: bytes, *, rate: int, length: int, lead: int, trail: int, peak: float, loudness: float = -70.0, digest: str = "") -> Take:
        """Store a take's sound (and its digest, if it is known) and facts, whole or not at all, and return it."""
        values = {"rate": rate, "length": length, "lead": lead, "trail": trail, "peak": peak, "loudness": loudness}
        digest = digest or digest_of(flac)
        facts = json.dumps({**values, "digest": digest, "size": len(flac)}, separators=(",", ":")).encode()
        content = _MAGIC + _blake(facts) + len(facts).to_bytes(4, "little") + facts + flac
        path = self._take_path(key)
        scratch = f"{self._tmp}{os.sep}{next(self._numbers)}.take"
        try:
            _write(scratch, content)
            _move(scratch, path)
        except OSError as error:
            Path(scratch).unlink(missing_ok=True)
            raise _cannot_write(path, error) from error
        return Take(key, path, digest, **values)  # type: ignore[arg-type]

    def discard(self, key: str) -> None:
        """Remove a damaged take."""
        self._take_path(key).unlink(missing_ok=True)

    # Encoded chapters

    def chapter_path(self, key: str) -> Path:
        """Return where the encoded chapter of this key stands, or would stand."""
        return self.root / "chapters" / key[:2] / f"{key}.press"

    def adopt_chapter(self, key: str, made: Path) -> Path:
        """Take over a finished file as the encoded chapter of this key; return its path."""
        path = self.chapter_path(key)
        try:
            _move(made, path)
        except OSError as error:
            raise _cannot_write(path, error) from error
        return path

    # Second opinions

    def recall(self, key: str) -> str | None:
        """Return the text that was remembered under this key (hexadecimal digits); None when it is not there, or is no text."""
        try:
            return self._opinion_path(key).read_text(encoding="utf-8")
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        except OSError as error:
            raise StoreError(f"{self._opinion_path(key)}: cannot be read: {error.strerror}") from error

    def remember(self, key: str, text: str) -> None:
        """Keep a text under this key, whole or not at all."""
        path, scratch = self._opinion_path(key), str(self.scratch(".txt"))
        try:
            _write(scratch, text.encode(errors="replace"))
            _move(scratch, path)
        except OSError as error:
            raise _cannot_write(path, error) from error

    def _opinion_path(self, key: str) -> Path:
        return self.root / "opinions" / key[:2] / f"{key}.txt"

    # Housekeeping

    def files(self) -> Iterator[tuple[str, str, Path, int]]:
        """Yield (kind "take" or "chapter", key, path, bytes) of all that is stored."""
        for kind, folder in (("take", "takes"), ("chapter", "chapters")):
            for path in sorted((self.root / folder).glob("*/*")):
                with contextlib.suppress(FileNotFoundError):
                    yield kind, path.stem, path, path.stat().st_size

    def alone(self) -> bool:
        """Turn the shared lock into an exclusive one, for pruning; False while a render runs."""
        if self._lock is None:
            return True
        os.close(self._lock)
        self._lock = _lock(self.root / "lock", shared=False, wait=False)
        if self._lock is not None:
            return True
        self._lock = _lock(self.root / "lock", shared=True)
        return False


def read_take(take: Take) -> Audio:
    """Return a take's sound, from the rushes if it is there, else from the store, verified.

    Raises:
        StoreError: the file is gone or damaged; `DamagedTake` names its key.
    """
    from audiobook.sound.flac import decode_take
    from audiobook.store.rushes import read_rush

    if (rush := read_rush(take)) is not None:
        return rush
    try:
        content = take.path.read_bytes()
    except OSError as error:
        raise DamagedTake(take.key, f"{take.path}: cannot be read: {error.strerror}") from error
    facts = _facts(content)
    if facts is None or digest_of(flac := content[-int(facts["size"]) :]) != take.digest:
        raise DamagedTake(take.key, f"{take.path}: damaged; it is recorded again")
    try:
        return decode_take(flac)
    except SoundError as error:
        raise DamagedTake(take.key, f"{take.path}: {error}; it is recorded again") from error


class DamagedTake(StoreError):
    """A take whose file is not what was stored."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key

    def __reduce__(self) -> tuple[type["DamagedTake"], tuple[str, str]]:
        return type(self), (self.key, str(self))


def _facts(content: bytes) -> dict[str, float] | None:
    """Return the facts at the start of a take's file, checked; None when damaged."""
    if len(content) < _HEAD or not content.startswith(_MAGIC):
        return None
    length = int.from_bytes(content[_HEAD - 4 : _HEAD], "little")
    facts = content[_HEAD : _HEAD + length]
    if _blake(facts) != content[len(_MAGIC) : len(_MAGIC) + _DIGEST]:
        return None
    values: dict[str, float] = json.loads(facts)
    return {**values, "whole": _HEAD + length + values["size"]}


def _as_take(key: str, path: Path, facts: dict[str, float]) -> Take:
    rate, length, lead, trail = (int(facts[name]) for name in ("rate", "length", "lead", "trail"))
    return Take(key, path, str(facts["digest"]), rate, length, lead, trail, facts["peak"], facts["loudness"])


def _write(path: str, content: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o644)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]
    finally:
        os.close(file)


def _move(made: str | Path, path: Path) -> None:
    try:
        os.replace(made, path)  # noqa: PTH105 - ten thousand times a book
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(made, path)  # noqa: PTH105 - ten thousand times a book


def _cannot_write(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{path.parent}: cannot be written: {error.strerror}; what was recorded so far is safe, render again to go on")


def _lock(path: Path, *, shared: bool, wait: bool = True) -> int | None:
    """Open and lock a file; return its descriptor, or None when another has it. Where the system has no flock, nothing is locked."""
    try:
        import fcntl
    except ImportError:
        return os.open(path, os.O_CREAT | os.O_RDWR)
    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        os.close(handle)
        return None
    return handle
