"""Levels of chapters: together they give the loudness that a meter hears, whatever blocks they came in."""

import numpy as np
import pytest

from audiobook.audio import Audio, Samples
from audiobook.book import Levels
from audiobook.sound.levels import LevelMeter, integrated, spacing
from audiobook.sound.measure import SILENCE, loudness

RATES = (16000, 22050, 24000, 44100, 48000)


def speech(seconds: float, rate: int, level: float, seed: int = 1) -> Samples:
    """Return bursts of coloured noise between pauses, of many levels, as speech has them."""
    random = np.random.default_rng(seed)
    noise = np.convolve(random.standard_normal(round(seconds * rate)), np.hanning(rate // 2000), "same")
    swells = np.repeat(10 ** (random.uniform(-30, 0, -(-len(noise) * 4 // rate)) / 20), rate // 4 + 1)[: len(noise)]
    swells[:: 4 * rate] = 0
    samples: Samples = (level * noise / np.abs(noise).max() * swells).astype(np.float32)
    return samples


def metered(samples: Samples, rate: int, *, seconds: float = 0.0, size: int = 65536) -> Levels:
    meter = LevelMeter(rate, spacing(seconds))
    for start in range(0, len(samples), size):
        meter.feed(samples[start : start + size])
    return meter.levels()


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("level", [0.9, 0.05])
def test_a_chapters_levels_give_its_loudness(rate: int, level: float) -> None:
    samples = speech(40, rate, level)
    assert integrated([metered(samples, rate)]) == pytest.approx(loudness(Audio(samples, rate)), abs=0.25)


def test_chapters_add_up_to_the_book() -> None:
    chapters = [speech(30, 24000, level, seed) for seed, level in enumerate((0.9, 0.1, 0.4, 0.02))]
    whole = loudness(Audio(np.concatenate(chapters), 24000))
    assert integrated([metered(each, 24000) for each in chapters]) == pytest.approx(whole, abs=0.25)


@pytest.mark.parametrize("size", [977, 9600, 10**6])
def test_the_blocks_sizes_do_not_matter(size: int) -> None:
    samples = speech(10, 24000, 0.5)
    assert metered(samples, 24000, size=size) == metered(samples, 24000)


@pytest.mark.parametrize(("seconds", "share"), [(299, 1), (600, 2), (899, 2), (1200, 4), (9999, 4)])
def test_of_long_chapters_fewer_blocks_are_measured(seconds: float, share: int) -> None:
    samples = speech(120, 16000, 0.5)
    all_of_it, some = metered(samples, 16000), metered(samples, 16000, seconds=seconds)
    assert integrated([some]) == pytest.approx(integrated([all_of_it]), abs=0.6)
    assert sum(blocks for _, blocks, _ in some) == pytest.approx(sum(blocks for _, blocks, _ in all_of_it), abs=2 * share + 4)
    assert all(blocks % share == 0 for _, blocks, _ in some)


@pytest.mark.parametrize("samples", [np.zeros(0, np.float32), np.zeros(48000, np.float32), np.full(48000, 1e-6, np.float32)], ids=["none", "silent", "faint"])
def test_what_cannot_be_heard_has_no_level(samples: Samples) -> None:
    assert metered(samples, 24000) == ()
    assert integrated([metered(samples, 24000)]) == SILENCE


def test_one_loud_line_among_whispers_gates_them() -> None:
    samples = np.concatenate([speech(20, 24000, 0.01), speech(5, 24000, 0.9, 2)])
    assert integrated([metered(samples, 24000)]) == pytest.approx(loudness(Audio(samples, 24000)), abs=0.25)
