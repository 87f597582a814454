"""How a voice sounds, in numbers: its pitch, and its timbre, by whose distance listeners tell voices apart."""

import numpy as np
from numpy.typing import NDArray

from audiobook.audio import Audio

_LOWEST, _HIGHEST = 40.0, 500.0  # Hz, of a speaking voice
_PERIODIC = 0.15  # YIN's threshold (de Cheveigné and Kawahara 2002)
_SIZE = 2048  # samples in a transform: a frame at up to 80 kHz
_BANDS = 40
_BAND_EDGES = 80.0, 7600.0  # Hz
_COEFFICIENTS = 13
_SPEECH = 30.0  # dB below the loud frames' level down to which a frame is taken for speech
_FLOOR = 1e-7  # of the mean power of a band in speech, below which bands do not count
_UNIT = 0.49  # scales the distance so that one voice, on two different sentences, is 2.4 from itself on average


def median_f0(audio: Audio) -> float:
    """Return the median fundamental frequency of the voiced frames in Hz, by YIN; 0 where fewer than ten frames are voiced."""
    rate, longest, shortest = audio.rate, round(audio.rate / _LOWEST), round(audio.rate / _HIGHEST)
    window = 2 * longest
    found = []
    loud = 0.1 * float(np.sqrt(np.mean(np.square(audio.samples)))) if len(audio) else 0.0
    for start in range(0, len(audio) - window - longest, rate // 50):
        piece = audio.samples[start : start + window + longest].astype(np.float64)
        head = piece[:window]
        if np.sqrt(np.mean(head**2)) <= loud:
            continue
        sums = np.concatenate([[0.0], np.cumsum(piece**2)])
        powers = sums[window:] - sums[: longest + 1]
        difference = powers[0] + powers - 2 * np.correlate(piece, head, "valid")
        lags = np.arange(1, longest + 1)
        relative = difference[1:] * lags / np.maximum(np.cumsum(difference[1:]), 1e-12)
        below = np.flatnonzero(relative[shortest:] < _PERIODIC)
        if len(below):
            at = int(below[0]) + shortest
            while at + 1 < longest and relative[at + 1] < relative[at]:
                at += 1
            found.append(rate / (at + 1))
    return float(np.median(found)) if len(found) >= 10 else 0.0


def timbre(audio: Audio) -> tuple[float, ...]:
    """Return mean and deviation of the mel cepstrum's coefficients 1 to 13 over the frames of speech: 26 numbers, compared by Euclidean distance.

    Frames of 25 ms, one each 10 ms; 40 bands from 80 to 7,600 Hz; natural logarithm of power; orthonormal DCT-II. Loudness is no part of it. The unit is such
    that the same voice on other sentences is 2.4 away on average, a voice that listeners tell apart 3 or more.
    """
    size, step = round(0.025 * audio.rate), round(0.010 * audio.rate)
    if len(audio) < size or not audio.samples.any():
        return ()
    frames = np.lib.stride_tricks.sliding_window_view(audio.samples, size)[::step] * np.hanning(size)
    power = np.abs(np.fft.rfft(frames, n=_SIZE)) ** 2
    level = 10 * np.log10(power.sum(axis=1) + 1e-12)
    speech = power[level > np.percentile(level, 95) - _SPEECH]
    bands = speech @ _filters(audio.rate).T
    cepstrum = np.log(bands + _FLOOR * bands.mean()) @ _cosines().T
    numbers = np.concatenate([cepstrum.mean(axis=0), cepstrum.std(axis=0)]) * _UNIT
    return tuple(round(float(number), 2) for number in numbers)


def _filters(rate: int) -> NDArray[np.float64]:
    """Return triangular filters on the mel scale, shape (bands, _SIZE // 2 + 1)."""
    low, high = (2595 * np.log10(1 + edge / 700) for edge in _BAND_EDGES)
    edges = 700 * (10 ** (np.linspace(low, high, _BANDS + 2) / 2595) - 1)
    frequencies = np.fft.rfftfreq(_SIZE, 1 / rate)
    rising = (frequencies - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - frequencies) / (edges[2:] - edges[1:-1])[:, None]
    filters: NDArray[np.float64] = np.clip(np.minimum(rising, falling), 0, None)
    return filters


def _cosines() -> NDArray[np.float64]:
    """Return rows 1 to 13 of the orthonormal DCT-II, shape (13, bands)."""
    order = np.arange(1, _COEFFICIENTS + 1)[:, None]
    cosines: NDArray[np.float64] = np.sqrt(2 / _BANDS) * np.cos(np.pi * order * (2 * np.arange(_BANDS) + 1) / (2 * _BANDS))
    return cosines
