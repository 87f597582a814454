"""How voices are measured: pitch against planted tones, timbre against itself."""

import itertools
import math

import numpy as np
import pytest

from audiobook.audio import Audio
from audiobook.cast import EngineSpec, Voice
from audiobook.engines import open_engine
from audiobook.engines.espeak_offers import offers
from audiobook.engines.timbre import median_f0, timbre
from audiobook.take import Utterance

RATE = 22050
SPEC = EngineSpec("espeak")
LINES = (
    "The old pump in the yard had frozen twice that winter, so we carried water from the brook.",
    "Would you hold this lamp for a moment, please, while I look for the key in my other coat?",
    "She judged the weather by the geese, and by the shape of the smoke above the mill.",
)


def spoken(text: str, name: str) -> Audio:
    return open_engine(SPEC).synthesize(Utterance(text, Voice(SPEC, name), "en"))


def buzz(frequency: float, rate: int = RATE, seconds: float = 1.0) -> Audio:
    """Return a voice-like sound: harmonics that fall by 6 dB an octave."""
    times = np.arange(round(rate * seconds)) / rate
    harmonics = [np.sin(2 * np.pi * frequency * number * times) / number for number in range(1, 12)]
    return Audio((0.2 * np.sum(harmonics, axis=0)).astype(np.float32), rate)


@pytest.mark.parametrize("rate", [16000, 22050, 24000, 44100])
@pytest.mark.parametrize("frequency", [62.0, 101.6, 214.0, 440.0])
def test_pitch_is_found(frequency: float, rate: int) -> None:
    assert median_f0(buzz(frequency, rate)) == pytest.approx(frequency, rel=0.03)


def test_noise_and_silence_have_no_pitch() -> None:
    assert median_f0(Audio(np.random.default_rng(1).normal(0, 0.1, RATE).astype(np.float32), RATE)) == 0
    assert median_f0(Audio(np.zeros(RATE, np.float32), RATE)) == 0
    assert median_f0(Audio(np.zeros(0, np.float32), RATE)) == 0


def test_timbre_is_26_numbers_or_none() -> None:
    assert len(timbre(buzz(120))) == 26
    assert timbre(Audio(np.zeros(10, np.float32), RATE)) == timbre(Audio(np.zeros(RATE, np.float32), RATE)) == ()


def test_timbre_does_not_know_loudness() -> None:
    sound = spoken(LINES[0], "en-us")
    assert math.dist(timbre(sound), timbre(Audio(sound.samples * np.float32(0.1), sound.rate))) < 0.05


def test_a_voice_on_other_words_is_nearer_to_itself_than_to_others() -> None:
    names = ("en-us", "en-us+f1", "en-us+edward", "en-us+sandro", "en-gb+f2", "en-us+Nguyen")
    own = [math.dist(*pair) for name in names for pair in itertools.combinations([timbre(spoken(line, name)) for line in LINES], 2)]
    assert 1.2 < np.mean(own) < 2.6
    across = [math.dist(timbre(spoken(LINES[0], one)), timbre(spoken(LINES[0], other))) for one, other in itertools.combinations(names, 2)]
    assert np.mean(across) > 4


def test_the_table_says_what_is_measured_now() -> None:
    for name in ("en-us", "en-us+f1", "en-gb-scotland+victor"):
        sound = spoken(" ".join(LINES), name)
        assert median_f0(sound) == pytest.approx(offers()[name].f0, rel=0.05)
        assert math.dist(timbre(sound), offers()[name].timbre) < 3
