"""A finished file, listened to from end to end in one pass: what shops and podcast directories measure.

Memory does not grow with its length, but for the 80 bytes a second that loudness needs.

Loudness and true peak follow ITU-R BS.1770-4, and agree with ffmpeg's ebur128 to a few hundredths of a decibel; RMS is that of all samples of all channels, as
ffmpeg's astats has it.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audiobook.errors import SoundError
from audiobook.sound.endings import ogg_ends
from audiobook.sound.probe import Probed, probe
from audiobook.sound.reel import Reel
from audiobook.sound.truepeak import TruePeak
from audiobook.sound.weighting import Loudness

SILENT = -np.inf
"""Decibels of digital silence."""
HEARD = -50.0
"""dB RMS: what is louder than this ends the room tone at the head, and begins the one at the tail."""

_RATES = range(4000, 768001)  # Hz
_EDGE = 0.01  # seconds: the windows that are heard or not
_FLOOR = 5  # windows of _EDGE: what the noise floor is judged by
_QUIETEST = 0.05  # share of the windows that lie at or under the noise floor
_DEEPEST = -150.0  # dB: the lowest class of levels
_CLASSES = 1700  # of 0.1 dB


@dataclass(frozen=True, slots=True)
class Measured:
    """What was heard. Levels in dB of full scale, SILENT for digital silence."""

    probed: Probed
    seconds: float
    """As decoded, without what the file marks as padding."""
    rms: float
    peak: float
    """The largest sample."""
    true_peak: float
    """dBTP, from four or more times as many samples."""
    loudness: float
    """LUFS, integrated; -70 and less: nothing to measure."""
    floor: float
    """RMS that the quietest twentieth of the windows of 50 ms stays at or under."""
    head: float
    """Seconds before the first sound above HEARD."""
    tail: float
    """Seconds after the last one."""
    bitrate: int
    """Bits a second: the one of all frames where that is constant, else the average."""
    constant: bool | None
    """Whether all frames have one bit rate; None where frames do not say (any codec but MP3)."""
    steady: bool
    """Whether rate and channels are the same from end to end."""
    damaged: int
    """Packets that could not be decoded."""


def measure(path: Path) -> Measured:
    """Listen to a file.

    Raises:
        SoundError: not a sound file, or cut short.
    """
    probed = probe(path)
    reel, meter = Reel(path), None
    for block, rate in reel.blocks():
        if rate not in _RATES:
            raise SoundError(f"{path}: {rate} samples a second, which is no sound; {_RATES.start} to {_RATES.stop - 1} would work")
        meter = meter or _Meter(rate, len(block))
        meter.feed(block)
    if meter is None or meter.length == 0:
        raise SoundError(f"{path}: no sound can be decoded from it; is it cut short?")
    seconds = meter.length / meter.rate
    if probed.sure and probed.seconds - seconds > max(1.0, 0.005 * probed.seconds):
        raise SoundError(f"{path}: cut short: it promises {probed.seconds:,.1f} s, and {seconds:,.1f} s can be decoded; copying or making it again would work")
    if probed.container == "ogg" and not ogg_ends(path):
        raise SoundError(f"{path}: cut short: its end is missing after {seconds:,.1f} s; copying or making it again would work")
    return meter.measured(probed, reel)


class _Meter:
    """All meters on one stream of blocks."""

    def __init__(self, rate: int, channels: int) -> None:
        self.rate, self.length = rate, 0
        self._edge = max(1, round(_EDGE * rate))  # samples
        self._rest = np.zeros((channels, 0), np.float32)
        self._loudness, self._true_peak = Loudness(rate, channels), TruePeak(rate, channels)
        self._peak = self._energy = 0.0
        self._levels = np.zeros(_CLASSES, np.int64)
        self._first = self._last = -1  # windows that were heard
        self._windows = 0

    def feed(self, block: NDArray[np.float32]) -> None:
        """Take a block, shape (channels, n)."""
        self.length += block.shape[1]
        self._peak = max(self._peak, float(block.max()), -float(block.min()))
        self._loudness.feed(block)
        self._true_peak.feed(block)
        whole = np.concatenate((self._rest, block), axis=1)
        step = self._edge * _FLOOR
        count = whole.shape[1] // step * _FLOOR
        self._rest = whole[:, count * self._edge :]
        if count:
            self._judge(whole[:, : count * self._edge].reshape(len(whole), count, self._edge))

    def _judge(self, windows: NDArray[np.float32]) -> None:
        squares = np.einsum("cws,cws->w", windows, windows, dtype=np.float64)
        self._energy += float(squares.sum())
        squares /= len(windows) * self._edge
        heard = np.flatnonzero(squares > 10 ** (HEARD / 10))
        if len(heard):
            self._last = self._windows + int(heard[-1])
            self._first = self._windows + int(heard[0]) if self._first < 0 else self._first
        self._windows += len(squares)
        longer = _decibels(squares.reshape(-1, _FLOOR).mean(axis=1))
        places = np.clip(np.ceil((longer - _DEEPEST) * 10), 0, _CLASSES - 1).astype(np.int64)
        self._levels += np.bincount(places, minlength=_CLASSES)

    def measured(self, probed: Probed, reel: Reel) -> Measured:
        """Return what was heard."""
        energy = self._energy + float(np.einsum("cs,cs->", self._rest, self._rest, dtype=np.float64))
        seconds, channels = self.length / self.rate, len(self._rest)
        head = seconds if self._first < 0 else self._first * self._edge / self.rate
        tail = seconds if self._last < 0 else seconds - (self._last + 1) * self._edge / self.rate
        rates = reel.bitrates
        return Measured(
            probed,
            seconds,
            float(_decibels(np.float64(energy / (self.length * channels)))),
            float(_decibels(np.float64(self._peak**2))),
            float(_decibels(np.float64(self._true_peak.finish() ** 2))),
            self._loudness.integrated(),
            self._floor(),
            head,
            max(0.0, tail),
            1000 * next(iter(rates)) if len(rates) == 1 else round(8 * reel.size / seconds),
            len(rates) == 1 if rates else None,
            reel.steady,
            reel.damaged,
        )

    def _floor(self) -> float:
        wanted = self._levels.sum() * _QUIETEST
        if not wanted:
            return SILENT
        place = int(np.searchsorted(np.cumsum(self._levels), wanted))
        return SILENT if place == 0 else _DEEPEST + place / 10


def _decibels(mean_square: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    with np.errstate(divide="ignore"):
        return np.asarray(10 * np.log10(mean_square))
