"""Integrated loudness of a stream of blocks, of any number of channels (ITU-R BS.1770-4)."""

from array import array

import numpy as np
from numpy.typing import NDArray

from audiobook.sound.measure import FFT, SILENCE, gated, k_response

_PAST = FFT // 4  # samples before the new ones, for the filter to forget
_STEP = 0.1  # seconds; the standard's blocks of 400 ms overlap by 75 %
_BLOCK = 4  # steps
_WEIGHTS = {6: (1.0, 1.0, 1.0, 0.0, 1.41, 1.41)}  # of 5.1's channels; any others weigh 1


class Loudness:
    """A meter: feed it blocks, then ask."""

    def __init__(self, rate: int, channels: int) -> None:
        self._step = round(_STEP * rate)  # samples
        self._response = k_response(rate)
        self._weights = np.array(_WEIGHTS.get(channels, (1.0,) * channels))
        self._raw = np.zeros((channels, _PAST), np.float32)
        self._weighted = np.zeros((channels, 0), np.float32)
        self._energies = array("d")
        """Mean squares of steps, all channels together: 80 bytes for each second of sound."""

    def feed(self, block: NDArray[np.float32]) -> None:
        """Take samples, shape (channels, n)."""
        raw = np.concatenate((self._raw, block), axis=1)
        new = FFT - _PAST
        count = (raw.shape[1] - _PAST) // new
        self._raw = raw[:, count * new :]
        if count:
            pieces = np.lib.stride_tricks.sliding_window_view(raw, FFT, axis=1)[:, : count * new : new]
            filtered = np.fft.irfft(np.fft.rfft(pieces, axis=2) * self._response, axis=2)[:, :, _PAST:]
            self._sum(filtered.reshape(len(raw), -1).astype(np.float32, copy=False))

    def _sum(self, more: NDArray[np.float32]) -> None:
        weighted = np.concatenate((self._weighted, more), axis=1)
        count = weighted.shape[1] // self._step
        self._weighted = weighted[:, count * self._step :]
        steps = weighted[:, : count * self._step].reshape(len(weighted), count, self._step)
        energies = np.einsum("csn,csn->cs", steps, steps, dtype=np.float64) / self._step
        self._energies.extend((self._weights @ energies).tolist())

    def integrated(self) -> float:
        """Return the loudness of all that was fed, in LUFS; measure.SILENCE where there is nothing to measure. Nothing may be fed afterwards."""
        left = self._raw.shape[1] - _PAST
        steps = len(self._energies) + (self._weighted.shape[1] + left) // self._step  # whole ones, without the padding
        if left:
            self.feed(np.zeros((len(self._raw), FFT - _PAST - left), np.float32))
        energies = np.array(self._energies[:steps])
        if len(energies) < _BLOCK:
            return SILENCE
        sums = np.concatenate(([0.0], np.cumsum(energies)))
        return gated(np.maximum((sums[_BLOCK:] - sums[:-_BLOCK]) / _BLOCK, 1e-12))
