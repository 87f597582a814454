"""Sound as values: mono samples and their rate; WAV in and out."""

import io
import wave
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audiobook.errors import SoundError

Samples = NDArray[np.float32]
"""Mono samples in [-1, 1], shape (n,)."""

_FULL_SCALE = 32768  # one more than the largest 16-bit sample


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """Mono sound."""

    samples: Samples
    """float32 in [-1, 1], shape (n,)."""
    rate: int
    """Samples a second, in Hz."""

    def __len__(self) -> int:
        return len(self.samples)

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate


def to_int16(samples: Samples) -> NDArray[np.int16]:
    """Return the samples as 16-bit integers, rounded and clipped, shape (n,)."""
    scaled = samples * np.float32(_FULL_SCALE)
    np.rint(scaled, out=scaled)
    return np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1, out=scaled).astype(np.int16)


def from_int16(samples: NDArray[np.int16]) -> Samples:
    """Return 16-bit samples as float32 in [-1, 1), shape (n,)."""
    return np.multiply(samples, np.float32(1 / _FULL_SCALE), dtype=np.float32)


def read_wav(content: bytes) -> Audio:
    """Read a 16-bit PCM WAV file; several channels are averaged to one.

    Raises:
        SoundError: not a WAV file, or not 16-bit PCM.
    """
    try:
        with wave.open(io.BytesIO(content)) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise SoundError(f"not a WAV file: {error}") from error
    if width != 2:
        raise SoundError(f"a WAV file of {8 * width} bits a sample; 16 would work")
    samples = from_int16(np.frombuffer(frames[: len(frames) // (2 * channels) * 2 * channels], dtype="<i2"))
    return Audio(samples if channels == 1 else samples.reshape(-1, channels).mean(axis=1, dtype=np.float32), rate)


def write_wav(audio: Audio) -> bytes:
    """Return the sound as a 16-bit PCM WAV file."""
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(audio.rate)
        file.writeframes(to_int16(audio.samples).astype("<i2").tobytes())
    return content.getvalue()
