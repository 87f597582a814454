"""Pressings into containers that we write ourselves, front to back, each packet once: MP3, FLAC, WAV."""

import hashlib
import struct
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from audiobook.audio import from_int16
from audiobook.book import Pressing
from audiobook.errors import SoundError
from audiobook.sound import encoders, mp3, pressed
from audiobook.sound.join import coding_of, joined

_RIFF_MOST = 0xFFFFFFFF  # bytes that a RIFF file's 32 bits can tell of
_STREAMINFO = 34  # bytes


def write_mp3(file: BinaryIO, pressings: Sequence[Pressing]) -> None:
    """Write MP3 frames, from where the file stands: first the one that tells players the exact length, then all others.

    Raises:
        SoundError: chapters that do not join.
    """
    coding, start = coding_of(pressings), file.tell()
    sizes, first, room = array("H"), b"", 0
    for content in joined(pressings):
        if not first:
            first, room = content, mp3.info_size(content)
            file.seek(room, 1)
        sizes.append(min(len(content), 0xFFFF))
        file.write(content)
    end = file.tell()
    file.seek(start)
    file.write(mp3.info_frame(coding, sizes, sum(pressing.length for pressing in pressings), first))
    file.seek(end)


def write_flac(file: BinaryIO, pressings: Sequence[Pressing], head: Callable[[bytes], bytes]) -> None:
    """Write FLAC (RFC 9639). Frames are numbered through the file, so the chapters are decoded and encoded as one.

    Args:
        file: to write, seekable.
        pressings: FLAC.
        head: from the bare head, `fLaC` with its one block of 34 bytes, to the head with its tags and pictures; as long whatever stands in the block.

    Raises:
        SoundError: chapters that do not join.
    """
    coding = coding_of(pressings)
    encoder, start, sum_, length = encoders.open_encoder(coding), file.tell(), hashlib.md5(usedforsecurity=False), 0
    file.write(head(_flac_head(pressed.extradata(pressings[0]))))
    for samples in decoded(pressings):
        length += len(samples)
        sum_.update(samples.astype("<i2").tobytes())
        for content in encoder.feed(from_int16(samples)):
            file.write(content)
    for content in encoder.finish():
        file.write(content)
    end, setup = file.tell(), bytearray(encoder.extradata)
    setup[13:18] = ((setup[13] & 0xF0) << 32 | length).to_bytes(5, "big")
    setup[18:34] = sum_.digest()
    file.seek(start)
    file.write(head(_flac_head(bytes(setup))))
    file.seek(end)


def _flac_head(setup: bytes) -> bytes:
    return b"fLaC" + bytes([0x80, 0, 0, _STREAMINFO]) + setup


def decoded(pressings: Sequence[Pressing]) -> Iterator[NDArray[np.int16]]:
    """Yield the samples of FLAC pressings, bit for bit, in blocks of one packet.

    Raises:
        SoundError: a damaged chapter.
    """
    import av

    for pressing in pressings:
        decoder, length = av.CodecContext.create("flac", "r"), 0
        decoder.extradata = pressed.extradata(pressing)
        try:
            for content in pressed.packets(pressing):
                for frame in decoder.decode(av.Packet(content)):
                    samples: NDArray[np.int16] = frame.to_ndarray()[0]
                    length += len(samples)
                    yield samples
        except av.FFmpegError as error:
            raise SoundError(f"{pressing.path}: a damaged chapter ({error}); deleting it makes it anew") from error
        if length != pressing.length:
            raise SoundError(f"{pressing.path}: {length} samples where {pressing.length} were pressed; deleting it makes it anew")


def write_wav(file: BinaryIO, pressings: Sequence[Pressing], chunks: Sequence[tuple[bytes, bytes]]) -> None:
    """Write WAV, 16 bit; from 4 GB on it is RF64 (EBU Tech 3306), for which room is left.

    Args:
        file: to write, seekable.
        pressings: FLAC.
        chunks: what follows the sound: four letters and content each.

    Raises:
        SoundError: chapters that do not join.
    """
    coding, start = coding_of(pressings), file.tell()
    setup = struct.pack("<HHIIHH", 1, 1, coding.rate, 2 * coding.rate, 2, 16)
    head = 12 + 8 + 28 + 8 + len(setup) + 8
    file.seek(start + head)
    for samples in decoded(pressings):
        file.write(samples.astype("<i2").tobytes())
    size = file.tell() - start - head
    for name, content in chunks:
        file.write(name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2))
    end = file.tell()
    file.seek(start)
    file.write(_riff(end - start, size, setup))
    file.seek(end)


def _riff(whole: int, sound: int, setup: bytes) -> bytes:
    """Return a WAV file's head: of RF64 where 32 bits are too few, else with as much room left."""
    form = b"fmt " + struct.pack("<I", len(setup)) + setup
    if whole - 8 <= _RIFF_MOST:
        return b"RIFF" + struct.pack("<I", whole - 8) + b"WAVE" + b"JUNK" + struct.pack("<I", 28) + bytes(28) + form + b"data" + struct.pack("<I", sound)
    sizes = struct.pack("<QQQI", whole - 8, sound, sound // 2, 0)
    return b"RF64" + b"\xff" * 4 + b"WAVE" + b"ds64" + struct.pack("<I", 28) + sizes + form + b"data" + b"\xff" * 4
