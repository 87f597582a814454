"""Sound out of files, as a player hears it: ours and anybody's."""

from collections.abc import Iterator
from pathlib import Path

from audiobook.audio import Samples
from audiobook.errors import SoundError
from audiobook.sound.opening import forgiving


def rate_of(path: Path) -> int:
    """Return the rate of the file's sound, in Hz.

    Raises:
        SoundError: no file, or no sound in it.
    """
    import av

    try:
        with av.open(str(path), "r", **forgiving()) as file:
            if not file.streams.audio:
                raise SoundError(f"{path}: no sound in it")
            return int(file.streams.audio[0].rate)
    except (av.FFmpegError, OSError) as error:
        raise SoundError(f"{path}: {error.strerror or error}; a sound file would work") from error


def decode(path: Path, rate: int | None = None) -> Iterator[Samples]:
    """Yield the file's sound, mixed to mono, in blocks, at the rate given or its own; what the file marks as padding is left out.

    Raises:
        SoundError: no file, no sound in it, or damaged.
    """
    import av

    try:
        with av.open(str(path), "r", **forgiving()) as file:
            if not file.streams.audio:
                raise SoundError(f"{path}: no sound in it")
            stream = file.streams.audio[0]
            resampler = av.AudioResampler(format="flt", layout="mono", rate=rate or stream.rate)
            for frame in file.decode(stream):
                frame.pts = None
                for piece in resampler.resample(frame):
                    yield piece.to_ndarray()[0]
            for piece in resampler.resample(None):
                yield piece.to_ndarray()[0]
    except (av.FFmpegError, OSError) as error:
        raise SoundError(f"{path}: {error.strerror or error}") from error
