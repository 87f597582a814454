"""How loud a mixed chapter is, noted beside its packets, so that a book's loudness (ITU-R BS.1770-4) is known without listening to it again.

Blocks of 400 ms are sorted into classes by their level. Classes of several stretches, and of chapters, add up, and both gates can be set afterwards, once all
are there.
"""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from audiobook.audio import Samples
from audiobook.book import Levels
from audiobook.sound.measure import SILENCE, k_weighted

_STEP = 0.1  # seconds
_BLOCK = 4  # steps; the standard's overlap by 75 %, which changes minutes of speech by a few hundredths of a unit
_CLASSES = 2  # to a unit of loudness
_GATE = -10.0  # LU under the mean of what passed the absolute gate
_OFFSET = -0.691  # LU, of the standard
_MINUTES = 300.0  # seconds: of longer chapters one block of two is measured, of three and, from 20 minutes on, of four; which ones, a stretch's content says
_MOST = 4
_AT_ONCE = 1 << 17  # samples that are measured together: enough to keep Python out of the way


def spacing(seconds: float) -> int:
    """Return to how many blocks there is one that is measured, in a chapter of about so many seconds."""
    return int(min(_MOST, max(1, seconds // _MINUTES)))


class LevelMeter:
    """Feed it a stretch's sound, in order; then ask, once."""

    def __init__(self, rate: int, every: int = 1, first: int = 0) -> None:
        """Prepare to measure, at a rate in Hz, one of every so many blocks, beginning with the first-th, from 0."""
        self._rate, self._step = rate, round(_STEP * rate)  # Hz, samples
        self._every, self._first = every, first
        self._waiting: list[Samples] = []
        self._held = 0  # samples that wait
        self._seen = 0  # blocks
        self._blocks: defaultdict[int, int] = defaultdict(int)
        self._energy: defaultdict[int, float] = defaultdict(float)

    def feed(self, samples: Samples) -> None:
        """Take samples, shape (n,), which nobody changes afterwards."""
        self._waiting.append(samples)
        self._held += len(samples)
        if self._held >= _AT_ONCE:
            self._measure()

    def levels(self) -> Levels:
        """Return what was measured, softest first; what is left over counts as a block that ends in silence."""
        if self._held:
            self._waiting.append(np.zeros(-self._held % (self._step * _BLOCK), np.float32))
            self._measure()
        return tuple((place, self._blocks[place], float(f"{self._energy[place]:.6g}")) for place in sorted(self._blocks))

    def _measure(self) -> None:
        """Measure the whole blocks that wait; what is left over goes on waiting."""
        whole = np.concatenate(self._waiting) if len(self._waiting) > 1 else self._waiting[0]
        count = len(whole) // (self._step * _BLOCK)
        rest = whole[count * self._step * _BLOCK :].copy()
        blocks = whole[: len(whole) - len(rest)].reshape(count, _BLOCK, self._step)[(self._first - self._seen) % self._every :: self._every]
        self._waiting, self._held, self._seen = [rest] if len(rest) else [], len(rest), self._seen + count
        if not len(blocks):
            return
        energies = k_weighted(blocks.reshape(-1, self._step), self._rate).reshape(-1, _BLOCK).mean(axis=1)
        classes = np.floor(_CLASSES * _lufs(np.maximum(energies, 1e-12))).astype(int)
        for place, energy in zip(classes.tolist(), energies.tolist(), strict=True):
            if place >= _CLASSES * SILENCE:
                self._blocks[place] += self._every
                self._energy[place] += self._every * energy


def together(stretches: Iterable[Levels]) -> Levels:
    """Return the levels of stretches as those of one."""
    blocks: defaultdict[int, int] = defaultdict(int)
    energies: defaultdict[int, float] = defaultdict(float)
    for place, count, energy in (each for levels in stretches for each in levels):
        blocks[place] += count
        energies[place] += energy
    return tuple((place, blocks[place], float(f"{energies[place]:.6g}")) for place in sorted(blocks))


def integrated(chapters: Iterable[Levels]) -> float:
    """Return the integrated loudness of chapters together, in LUFS; measure.SILENCE where nothing was loud enough to measure."""
    classes = [each for levels in chapters for each in levels]
    if not classes:
        return SILENCE
    gate = _mean(classes) + _GATE
    return _mean([each for each in classes if each[0] + 1 > _CLASSES * gate])


def _mean(classes: Iterable[tuple[int, int, float]]) -> float:
    rows = list(classes)
    return float(_lufs(np.float64(sum(energy for _, _, energy in rows) / sum(blocks for _, blocks, _ in rows))))


def _lufs(mean_square: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    return np.asarray(_OFFSET + 10 * np.log10(mean_square))
