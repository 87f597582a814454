"""Gains: one loudness for all voices, the book in steps, never above the ceiling."""

import math

import numpy as np
import pytest

from audiobook.audio import Audio
from audiobook.mixing.level import CALIBRATION, CEILING, PAUSES, TARGET, voice_gain
from audiobook.mixing.limit import limited
from audiobook.sound.measure import loudness


def decibels(gain: float) -> float:
    return 20 * math.log10(gain)


def calibration(level: float, crest: float = 6.0) -> Audio:
    """Return 8 s of noise in syllables, in LUFS, with a peak here and there that is so many dB above the rest."""
    time = np.arange(8 * 22050) / 22050
    noise = np.random.default_rng(5).uniform(-1, 1, len(time)) * (np.sin(2 * np.pi * 2 * time) ** 2)
    noise[::3001] *= 10 ** (crest / 20)
    audio = Audio(noise.astype(np.float32), 22050)
    return Audio(audio.samples * np.float32(10 ** ((level - loudness(audio)) / 20)), 22050)


@pytest.mark.parametrize("level", [-35.0, -26.0, -19.0, -12.5])
@pytest.mark.parametrize("crest", [0.0, 12.0])
def test_a_voice_is_brought_to_the_target_with_its_peaks_limited(level: float, crest: float) -> None:
    voice = calibration(level, crest)
    mixed = limited(voice.samples * np.float32(voice_gain(voice)), voice.rate, CEILING)
    assert loudness(Audio(mixed, voice.rate)) == pytest.approx(TARGET + PAUSES, abs=0.15)
    assert np.abs(mixed).max() <= CEILING * 1.0001


def test_voices_of_all_levels_come_within_half_a_unit_of_each_other() -> None:
    heard = []
    for level, crest in ((-30.0, 0.0), (-20.0, 15.0), (-25.0, 9.0)):
        voice = calibration(level, crest)
        heard.append(loudness(Audio(limited(voice.samples * np.float32(voice_gain(voice)), voice.rate, CEILING), voice.rate)))
    assert max(heard) - min(heard) < 0.3


def test_a_voice_that_cannot_be_measured_stays() -> None:
    assert voice_gain(Audio(np.zeros(48000, np.float32), 24000)) == 1.0
    assert voice_gain(Audio(np.full(100, 0.5, np.float32), 24000)) == 1.0


def test_noise_is_not_made_a_voice() -> None:
    assert decibels(voice_gain(calibration(-65.0))) == pytest.approx(24)


def test_the_calibration_text_is_long_enough_to_measure() -> None:
    assert 40 <= len(CALIBRATION.split()) <= 70
