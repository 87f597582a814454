"""True peak of a stream of blocks (ITU-R BS.1770-4, annex 2): the largest value between samples too, found on a grid of at least 192 kHz.

Only what can exceed the largest value so far is interpolated: an interpolated value is at most the filter's gain times the largest sample under it.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

_GRID = 192000  # Hz, as the standard has it for 48 kHz
REACH = 16
"""Samples on each side that an interpolated value depends on."""
_WINDOW = 128  # samples that are interpolated together
_AT_ONCE = 64  # windows: the loudest first, since they spare the others


class TruePeak:
    """A meter: feed it blocks, then ask."""

    def __init__(self, rate: int, channels: int) -> None:
        self._filters = filters(max(1, -(-_GRID // rate)))
        self._gain = float(np.abs(self._filters).sum(axis=0).max()) if self._filters.size else 1.0
        self._rest = np.zeros((channels, 2 * REACH), np.float32)
        self._most = 0.0

    def feed(self, block: NDArray[np.float32]) -> None:
        """Take samples, shape (channels, n)."""
        whole = np.concatenate((self._rest, block), axis=1)
        self._most = max(self._most, float(np.abs(block).max()))
        self._rest = whole[:, -2 * REACH :]
        if not self._filters.size:
            return
        count = -(-(whole.shape[1] - 2 * REACH) // _WINDOW)
        padded = np.zeros((len(whole), count * _WINDOW + 2 * REACH), np.float32)
        padded[:, : whole.shape[1]] = whole
        windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW + 2 * REACH, axis=1)[:, ::_WINDOW].reshape(-1, _WINDOW + 2 * REACH)
        levels = np.abs(windows).max(axis=1)
        loud = np.flatnonzero(levels * self._gain > self._most)
        loud = loud[np.argsort(-levels[loud])]
        for start in range(0, len(loud), _AT_ONCE):
            some = loud[start : start + _AT_ONCE]
            if levels[some[0]] * self._gain <= self._most:
                break
            around = np.lib.stride_tricks.sliding_window_view(windows[some], 2 * REACH, axis=1)
            self._most = max(self._most, float(np.abs(around @ self._filters).max()))

    def finish(self) -> float:
        """Return the true peak of all that was fed, 0 and up, linear."""
        self.feed(np.zeros((len(self._rest), REACH), np.float32))
        return self._most


@cache
def filters(times: int) -> NDArray[np.float32]:
    """Return what gives the values at 1/times, 2/times, … between two samples, shape (2 * REACH, times - 1): a sinc under a Kaiser window."""
    places = np.arange(2 * REACH)[:, None] - (REACH - 1) - np.arange(1, times)[None, :] / times
    filters = np.sinc(places) * np.i0(8 * np.sqrt(np.maximum(0, 1 - (places / REACH) ** 2))) / np.i0(8)
    return (filters / filters.sum(axis=0)).astype(np.float32) if times > 1 else np.zeros((0, 0), np.float32)
