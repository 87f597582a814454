"""Takes as they lie in the store: FLAC (RFC 9639), 16 bit, mono, lossless. Frames go in and out of the codec without a container, which takes half the time."""

import struct

import numpy as np
from numpy.typing import NDArray

from audiobook.audio import Audio, from_int16, to_int16
from audiobook.errors import SoundError

_HEAD = b"fLaC\x80\x00\x00\x22"  # STREAMINFO follows, 34 bytes, and is the last block of the head
_START = len(_HEAD) + 34  # bytes
# Fixed predictors of order 2 in blocks of 4096: two thirds of the time of level 3, and 3 % larger.
_OPTIONS = {
    "flags": "+bitexact",
    "compression_level": "0",
    "frame_size": "4096",
    "max_partition_order": "5",
    "min_prediction_order": "2",
    "max_prediction_order": "2",
}


def encode_take(audio: Audio) -> bytes:
    """Return the sound as a FLAC file; see encode_samples."""
    return encode_samples(to_int16(audio.samples), audio.rate)


def encode_samples(samples: NDArray[np.int16], rate: int) -> bytes:
    """Return 16-bit samples, shape (n,), as a FLAC file; equal samples give equal bytes.

    Raises:
        SoundError: no samples, or a rate that FLAC cannot hold.
    """
    import av

    if not len(samples):
        raise SoundError("a take without a sample cannot be kept")
    context = av.CodecContext.create("flac", "w")
    if not isinstance(context, av.AudioCodecContext):  # pragma: no cover - for the type checker
        raise SoundError("flac is no audio codec")
    context.sample_rate, context.layout, context.format, context.options = rate, "mono", "s16", _OPTIONS
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate, frame.pts = rate, 0
    try:
        packets = [*context.encode(frame), *context.encode(None)]
    except (av.FFmpegError, ValueError) as error:
        raise SoundError(f"a take of {len(samples) / rate:.2f} s at {rate} Hz cannot be kept as FLAC: {error}") from error
    setup = bytes(packets[-1].get_sidedata("new_extradata"))  # STREAMINFO as it is known in the end, behind the last frame
    return b"".join((_HEAD, setup, *map(bytes, packets)))


def decode_take(content: bytes) -> Audio:
    """Return the sound of a file made by encode_take.

    Raises:
        SoundError: no such file, damaged or cut short.
    """
    import av

    if len(content) < _START or not content.startswith(_HEAD):
        raise SoundError("a damaged take: not FLAC")
    setup = content[len(_HEAD) : _START]
    (told,) = struct.unpack(">Q", setup[10:18])
    rate, promised = told >> 44, told & (1 << 36) - 1
    decoder = av.CodecContext.create("flac", "r")
    decoder.extradata = setup
    decoder.options = {"err_detect": "crccheck+explode"}
    try:  # the codec takes frame after frame from one packet
        frames = [frame for packet in (av.Packet(content[_START:]), None) for frame in decoder.decode(packet)]
    except av.FFmpegError as error:
        raise SoundError(f"a damaged take: {error}") from error
    pieces = [np.frombuffer(memoryview(frame.planes[0]), np.int16, frame.samples) for frame in frames if frame.format.name in ("s16", "s16p")]
    samples = np.concatenate(pieces) if pieces else np.zeros(0, np.int16)
    if len(samples) != promised:
        raise SoundError(f"a damaged take: {len(samples)} samples of 16 bit, where {promised} are promised")
    return Audio(from_int16(samples), rate)
