"""The limiter: never above the ceiling, never touching what is far from a peak."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from audiobook.audio import Samples
from audiobook.mixing.limit import limited
from audiobook.sound.truepeak import TruePeak

RATE = 24000


@given(arrays(np.float32, st.integers(0, 3000), elements=st.floats(-2, 2, width=32)), st.floats(0.1, 1.0), st.sampled_from((8000, 22050, 24000, 48000)))
def test_nothing_goes_above_the_ceiling_and_nothing_is_made_louder(samples: Samples, ceiling: float, rate: int) -> None:
    made = limited(samples, rate, ceiling)
    assert len(made) == len(samples)
    assert np.abs(made).max(initial=0.0) <= ceiling * 1.0001
    assert (np.abs(made) <= np.abs(samples) * 1.0001).all()
    assert (made * samples >= 0).all()


def test_what_stays_below_the_ceiling_is_not_touched() -> None:
    samples = (0.6 * np.sin(2 * np.pi * 200 * np.arange(RATE) / RATE)).astype(np.float32)
    assert limited(samples, RATE, 0.6001) is samples


@pytest.mark.parametrize("rate", [22050, 24000, 44100])
@pytest.mark.parametrize("pitch", [0.2, 0.3, 0.45, 0.49])
def test_values_between_samples_stay_below_the_ceiling_too(rate: int, pitch: float) -> None:
    """Near half the rate, samples say little of how large the sound between them is."""
    swell = np.hanning(rate // 8)
    samples = np.concatenate([level * swell * np.sin(2 * np.pi * pitch * np.arange(rate // 8) + level) for level in (0.3, 0.9, 1.5)]).astype(np.float32)
    assert decibels(samples, rate) > 2
    made = limited(samples, rate, 0.6)
    assert decibels(made, rate) < 20 * np.log10(0.6) + 0.7
    assert np.array_equal(made[: rate // 8], samples[: rate // 8])  # the soft one is not touched


def decibels(samples: Samples, rate: int) -> float:
    """Return the true peak."""
    meter = TruePeak(rate, 1)
    meter.feed(samples[None])
    return float(20 * np.log10(meter.finish()))


def test_a_peak_is_turned_down_for_a_few_milliseconds_only() -> None:
    samples = (0.4 * np.sin(2 * np.pi * 200 * np.arange(RATE) / RATE)).astype(np.float32)
    samples[12000] = 0.9
    made = limited(samples, RATE, 0.5)
    assert made[12000] == pytest.approx(0.5, abs=0.01)
    near = round(0.013 * RATE)
    assert np.allclose(made[: 12000 - near], samples[: 12000 - near], atol=1e-6)
    assert np.allclose(made[12000 + near :], samples[12000 + near :], atol=1e-6)


def test_the_gain_moves_without_a_step() -> None:
    samples = np.full(RATE, 0.4, np.float32)
    samples[12000:12050] = 0.8
    gains = limited(samples, RATE, 0.5) / samples
    assert np.abs(np.diff(gains)).max() < 0.01


def test_what_was_given_is_left_alone() -> None:
    samples = np.full(3000, 0.9, np.float32)
    limited(samples, RATE, 0.5)
    assert (samples == np.float32(0.9)).all()
