"""Chapters as packets: encoded once, kept by content, joined with others of their coding without a gap.

A pressing is a file: MAGIC; each packet behind its size (32 bits, little-endian); a footer (JSON: coding, encoder, the codec's setup, samples, packets,
levels); the footer's size; the CRC-32 of all before that; MAGIC. It is written from front to back; what was cut short has no end, and is told by that.
"""

import json
import math
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from audiobook.audio import Samples
from audiobook.book import Coding, Levels, Pressing
from audiobook.errors import SoundError
from audiobook.sound import encoders
from audiobook.sound.levels import LevelMeter

MAGIC = b"pressed2"
_SIZE = struct.Struct("<I")
_END = struct.Struct("<II8s")
_ENCODED_AT_ONCE = 65536  # samples: enough to keep Python out of the way
_READ_AT_ONCE = 1 << 18  # bytes
_LARGEST = 1 << 20  # bytes that a packet may have; more is damage
_DAMAGED = "{}: a damaged chapter; deleting it makes it anew"


def grid(rate: int) -> int:
    """Return what every chapter's length is a multiple of, in samples: whole packets of every codec that knows the rate.

    One timeline then fits all formats to the sample. At 24,000 and 48,000 Hz Opus, with its packets of 20 ms, makes the grid 1.92 and 0.96 s; at 22,050 and
    44,100 Hz, which Opus does not know, it is 0.42 and 0.21 s.
    """
    codecs = ("aac", "mp3", "opus") if rate in encoders.OPUS_RATES else ("aac", "mp3")
    return math.lcm(*(encoders.frame(codec, rate) for codec in codecs))


def encoder_revision(coding: Coding) -> str:
    """Return what a pressing's bytes depend on besides its coding and its samples."""
    return f"{MAGIC.decode()} {encoders.revision(coding.codec)}"


def press(blocks: Iterable[Samples], coding: Coding, path: Path, *, seconds: float = 0.0) -> Pressing:
    """Encode a chapter's samples, in blocks of any size, at the coding's rate, to a pressing; memory does not grow with its length.

    Of a chapter that is told to be long, in seconds, not every block's level is measured.

    The chapter begins and ends with at least 0.1 s of digital silence, or its ends are heard when it is joined.

    Raises:
        SoundError: what cannot be encoded; a length that is not whole packets.
        OSError: the file cannot be written.
    """
    encoder, meter = encoders.open_encoder(coding), LevelMeter(coding.rate, seconds)
    length = packets = check = 0
    with path.open("wb") as file:
        check = _put(file, MAGIC, check)
        for block in _even(blocks):
            length += len(block)
            meter.feed(block)
            made = list(encoder.feed(block))
            check = _put(file, _sized(made), check)
            packets += len(made)
        made = list(encoder.finish())
        check = _put(file, _sized(made), check)
        packets += len(made)
        whole = encoders.frame(coding.codec, coding.rate)
        if not length or length % whole:
            raise SoundError(f"a chapter of {length} samples; {coding.codec} at {coding.rate} Hz joins chapters that are multiples of {whole}")
        levels = meter.levels()
        told = {"coding": asdict(coding), "encoder": encoder_revision(coding), "extradata": encoder.extradata.hex(), "length": length, "packets": packets}
        footer = json.dumps({**told, "levels": levels}).encode()
        check = _put(file, footer, check)
        file.write(_END.pack(len(footer), check, MAGIC))
        size = file.tell()
    return Pressing(path, coding, length, packets, size, levels)


@dataclass(frozen=True, slots=True)
class _Footer:
    coding: Coding
    encoder: str
    extradata: bytes
    length: int
    packets: int
    levels: Levels
    check: int
    """CRC-32 of the file up to the footer's end."""


def read_pressing(path: Path) -> Pressing:
    """Return what a pressing's footer says of it; its packets are verified when they are read.

    Raises:
        SoundError: no pressing, or one that was cut short.
    """
    footer = _footer(path)
    return Pressing(path, footer.coding, footer.length, footer.packets, path.stat().st_size, footer.levels)


def extradata(pressing: Pressing) -> bytes:
    """Return the codec's setup, as containers want it."""
    return _footer(pressing.path).extradata


def packets(pressing: Pressing) -> Iterator[bytes]:
    """Yield the packets in order.

    Raises:
        SoundError: at the end, when they are not those that were written.
    """
    footer = _footer(pressing.path)
    with pressing.path.open("rb") as file:
        check = zlib.crc32(file.read(len(MAGIC)))
        piece, at = b"", 0
        for _ in range(footer.packets):
            while len(piece) < at + _SIZE.size or len(piece) < (end := at + _SIZE.size + _SIZE.unpack_from(piece, at)[0]):
                more = file.read(_READ_AT_ONCE)
                if not more or len(piece) > at + _LARGEST:
                    raise SoundError(_DAMAGED.format(pressing.path))
                check = zlib.crc32(memoryview(piece)[:at], check)
                piece, at = piece[at:] + more, 0
            yield piece[at + _SIZE.size : end]
            at = end
        rest = piece + file.read()
        if zlib.crc32(rest[: -_END.size], check) != footer.check:
            raise SoundError(_DAMAGED.format(pressing.path))


def _footer(path: Path) -> _Footer:
    try:
        with path.open("rb") as file:
            file.seek(-_END.size, 2)
            size, check, magic = _END.unpack(file.read(_END.size))
            if magic != MAGIC:
                raise SoundError(f"{path}: not a pressed chapter, or cut short; deleting it makes it anew")
            file.seek(-_END.size - size, 2)
            said = json.loads(file.read(size))
        coding = Coding(**said["coding"])
        levels = tuple((int(place), int(blocks), float(energy)) for place, blocks, energy in said["levels"])
        return _Footer(coding, said["encoder"], bytes.fromhex(said["extradata"]), int(said["length"]), int(said["packets"]), levels, check)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SoundError(f"{path}: not a pressed chapter, or damaged ({error}); deleting it makes it anew") from error


def _sized(some: Iterable[bytes]) -> bytes:
    """Return packets, each behind its size."""
    return b"".join([part for packet in some for part in (_SIZE.pack(len(packet)), packet)])


def _put(file: BinaryIO, content: bytes, check: int) -> int:
    file.write(content)
    return zlib.crc32(content, check)


def _even(blocks: Iterable[Samples]) -> Iterator[Samples]:
    """Yield the same samples in blocks of one size, the last one shorter: equal sound gives equal packets, however it comes."""
    waiting: list[Samples] = []
    held = 0
    for block in blocks:
        at = 0
        while at < len(block):
            part = block[at : at + _ENCODED_AT_ONCE - held]
            waiting.append(part)
            held += len(part)
            at += len(part)
            if held == _ENCODED_AT_ONCE:
                yield np.concatenate(waiting)
                waiting, held = [], 0
    if held:
        yield np.concatenate(waiting)
