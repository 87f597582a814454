"""Takes as they lie in the store: FLAC (RFC 9639), 16 bit, mono, lossless. libFLAC, through libsndfile, takes two thirds of the codec library's time."""

import io

import numpy as np
from numpy.typing import NDArray

from audiobook.audio import Audio, from_int16, to_int16
from audiobook.errors import SoundError

_FASTEST = 0.0  # of 0 to 1: 1 takes twice as long, and 2 % less room


def encode_take(audio: Audio) -> bytes:
    """Return the sound as a FLAC file; see encode_samples."""
    return encode_samples(to_int16(audio.samples), audio.rate)


def encode_samples(samples: NDArray[np.int16], rate: int) -> bytes:
    """Return 16-bit samples, shape (n,), as a FLAC file; equal samples give equal bytes.

    Raises:
        SoundError: no samples, or a rate that FLAC cannot hold.
    """
    import soundfile

    if not len(samples):
        raise SoundError("a take without a sample cannot be kept")
    file = io.BytesIO()
    try:
        soundfile.write(file, samples, rate, format="FLAC", subtype="PCM_16", compression_level=_FASTEST)
    except soundfile.SoundFileError as error:
        raise SoundError(f"a take of {len(samples) / rate:.2f} s at {rate} Hz cannot be kept as FLAC: {error}") from error
    return file.getvalue()


def decode_take(content: bytes) -> Audio:
    """Return the sound of a file made by encode_take.

    Raises:
        SoundError: no such file, damaged or cut short.
    """
    import soundfile

    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            if (file.format, file.subtype, file.channels) != ("FLAC", "PCM_16", 1):
                raise SoundError(f"a damaged take: {file.format}, {file.subtype}, {file.channels} channels, where FLAC, PCM_16, 1 were stored")
            samples, promised, rate = file.read(dtype="int16"), file.frames, file.samplerate
    except soundfile.SoundFileError as error:
        raise SoundError(f"a damaged take: {error}") from error
    if len(samples) != promised:
        raise SoundError(f"a damaged take: {len(samples)} samples, where {promised} are promised")
    return Audio(from_int16(samples), rate)
