"""A file's sound in blocks, and what is seen of its packets while it runs."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from audiobook.errors import SoundError
from audiobook.sound import mp3
from audiobook.sound.probe import opened

if TYPE_CHECKING:
    import av

_BLOCK = 10.0  # seconds


class Reel:
    """One run through a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.size = 0
        """Bytes of sound."""
        self.damaged = 0
        """Packets that could not be decoded."""
        self.bitrates: set[int] = set()
        """kbit/s of MP3's frames."""
        self.steady = True
        """Whether all frames have the first one's rate and channels."""

    def blocks(self) -> Iterator[tuple[NDArray[np.float32], int]]:
        """Yield blocks of shape (channels, n) in [-1, 1] or, as lossy codecs do, a little beyond it, with their rate."""
        waiting: list[NDArray[np.float32]] = []
        held = rate = 0
        for samples, rate in self._frames():
            waiting.append(samples)
            held += samples.shape[1]
            if held >= _BLOCK * rate:
                yield np.concatenate(waiting, axis=1), rate
                waiting, held = [], 0
        if held:
            yield np.concatenate(waiting, axis=1), rate

    def _frames(self) -> Iterator[tuple[NDArray[np.float32], int]]:
        import av

        first: tuple[int, int, str] | None = None
        resampler: av.AudioResampler | None = None
        seen: Any = None
        for frame in self._decoded():
            found = (frame.sample_rate, frame.layout.nb_channels, frame.layout.name)
            first = first or found
            self.steady &= found[:2] == first[:2]
            if found == first and frame.format.name == "fltp":
                yield _samples(frame), first[0]
                continue
            if resampler is None or seen != (found, frame.format.name):
                resampler, seen = av.AudioResampler(format="fltp", layout=first[2], rate=first[0]), (found, frame.format.name)
            frame.pts = None
            try:
                pieces = resampler.resample(frame)
            except (av.FFmpegError, ValueError) as error:
                raise SoundError(f"{self._path}: damaged: its sound turns into what cannot be brought to {first[0]} Hz, {first[2]}: {error}") from error
            yield from ((_samples(piece), first[0]) for piece in pieces)

    def _decoded(self) -> "Iterator[av.AudioFrame]":
        import av

        with opened(self._path) as file:
            stream = file.streams.audio[0]
            is_mp3 = stream.codec_context.codec.canonical_name == "mp3"
            for packet in file.demux(stream):
                self.size += packet.size
                if is_mp3 and packet.size >= 4:
                    self._note(bytes(memoryview(packet)[:4]))
                try:
                    yield from packet.decode()
                except av.error.InvalidDataError:
                    self.damaged += 1

    def _note(self, header: bytes) -> None:
        rate = mp3.bitrate(header)
        if rate:
            self.bitrates.add(rate)


def _samples(frame: "av.AudioFrame") -> NDArray[np.float32]:
    """Return a frame of planar floats, shape (channels, n)."""
    return frame.to_ndarray().astype(np.float32, copy=False)
