"""Loudness against slower truths, silent ends against planted ones."""

import av
import numpy as np
import pytest
from av.filter import Graph
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.signal import lfilter

from audiobook.audio import Audio, Samples
from audiobook.sound.measure import SILENCE, ends, loudness, peak

RATES = (16000, 22050, 24000, 44100, 48000)
COEFFICIENTS = (  # BS.1770-4, tables 1 and 2: 48 kHz
    ([1.53512485958697, -2.69169618940638, 1.19839281085285], [1.0, -1.69065929318241, 0.73248077421585]),
    ([1.0, -2.0, 1.0], [1.0, -1.99004745483398, 0.99007225036621]),
)


def speechlike(seconds: float, rate: int, seed: int = 3) -> Audio:
    """Return a chirp that swells and sinks, with noise in places: blocks of many levels, some below the gates."""
    time = np.arange(int(seconds * rate)) / rate
    noise = np.random.default_rng(seed).standard_normal(len(time)) * (np.sin(2 * np.pi * 0.4 * time) > 0)
    tone = 0.2 * np.sin(2 * np.pi * (100 + 300 * time / seconds) * time) * np.sin(2 * np.pi * 0.9 * time) ** 4
    return Audio((tone + 0.005 * noise).astype(np.float32), rate)


def by_the_standard(samples: NDArray[np.float64]) -> float:
    """BS.1770-4 at 48 kHz as it is written, sample by sample."""
    for numerator, denominator in COEFFICIENTS:
        samples = lfilter(numerator, denominator, samples)
    energies = np.array([np.mean(samples[start : start + 19200] ** 2) for start in range(0, len(samples) - 19200 + 1, 4800)])
    levels = -0.691 + 10 * np.log10(energies)
    gate = -0.691 + 10 * np.log10(energies[levels > -70].mean()) - 10
    return float(-0.691 + 10 * np.log10(energies[(levels > -70) & (levels > gate)].mean()))


def by_ffmpeg(audio: Audio) -> float:
    graph = Graph()
    source = graph.add_abuffer(sample_rate=audio.rate, format="flt", layout="mono")
    meter, sink = graph.add("ebur128", "metadata=1"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    frame = av.AudioFrame.from_ndarray(audio.samples.reshape(1, -1), format="flt", layout="mono")
    frame.sample_rate = audio.rate
    graph.push(frame)
    graph.push(None)
    found = {}
    while True:
        try:
            found = dict(graph.pull().metadata)
        except (av.BlockingIOError, av.EOFError):
            return float(found["lavfi.r128.I"])


@pytest.mark.parametrize("seconds", [0.5, 1.37, 4.0, 20.0])
def test_loudness_is_what_the_standard_says(seconds: float) -> None:
    audio = speechlike(seconds, 48000)
    assert loudness(audio) == pytest.approx(by_the_standard(audio.samples.astype(np.float64)), abs=0.02)


@pytest.mark.parametrize("rate", RATES)
def test_loudness_is_what_ffmpeg_measures_at_every_rate(rate: int) -> None:
    audio = speechlike(6.0, rate)
    assert loudness(audio) == pytest.approx(by_ffmpeg(audio), abs=0.05)


def test_a_full_scale_tone_of_997_hz_is_at_minus_3_01() -> None:
    tone = np.sin(2 * np.pi * 997 * np.arange(96000) / 48000).astype(np.float32)
    assert loudness(Audio(tone, 48000)) == pytest.approx(-3.01, abs=0.02)


@pytest.mark.parametrize("factor", [0.5, 0.1, 0.01])
def test_loudness_follows_the_gain(factor: float) -> None:
    audio = Audio(np.sin(2 * np.pi * 300 * np.arange(48000) / 24000).astype(np.float32), 24000)
    softer = Audio(audio.samples * np.float32(factor), 24000)
    assert loudness(softer) - loudness(audio) == pytest.approx(20 * np.log10(factor), abs=1e-3)


@pytest.mark.parametrize("samples", [np.zeros(0, np.float32), np.zeros(48000, np.float32), np.full(9000, 0.5, np.float32), np.full(48000, 1e-5, np.float32)])
def test_what_is_too_short_or_too_soft_has_no_loudness(samples: Samples) -> None:
    assert loudness(Audio(samples, 24000)) == SILENCE


def planted(before: float, sound: Samples, after: float, rate: int = 22050) -> Audio:
    silence = [np.zeros(round(seconds * rate), np.float32) for seconds in (before, after)]
    return Audio(np.concatenate([silence[0], sound, silence[1]]), rate)


def tone(seconds: float, rate: int = 22050, level: float = 0.5) -> Samples:
    return (level * np.sin(2 * np.pi * 220 * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


@pytest.mark.parametrize(("before", "after"), [(0.0, 0.0), (0.2, 0.3), (0.01, 0.02), (1.0, 0.0), (0.0, 1.0)])
def test_planted_silence_is_found_to_a_few_milliseconds(before: float, after: float) -> None:
    audio = planted(before, tone(0.5), after)
    lead, trail = ends(audio)
    assert before - 0.025 <= lead / audio.rate <= before
    assert after - 0.05 <= trail / audio.rate <= after


def test_soft_consonants_are_not_cut() -> None:
    hiss = (0.5 * 10 ** (-42 / 20) * np.random.default_rng(1).standard_normal(2205)).astype(np.float32)
    audio = planted(0.2, np.concatenate([hiss, tone(0.3), hiss]), 0.2)
    lead, trail = ends(audio)
    assert lead <= 0.2 * audio.rate
    assert trail <= 0.2 * audio.rate


def test_noise_far_below_the_voice_is_silence() -> None:
    audio = planted(0.3, tone(0.5), 0.3)
    noisy = Audio(audio.samples + (0.0004 * np.random.default_rng(2).standard_normal(len(audio))).astype(np.float32), audio.rate)
    lead, trail = ends(noisy)
    assert lead > 0.25 * audio.rate
    assert trail > 0.2 * audio.rate


def test_a_soundless_take_is_all_lead() -> None:
    assert ends(Audio(np.zeros(500, np.float32), 22050)) == (500, 0)
    assert ends(Audio(np.zeros(0, np.float32), 22050)) == (0, 0)


@given(arrays(np.float32, st.integers(0, 4000), elements=st.floats(-1, 1, width=32)), st.sampled_from(RATES))
def test_ends_lie_within_the_take_and_cut_nothing_loud(samples: Samples, rate: int) -> None:
    lead, trail = ends(Audio(samples, rate))
    assert lead >= 0
    assert trail >= 0
    assert lead + trail <= len(samples)
    threshold = max(10 ** (-75 / 20), np.abs(samples).max(initial=0.0) * 10 ** (-52 / 20))
    window = round(rate * 0.005)
    for cut in (samples[:lead], samples[len(samples) - trail :]):
        assert np.abs(cut).max(initial=0.0) <= threshold * window**0.5 * 1.001


def test_the_peak_counts_both_signs() -> None:
    assert peak(Audio(np.array([0.1, -0.8, 0.3], np.float32), 8000)) == pytest.approx(0.8)
    assert peak(Audio(np.zeros(0, np.float32), 8000)) == 0.0
