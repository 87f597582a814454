"""One fresh encoder for each chapter: samples in, packets of equal duration out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

import numpy as np

from audiobook.audio import Samples, to_int16
from audiobook.book import Coding
from audiobook.errors import SoundError

if TYPE_CHECKING:
    import av

OPUS_RATES = (8000, 12000, 16000, 24000, 48000)
_MP3_QUALITY = 5  # LAME's -q: 2 takes twice as long
_MP3_SCALE = {192000: 0.97, 224000: 0.98, 256000: 1.0, 320000: 1.0}
_MP3_SCALE_BELOW = 0.95
"""LAME makes sound softer by these, by bit rate, unless told otherwise, which lameenc cannot; measured."""

_OPUS_SCALE = 10 ** (-0.35 / 20)
_OPUS_SCALED_BELOW = 64000
"""And Opus at low bit rates, by 0.3 to 0.4 dB on speech. Measured."""


_OPUS_HEADROOM = 10 ** (-1.5 / 20)
"""How much lower the largest sample has to be for Opus at low bit rates: it makes a harsh voice's peaks up to 2.8 dB higher, depending on where its frames
fall, where AAC and MP3 add 0.9. Measured, at phases 2 ms apart."""


class Encoder(Protocol):
    """Packets of one stream. The first sample stands in packet 0, or behind the codec's delay."""

    @property
    def extradata(self) -> bytes:
        """What a container has to know of the codec's setup."""
        ...

    def feed(self, samples: Samples) -> Iterable[bytes]:
        """Return the packets that more samples, shape (n,), complete."""
        ...

    def finish(self) -> Iterable[bytes]:
        """Return the packets that are left."""
        ...


def frame(codec: str, rate: int) -> int:
    """Return how many samples a packet of the codec holds."""
    match codec:
        case "aac":
            return 1024
        case "mp3":
            return 1152 if rate >= 32000 else 576
        case "opus":
            return rate // 50
        case _:
            return 1


def headroom(coding: Coding) -> float:
    """Return what a mix's ceiling is multiplied by for this coding, 0 to 1."""
    return _OPUS_HEADROOM if coding.codec == "opus" and coding.bitrate < _OPUS_SCALED_BELOW else 1.0


def open_encoder(coding: Coding) -> Encoder:
    """Return a fresh encoder.

    Raises:
        SoundError: no such codec, or one that cannot do this.
    """
    if coding.codec not in _ENCODERS:
        raise SoundError(f"no codec {coding.codec!r}; there are {', '.join(_ENCODERS)}")
    return _ENCODERS[coding.codec](coding)


def revision(codec: str) -> str:
    """Return what the bytes of an encoder depend on besides its input: part of an encoded chapter's key."""
    if codec == "mp3":
        import importlib.metadata

        return f"lameenc {importlib.metadata.version('lameenc')} q{_MP3_QUALITY} levelled"
    import av

    levelled = " levelled by 0.35" if codec == "opus" else ""
    return f"ffmpeg {av.ffmpeg_version_info} {sorted(_OPTIONS[codec].items())}{levelled}"


LIBAV = {"aac": "aac", "opus": "libopus", "flac": "flac"}
"""The codec library's names for our codecs."""


def options(codec: str) -> dict[str, str]:
    """Return how the codec library's encoder is set up."""
    return {**_OPTIONS[codec], "flags": "+bitexact"}


_OPTIONS: Mapping[str, dict[str, str]] = {
    # The default coder, twoloop, is 4.5 times slower and measures worse on speech at 64 kbit/s.
    "aac": {"aac_coder": "fast"},
    # "voip" is no better on speech at 32 kbit/s (bands 2.2 dB off, as here), and throws peaks up to 2 dB higher.
    "opus": {"application": "audio", "frame_duration": "20"},
    "flac": {"compression_level": "5"},
}


class _Libav:
    """Any of the codec library's encoders."""

    def __init__(self, coding: Coding, sample_format: str) -> None:
        import av

        name = LIBAV[coding.codec]
        context = av.CodecContext.create(name, "w")
        if not isinstance(context, av.AudioCodecContext):  # pragma: no cover - for the type checker
            raise SoundError(f"{name} is no audio codec")
        context.sample_rate, context.layout, context.format = coding.rate, "mono", sample_format
        if coding.bitrate:
            context.bit_rate = coding.bitrate
        context.options = options(coding.codec)
        self._context, self._coding, self._format, self._fed = context, coding, sample_format, 0
        self._gain = np.float32(1 / _OPUS_SCALE) if coding.codec == "opus" and coding.bitrate < _OPUS_SCALED_BELOW else None

    @property
    def extradata(self) -> bytes:
        return self._context.extradata or b""

    def feed(self, samples: Samples) -> list[bytes]:
        import av

        levelled = samples if self._gain is None else samples * self._gain
        values = to_int16(levelled) if self._format.startswith("s16") else levelled
        block = av.AudioFrame.from_ndarray(values.reshape(1, -1), format=self._format, layout="mono")
        block.sample_rate, block.pts = self._coding.rate, self._fed
        self._fed += len(samples)
        return self._encode(block)

    def finish(self) -> list[bytes]:
        return self._encode(None)

    def _encode(self, block: "av.AudioFrame | None") -> list[bytes]:
        import av

        try:  # FLAC ends with an empty packet, which carries the sum of all samples
            return [bytes(packet) for packet in self._context.encode(block) if packet.size]
        except av.FFmpegError as error:
            raise SoundError(f"{self._coding} cannot be encoded: {error}") from error


class _Lame:
    """MP3, at a constant bit rate, cut into its frames."""

    extradata = b""  # the frames say it all

    def __init__(self, coding: Coding) -> None:
        import lameenc

        encoder = lameenc.Encoder()
        encoder.set_bit_rate(coding.bitrate // 1000)
        encoder.set_in_sample_rate(coding.rate)
        encoder.set_out_sample_rate(coding.rate)
        encoder.set_channels(1)
        encoder.set_quality(_MP3_QUALITY)
        encoder.silence()
        self._encoder, self._rest = encoder, b""
        self._gain = np.float32(1 / _MP3_SCALE.get(coding.bitrate, _MP3_SCALE_BELOW))

    def feed(self, samples: Samples) -> Iterator[bytes]:
        return self._frames(bytes(self._encoder.encode(to_int16(samples * self._gain).tobytes())))

    def finish(self) -> Iterator[bytes]:
        return self._frames(bytes(self._encoder.flush()))

    def _frames(self, more: bytes) -> Iterator[bytes]:
        from audiobook.sound.mp3 import frame_size

        stream, at = self._rest + more, 0
        while at + 4 <= len(stream) and at + (size := frame_size(stream[at : at + 4])) <= len(stream):
            yield stream[at : at + size]
            at += size
        self._rest = stream[at:]


_ENCODERS: Mapping[str, Callable[[Coding], Encoder]] = {
    "aac": lambda coding: _Libav(coding, "fltp"),
    "mp3": _Lame,
    "opus": lambda coding: _Libav(coding, "flt"),
    "flac": lambda coding: _Libav(coding, "s16"),
}
