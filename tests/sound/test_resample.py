"""Other rates, with lengths that are known beforehand."""

from fractions import Fraction
from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.sound.resample import resample, resampled_length

RATES = (8000, 16000, 22050, 24000, 32000, 44100, 48000)


@given(st.integers(0, 5000), st.sampled_from(RATES), st.sampled_from(RATES))
def test_the_length_is_the_one_foretold(length: int, source: int, rate: int) -> None:
    foretold = resampled_length(length, source, rate)
    assert foretold == ceil(Fraction(length * rate, source))
    assert len(resample(np.zeros(length, np.float32), source, rate)) == foretold


@pytest.mark.parametrize(("source", "rate"), [(22050, 24000), (24000, 22050), (16000, 24000), (24000, 44100), (44100, 24000), (22050, 48000)])
def test_a_tone_stays_in_its_place(source: int, rate: int) -> None:
    def tone(at: int) -> np.ndarray:
        return np.sin(2 * np.pi * 440 * np.arange(at) / at).astype(np.float32)

    made, wanted = resample(tone(source), source, rate), tone(rate)
    assert np.abs(made - wanted)[100:-100].max() < 1e-4


def test_its_own_rate_changes_nothing() -> None:
    samples = np.linspace(-1, 1, 999, dtype=np.float32)
    assert np.array_equal(resample(samples, 24000, 24000), samples)


def test_equal_sound_stays_equal() -> None:
    samples = np.random.default_rng(0).uniform(-1, 1, 50_000).astype(np.float32)
    assert np.array_equal(resample(samples, 22050, 24000), resample(samples.copy(), 22050, 24000))
