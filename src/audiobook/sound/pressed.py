"""Encoded chapters on disk: how they are written down, and how they are read.

A pressing is a file: MAGIC; each packet behind its size (32 bits, little-endian); a footer (JSON: coding, encoder, the codec's setup, samples, packets,
levels, and stretches where each was encoded by itself); the footer's size; the CRC-32 of the footer; the CRC-32 of all before it; MAGIC. It is written from
front to back; what was cut short has no end, and is told by that.
"""

import json
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from audiobook.book import Coding, Levels, Pressing
from audiobook.errors import SoundError

MAGIC = b"pressed3"
SIZE = struct.Struct("<I")
"""Before each packet."""
_END = struct.Struct("<III8s")
_READ_AT_ONCE = 1 << 18  # bytes
_LARGEST = 1 << 20  # bytes that a packet may have; more is damage
_DAMAGED = "{}: a damaged chapter; deleting it makes it anew"


@dataclass(frozen=True, slots=True)
class Kept:
    """A stretch of a chapter, encoded by itself, as it stands in a pressing; and the packet before the first, which only primes a decoder."""

    key: str
    """Content address of its sound; empty: digital silence."""
    packets: int
    size: int
    """Bytes, with the packets' sizes."""
    check: int
    """CRC-32 of these bytes."""
    levels: Levels


@dataclass(frozen=True, slots=True)
class Footer:
    """What a pressing says of itself."""

    coding: Coding
    encoder: str
    """What its bytes depend on besides coding and samples."""
    extradata: bytes
    """The codec's setup, as containers want it."""
    length: int
    packets: int
    levels: Levels
    every: int
    """How many blocks of sound there are to one whose level was measured."""
    stretches: tuple[Kept, ...]
    """All packets, in order; none where the chapter was encoded as one."""
    check: int = 0
    """CRC-32 of all before the footer."""

    def written(self) -> bytes:
        """Return it as it ends a file."""
        told = {name: value for name, value in asdict(self).items() if name not in {"check", "extradata"}}
        rows = [[kept.key, kept.packets, kept.size, kept.check, kept.levels] for kept in self.stretches]
        text = json.dumps({**told, "extradata": self.extradata.hex(), "stretches": rows}, separators=(",", ":")).encode()
        return text + _END.pack(len(text), zlib.crc32(text), self.check, MAGIC)


def read_footer(path: Path) -> Footer:
    """Return what a pressing's footer says, verified.

    Raises:
        SoundError: no pressing, or one that was cut short.
    """
    try:
        with path.open("rb") as file:
            file.seek(-_END.size, 2)
            size, told, check, magic = _END.unpack(file.read(_END.size))
            if magic != MAGIC:
                raise SoundError(f"{path}: not a pressed chapter, or cut short; deleting it makes it anew")
            file.seek(-_END.size - size, 2)
            text = file.read(size)
        if zlib.crc32(text) != told:
            raise SoundError(_DAMAGED.format(path))
        said: dict[str, Any] = json.loads(text)
        stretches = tuple(Kept(key, packets, size, sum_, _levels(levels)) for key, packets, size, sum_, levels in said.pop("stretches"))
        values: dict[str, Any] = {
            "coding": Coding(**said.pop("coding")),
            "extradata": bytes.fromhex(said.pop("extradata")),
            "levels": _levels(said.pop("levels")),
        }
        return Footer(**values, **said, stretches=stretches, check=check)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SoundError(f"{path}: not a pressed chapter, or damaged ({error}); deleting it makes it anew") from error


def _levels(said: Sequence[Sequence[float]]) -> Levels:
    return tuple((int(place), int(blocks), float(energy)) for place, blocks, energy in said)


def read_pressing(path: Path) -> Pressing:
    """Return what a pressing is; its packets are verified when they are read.

    Raises:
        SoundError: no pressing, or one that was cut short.
    """
    footer = read_footer(path)
    return Pressing(path, footer.coding, footer.length, footer.packets, path.stat().st_size, footer.levels)


def extradata(pressing: Pressing) -> bytes:
    """Return the codec's setup, as containers want it."""
    return read_footer(pressing.path).extradata


def packets(pressing: Pressing) -> Iterator[bytes]:
    """Yield the packets in order.

    Raises:
        SoundError: at the end, when they are not those that were written.
    """
    footer = read_footer(pressing.path)
    with pressing.path.open("rb") as file:
        check = zlib.crc32(file.read(len(MAGIC)))
        piece, at = b"", 0
        for _ in range(footer.packets):
            while len(piece) < at + SIZE.size or len(piece) < (end := at + SIZE.size + SIZE.unpack_from(piece, at)[0]):
                more = file.read(_READ_AT_ONCE)
                if not more or len(piece) > at + _LARGEST:
                    raise SoundError(_DAMAGED.format(pressing.path))
                check = zlib.crc32(memoryview(piece)[:at], check)
                piece, at = piece[at:] + more, 0
            yield piece[at + SIZE.size : end]
            at = end
        if zlib.crc32(memoryview(piece)[:at], check) != footer.check:
            raise SoundError(_DAMAGED.format(pressing.path))
