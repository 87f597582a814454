"""Files with planted properties: how loud, how noisy, how long silent, how coded, tagged and marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import lameenc
import mutagen.id3 as frames
import numpy as np
from mutagen.id3 import ID3
from numpy.typing import NDArray
from PIL import Image

Marks = Sequence[tuple[str, float, float]]
"""Title, start and end in seconds."""


@dataclass(frozen=True)
class Plan:
    """What is planted; as it stands, everything that is asked of a file is there."""

    rms: float = -20.0
    click: float = 0.0
    """Largest sample of a click; 0: none."""
    floor: float = -72.0
    """dB RMS of the noise throughout."""
    head: float = 0.7
    tail: float = 2.0
    rate: int = 44100
    channels: int = 1
    bitrates: tuple[int, ...] = (192,)
    """kbit/s, one part of the file each."""
    seconds: float = 6.0
    marks: Marks = (("One", 0.0, 2.5), ("Two", 2.5, 6.0))
    tags: Mapping[str, str] = field(default_factory=lambda: {"TIT2": "The Weir", "TPE1": "Ada Brandt", "TCOM": "Low Voice"})
    cover: tuple[int, int] | None = (1400, 1400)


def speech(plan: Plan) -> NDArray[np.float32]:
    """Return a hum in bursts, with pauses and a little noise, between quiet ends, shape (channels, n)."""
    random = np.random.default_rng(7)
    count = round(plan.seconds * plan.rate)
    time = np.arange(count) / plan.rate
    heard = (time >= plan.head) & (time < plan.seconds - plan.tail)
    talking = heard & ((((time - plan.head) % 0.8) < 0.55) | (time > plan.seconds - plan.tail - 0.2))
    voice = sum(np.sin(2 * np.pi * 150 * order * time + order**2) / order for order in range(1, 6))
    samples = np.repeat((voice * talking)[None], plan.channels, axis=0)
    samples *= 10 ** (plan.rms / 20) / np.sqrt(np.mean(samples**2))
    samples += random.standard_normal(samples.shape) * 10 ** (plan.floor / 20)
    if plan.click:
        at = round((plan.head + 0.1) * plan.rate)
        length = round(0.01 * plan.rate)
        samples[:, at : at + length] = plan.click * np.sin(2 * np.pi * 300 * np.arange(length) / plan.rate)
    return samples.astype(np.float32)


def mp3(path: Path, plan: Plan) -> Path:
    """Write an MP3 file as planned."""
    samples = speech(plan)
    parts = np.array_split(samples, len(plan.bitrates), axis=1)
    path.write_bytes(b"".join(_lame(part, plan, kbit) for part, kbit in zip(parts, plan.bitrates, strict=True)))
    tags = ID3()
    for name, text in plan.tags.items():
        tags.add(getattr(frames, name)(encoding=3, text=[text]))
    if plan.cover:
        tags.add(frames.APIC(encoding=0, mime="image/jpeg", type=3, desc="", data=picture(*plan.cover)))
    for number, (title, start, end) in enumerate(plan.marks):
        named = [frames.TIT2(encoding=3, text=[title])] if title else []
        tags.add(frames.CHAP(element_id=f"c{number}", start_time=round(1000 * start), end_time=round(1000 * end), sub_frames=named))
    tags.save(path)
    return path


def _lame(samples: NDArray[np.float32], plan: Plan, kbit: int) -> bytes:
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(kbit)
    encoder.set_in_sample_rate(plan.rate)
    encoder.set_out_sample_rate(plan.rate)
    encoder.set_channels(plan.channels)
    encoder.set_quality(7)
    encoder.silence()
    values = np.clip(np.rint(samples.T * 32768), -32768, 32767).astype("<i2")
    return bytes(encoder.encode(values.tobytes())) + bytes(encoder.flush())


def encoded(path: Path, samples: NDArray[np.float32], rate: int, codec: str) -> Path:
    """Write samples, shape (channels, n), with any of the codec library's encoders, into the container of the path's suffix."""
    layout = "mono" if len(samples) == 1 else "stereo"
    with av.open(str(path), "w") as file:
        stream: Any = file.add_stream(codec, rate=rate, layout=layout)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples), format="fltp", layout=layout)
        frame.sample_rate, frame.pts = rate, 0
        resampler = av.AudioResampler(format=stream.format, layout=layout, rate=rate)
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            file.mux(stream.encode(piece))
        file.mux(stream.encode(None))
    return path


def picture(width: int, height: int) -> bytes:
    """Return a small JPEG of these pixels."""
    content = BytesIO()
    Image.new("RGB", (width, height), (30, 90, 60)).save(content, "JPEG")
    return content.getvalue()
