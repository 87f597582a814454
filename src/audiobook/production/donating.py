"""Which stretches the story's last render left encoded, and in which files: so that a chapter which has to be encoded anew takes the others from there."""

from collections.abc import Callable, Iterable
from pathlib import Path

from audiobook.book import Coding
from audiobook.errors import SoundError
from audiobook.sound.press import APART
from audiobook.sound.pressed import read_footer


class Donating:
    """Pressings by what they hold. They are read when the first chapter asks; a book of 50 hours has some 20,000 stretches."""

    def __init__(self, paths: Callable[[], Iterable[Path]]) -> None:
        self._paths = paths
        self._files: list[Path] = []
        self._holders: dict[Coding, dict[int, int]] | None = None

    def holders(self, keys: Iterable[str], coding: Coding) -> tuple[Path, ...]:
        """Return the pressings that hold stretches of these keys (empty ones are silence), as long as they are what they were."""
        if coding.codec not in APART:
            return ()
        if self._holders is None:
            self._holders = {}
            for path in self._paths():
                self._read(path)
        known = self._holders.get(coding, {})
        found = {holder for key in keys if key and (holder := known.get(_short(key))) is not None}
        return tuple(self._files[holder] for holder in sorted(found))

    def _read(self, path: Path) -> None:
        assert self._holders is not None
        try:
            footer = read_footer(path)
        except SoundError:
            return  # gone, or told when it is wanted itself
        known = self._holders.setdefault(footer.coding, {})
        for kept in footer.stretches:
            if kept.key:
                known[_short(kept.key)] = len(self._files)
        self._files.append(path)


def _short(key: str) -> int:
    """Return a few of a key's bits: a mistaken holder costs a look into its footer."""
    return int(key[:14], 16)
