"""What the store holds, story by story, and what of it can go: never what a current story needs, never while a render runs."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobook.errors import StoreError
from audiobook.store import Store
from audiobook.store.stories import Needs, all_needs, forget


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the store."""

    kind: str
    """"take" or "chapter"."""
    key: str
    path: Path
    size: int
    """Bytes."""
    written: float
    """Seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one story has in the store; what several share counts for each."""

    needs: Needs
    takes: int
    """Bytes."""
    chapters: int
    """Bytes of encoded chapters."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """All of a store."""

    files: tuple[Kept, ...]
    shares: tuple[Share, ...]
    """The latest run first."""
    loose: tuple[Kept, ...]
    """What no current story needs."""

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(file.size for file in self.files)


def holdings(store: Store) -> Holdings:
    """Return what is there."""
    files = tuple(_files(store))
    sizes = {(file.kind, file.key): file.size for file in files}
    needs = all_needs(store.root)
    shares = [
        Share(each, sum(sizes.get(("take", key), 0) for key in each.takes), sum(sizes.get(("chapter", key), 0) for key in each.chapters)) for each in needs
    ]
    wanted = {("take", key) for each in needs if each.current for key in each.takes} | {
        ("chapter", key) for each in needs if each.current for key in each.chapters
    }
    return Holdings(files, tuple(shares), tuple(file for file in files if (file.kind, file.key) not in wanted))


def _files(store: Store) -> Sequence[Kept]:
    kept = []
    for kind, key, path, size in store.files():
        try:
            kept.append(Kept(kind, key, path, size, path.stat().st_mtime))
        except FileNotFoundError:
            continue  # another run discarded it
    return kept


def prune(store: Store, *, older_than: float = 0.0, down_to: int | None = None, dry: bool = False) -> tuple[Kept, ...]:
    """Remove what no current story needs; return it.

    Args:
        store: nobody else may have it open.
        older_than: only what was made more than so many seconds ago.
        down_to: only as much, the oldest first, as brings the store to so many bytes.
        dry: remove nothing.

    Raises:
        StoreError: a render runs, or a file cannot be removed.
    """
    if not dry and not store.alone():
        raise StoreError(f"{store.root}: a render is running; nothing is pruned while it may need it")
    there = holdings(store)
    now, size = time.time(), there.size
    going: list[Kept] = []
    for file in sorted(there.loose, key=lambda file: (file.written, file.key)):
        if down_to is not None and size <= down_to:
            break
        if now - file.written >= older_than:
            going.append(file)
            size -= file.size
    if dry:
        return tuple(going)
    for file in going:
        try:
            file.path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{file.path}: cannot be removed: {error.strerror}") from error
    for share in there.shares:
        if not share.needs.current and now - share.needs.at >= older_than and down_to is None:
            forget(store.root, share.needs.story)
    return tuple(going)
