"""Sound from one rate to another, with a length that is known beforehand."""

import numpy as np

from audiobook.audio import Samples
from audiobook.errors import SoundError


def resampled_length(length: int, source_rate: int, rate: int) -> int:
    """Return how many samples `length` samples become."""
    return -(-length * rate // source_rate)


def resample(samples: Samples, source_rate: int, rate: int) -> Samples:
    """Return the sound at another rate, shape (resampled_length,): sample m is the sound at m / rate seconds.

    Raises:
        SoundError: a rate that cannot be reached.
    """
    if source_rate == rate or not len(samples):
        return samples
    import av

    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples, np.float32).reshape(1, -1), format="flt", layout="mono")
    frame.sample_rate = source_rate
    try:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
        pieces = [piece.to_ndarray()[0] for piece in (*resampler.resample(frame), *resampler.resample(None))]
    except (av.FFmpegError, ValueError) as error:
        raise SoundError(f"sound at {source_rate} Hz cannot be brought to {rate} Hz: {error}") from error
    length = resampled_length(len(samples), source_rate, rate)
    result = np.zeros(length, np.float32)
    made = np.concatenate([result[:0], *pieces])[:length]  # of a few samples, nothing at all may come
    result[: len(made)] = made
    return result
