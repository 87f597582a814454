"""What is measured on every take: silent ends, peak, loudness after ITU-R BS.1770-4. All of it together runs at thousands of times real time."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from audiobook.audio import Audio

SILENCE = -70.0
"""LUFS: BS.1770's absolute gate, and what we say of sound that is too short or too soft to measure."""

_WINDOW = 0.005  # seconds: what is judged silent or not
_BELOW_PEAK = 10 ** (-52 / 20)  # a window's RMS under this, against the take's peak, is silence; f, s and th stand 20 to 40 dB below vowels
_FLOOR = 10 ** (-75 / 20)  # and under this in any take
_KEEP_BEFORE = 0.015  # seconds kept before the first sound: a soft onset
_KEEP_AFTER = 0.040  # and after the last: a consonant dying away

_STEP = 0.1  # seconds; BS.1770's blocks of 400 ms overlap by 75 %
_BLOCK = 4  # steps
_RELATIVE_GATE = -10.0  # LU
FFT = 4096
"""Samples filtered at once: 3072 new ones, and 1024 before them for the filter to forget the past."""


def ends(audio: Audio) -> tuple[int, int]:
    """Return the samples of silence at the sound's start and end; their sum is at most its length. Soundless: all is lead."""
    window = max(1, round(_WINDOW * audio.rate))
    size = -(-len(audio) // window)
    padded = np.zeros(size * window, np.float32)
    padded[: len(audio)] = audio.samples
    windows = padded.reshape(size, window)
    levels = np.sqrt(np.einsum("ij,ij->i", windows, windows) / window)
    heard = np.flatnonzero(levels > max(_FLOOR, _BELOW_PEAK * peak(audio)))
    if not len(heard):
        return len(audio), 0
    lead = max(0, int(heard[0]) * window - round(_KEEP_BEFORE * audio.rate))
    end = min(len(audio), (int(heard[-1]) + 1) * window + round(_KEEP_AFTER * audio.rate))
    return lead, len(audio) - end


def peak(audio: Audio) -> float:
    """Return the largest absolute sample, 0 to 1."""
    return float(max(audio.samples.max(), -audio.samples.min())) if len(audio) else 0.0


def loudness(audio: Audio) -> float:
    """Return the integrated loudness in LUFS (BS.1770-4: K weighting, blocks of 400 ms, both gates); SILENCE for less than a block."""
    step = round(_STEP * audio.rate)
    steps = len(audio) // step
    if steps < _BLOCK:
        return SILENCE
    energy = k_weighted(audio.samples[: steps * step].reshape(steps, step), audio.rate)
    sums = np.concatenate(([0.0], np.cumsum(energy)))
    blocks = np.maximum((sums[_BLOCK:] - sums[:-_BLOCK]) / _BLOCK, 1e-12)
    return gated(blocks)


def gated(blocks: NDArray[np.float64]) -> float:
    """Return the loudness of blocks, given as mean squares, that pass BS.1770's two gates."""
    levels = _lufs(blocks)
    heard = blocks[levels > SILENCE]
    if not len(heard):
        return SILENCE
    gate = max(SILENCE, float(_lufs(heard.mean())) + _RELATIVE_GATE)
    return float(_lufs(blocks[levels > gate].mean()))


def _lufs(mean_square: NDArray[np.float64] | np.floating) -> NDArray[np.float64]:
    return np.asarray(-0.691 + 10 * np.log10(mean_square))


def k_weighted(steps: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """Return the mean squares of steps of 100 ms, shape (n, samples) -> (n,), through BS.1770's two filters.

    By Parseval's theorem, in the spectrum: four times as fast as filtering, and on speech within a few thousandths of a decibel of it.
    """
    spectra = np.fft.rfft(steps, axis=1)
    return np.asarray((spectra.real**2 + spectra.imag**2) @ _weights(steps.shape[1], rate), np.float64)


@cache
def _weights(size: int, rate: int) -> NDArray[np.float32]:
    """Return what turns the power spectrum of a step into its K-weighted mean square, shape (size // 2 + 1,)."""
    response = np.abs(k_response(rate))
    weights = np.interp(np.linspace(0, 1, size // 2 + 1), np.linspace(0, 1, FFT // 2 + 1), response) ** 2 * 2 / size**2
    weights[0] /= 2
    if size % 2 == 0:
        weights[-1] /= 2
    return weights.astype(np.float32)


@cache
def k_response(rate: int) -> NDArray[np.complex64]:
    """Return the frequency response of BS.1770's shelf and high-pass at any rate, shape (FFT // 2 + 1,).

    The analogue prototypes behind the standard's 48 kHz coefficients are those of libebur128 and ffmpeg's ebur128.
    """
    z = np.exp(-2j * np.pi * np.arange(FFT // 2 + 1) / FFT)  # z ** -1
    gain, quality = 10 ** (3.999843853973347 / 20), 0.7071752369554196
    k = np.tan(np.pi * 1681.974450955533 / rate)
    middle = gain**0.4996667741545416
    shelf = ((gain + middle * k / quality + k * k) + 2 * (k * k - gain) * z + (gain - middle * k / quality + k * k) * z**2) / (
        (1 + k / quality + k * k) + 2 * (k * k - 1) * z + (1 - k / quality + k * k) * z**2
    )
    quality = 0.5003270373238773
    k = np.tan(np.pi * 38.13547087602444 / rate)
    high_pass = (1 - 2 * z + z**2) / (1 + 2 * (k * k - 1) / (1 + k / quality + k * k) * z + (1 - k / quality + k * k) / (1 + k / quality + k * k) * z**2)
    impulse = np.fft.irfft(shelf * high_pass)
    impulse[FFT // 4 :] = 0.0  # what overlap-save has room for
    return np.fft.rfft(impulse).astype(np.complex64)
