"""Stretches that other pressings hold already: copied, packet by packet, instead of being mixed and encoded again."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobook.book import Coding
from audiobook.errors import SoundError
from audiobook.sound.encoders import frame
from audiobook.sound.pressed import MAGIC, Footer, Kept, read_footer


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a stretch stands."""

    path: Path
    start: int
    """Bytes before it in the file."""
    kept: Kept


class Donors:
    """Pressings of equal coding that may hold some of a chapter's stretches. What of them is damaged is not used, and told."""

    def __init__(self, paths: Sequence[Path] = ()) -> None:
        self._paths = paths
        self._places: dict[str, _Place] = {}
        self.damaged: list[Path] = []
        self.given = 0
        """Samples whose packets were copied."""

    def look(self, coding: Coding, encoder: str, every: int) -> None:
        """Read what the pressings say of their stretches; those that were made otherwise are left out."""
        for path in self._paths:
            try:
                footer = read_footer(path)
            except SoundError:
                if path.exists():  # else somebody removed it in the meantime
                    self.damaged.append(path)
                continue
            if (footer.coding, footer.encoder, footer.every) == (coding, encoder, every):
                self._places.update(_places(path, footer))

    def copy(self, key: str, coding: Coding) -> tuple[Kept, bytes] | None:
        """Return a stretch and its packets, each behind its size; None where nobody has it, whole."""
        place = self._places.get(key)
        if place is None:
            return None
        try:
            with place.path.open("rb") as file:
                file.seek(place.start)
                content = file.read(place.kept.size)
        except OSError:
            content = b""
        if zlib.crc32(content) != place.kept.check:
            self._places = {key: each for key, each in self._places.items() if each.path != place.path}
            if place.path.exists():
                self.damaged.append(place.path)
            return None
        self.given += place.kept.packets * frame(coding.codec, coding.rate)
        return place.kept, content


def _places(path: Path, footer: Footer) -> dict[str, _Place]:
    """Return where a pressing's stretches stand, by key."""
    places: dict[str, _Place] = {}
    at = len(MAGIC)
    for kept in footer.stretches:
        if kept.key:
            places[kept.key] = _Place(path, at, kept)
        at += kept.size
    return places
