"""Takes as they lie in the store: FLAC, 16 bit, mono, lossless."""

import io

import numpy as np

from audiobook.audio import Audio, from_int16, to_int16
from audiobook.errors import SoundError

_LEVEL = "3"  # the lowest with blocks of 105 ms: faster than 0 to 2, whose blocks are a quarter as long, and 10 % smaller


def encode_take(audio: Audio) -> bytes:
    """Return the sound as a FLAC file; equal samples give equal bytes.

    Raises:
        SoundError: no samples, or a rate that FLAC cannot hold.
    """
    import av

    if not len(audio):
        raise SoundError("a take without a sample cannot be kept")
    content = io.BytesIO()
    try:
        with av.open(content, "w", format="flac", container_options={"fflags": "+bitexact", "metadata_header_padding": "0"}) as file:
            stream = file.add_stream("flac", rate=audio.rate, layout="mono", options={"compression_level": _LEVEL, "flags": "+bitexact"})
            frame = av.AudioFrame.from_ndarray(to_int16(audio.samples).reshape(1, -1), format="s16", layout="mono")
            frame.sample_rate = audio.rate
            file.mux(stream.encode(frame))
            file.mux(stream.encode(None))
    except (av.FFmpegError, ValueError) as error:
        raise SoundError(f"a take of {audio.seconds:.2f} s at {audio.rate} Hz cannot be kept as FLAC: {error}") from error
    return content.getvalue()


def decode_take(content: bytes) -> Audio:
    """Return the sound of a FLAC file.

    Raises:
        SoundError: not FLAC, damaged or cut short.
    """
    import av

    try:
        with av.open(io.BytesIO(content), "r", format="flac") as file:
            stream = file.streams.audio[0]
            stream.codec_context.options = {"err_detect": "crccheck+explode"}
            rate, promised = stream.rate, stream.duration
            pieces = [frame.to_ndarray()[0] for frame in file.decode(stream)]
    except (av.FFmpegError, IndexError) as error:
        raise SoundError(f"a damaged take: {error}") from error
    samples = np.concatenate(pieces) if pieces else np.zeros(0, np.int16)
    if samples.dtype != np.int16 or len(samples) != promised:
        raise SoundError(f"a damaged take: {len(samples)} samples of {samples.dtype}, {promised} of int16 promised")
    return Audio(from_int16(samples), rate)
