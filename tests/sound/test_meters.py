"""Meters against ffmpeg's own, and against what was planted."""

import re
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from audiobook.audio import Audio
from audiobook.sound import measure as takes
from audiobook.sound.meters import Measured, measure
from audiobook.sound.truepeak import TruePeak
from audiobook.sound.weighting import Loudness
from tests.checking.planting import Plan, encoded, mp3, speech
from tests.sound.peak import peaks

Samples = NDArray[np.float32]


def by_ffmpeg(program: str, path: Path) -> dict[str, float]:
    """Return what ffmpeg's ebur128 and astats say of a file."""
    filters = "ebur128=peak=true+sample:framelog=verbose,astats=measure_perchannel=none"
    ran = subprocess.run([program, "-nostats", "-hide_banner", "-i", path, "-map", "0:a", "-af", filters, "-f", "null", "-"], capture_output=True, check=True)
    said = ran.stderr.decode()
    summary = said[said.index("Summary:") :] if "Summary:" in said else said

    def figure(pattern: str, text: str) -> float:
        return float(re.findall(pattern, text)[-1])

    return {
        "loudness": figure(r"I: +(\S+) LUFS", summary),
        "true_peak": figure(r"True peak:\s+Peak: +(\S+) dBFS", summary),
        "rms": figure(r"RMS level dB: (\S+)", said),
        "peak": figure(r"Peak level dB: (\S+)", said),
    }


def voiced(rate: int, seconds: float = 12.0) -> Samples:
    """Return a chirp with overtones that swells and sinks, shape (1, n): peaks between samples, blocks under the gates."""
    time = np.arange(round(rate * seconds)) / rate
    phase = 2 * np.pi * (90 + 60 * np.sin(2 * np.pi * 0.3 * time)) * time
    tone = sum(np.sin(order * phase + order) / order for order in range(1, 24) if order * 150 < 0.45 * rate)
    samples: Samples = (0.25 * tone * np.sin(2 * np.pi * 0.4 * time) ** 6)[None].astype(np.float32)
    return samples


CASES: dict[str, Callable[[Path], Path]] = {
    "speech.mp3": lambda path: mp3(path, Plan(seconds=12.0, click=0.8)),
    "stereo.mp3": lambda path: mp3(path, Plan(seconds=12.0, channels=2)),
    "voice-24k.m4a": lambda path: encoded(path, voiced(24000), 24000, "aac"),
    "voice-44k.wav": lambda path: encoded(path, voiced(44100), 44100, "pcm_s16le"),
    "uneven.m4a": lambda path: encoded(path, np.concatenate((voiced(48000), 0.2 * speech(Plan(rate=48000, seconds=12.0)))), 48000, "aac"),
    "voice-16k.opus": lambda path: encoded(path, voiced(16000), 16000, "libopus"),
    "voice-22k.flac": lambda path: encoded(path, voiced(22050), 22050, "flac"),
    "between-samples.wav": lambda path: encoded(path, _between(48000), 48000, "pcm_s16le"),
}


def _between(rate: int) -> Samples:
    """Return a quarter of the rate at 45 degrees: its true peak stands 3 dB over its samples."""
    time = np.arange(2 * rate)
    samples: Samples = (0.5 * np.sin(np.pi / 2 * time + np.pi / 4) * np.hanning(len(time)))[None].astype(np.float32)
    return samples


@pytest.mark.real
@pytest.mark.parametrize("name", CASES)
def test_every_meter_agrees_with_ffmpegs(name: str, tmp_path: Path, tool: Callable[[str], str]) -> None:
    path = CASES[name](tmp_path / name)
    heard, wanted = measure(path), by_ffmpeg(tool("ffmpeg"), path)
    assert heard.loudness == pytest.approx(wanted["loudness"], abs=0.15)  # ffmpeg prints tenths
    assert heard.true_peak == pytest.approx(wanted["true_peak"], abs=0.15)
    assert heard.rms == pytest.approx(wanted["rms"], abs=0.02)
    assert heard.peak == pytest.approx(wanted["peak"], abs=0.02)


def test_a_peak_between_two_samples_is_found() -> None:
    meter = TruePeak(48000, 1)
    meter.feed(_between(48000))
    assert 20 * np.log10(meter.finish()) == pytest.approx(20 * np.log10(0.5), abs=0.05)


@pytest.mark.parametrize("rate", [8000, 24000, 44100, 96000, 192000])
def test_sparing_windows_spares_no_peak(rate: int) -> None:
    random = np.random.default_rng(5)
    block = (0.1 * random.standard_normal((2, 3000)) * np.linspace(0.2, 1, 3000)).astype(np.float32)
    times = -(-192000 // rate)
    spectrum = np.fft.rfft(np.pad(block.astype(np.float64), ((0, 0), (4000, 4000))), axis=1)
    spectrum[:, round(0.8 * spectrum.shape[1]) :] = 0  # what lies just below half the rate, no short filter gives back
    padded = np.fft.irfft(spectrum, axis=1)
    block = padded.astype(np.float32)
    dense = np.fft.irfft(spectrum, padded.shape[1] * times, axis=1) * times
    meter = TruePeak(rate, 2)
    for start in range(0, block.shape[1], 700):
        meter.feed(block[:, start : start + 700])
    assert meter.finish() == pytest.approx(np.abs(dense).max(), rel=0.02)


@pytest.mark.parametrize("size", [1, 977, 48000, 10**7])
def test_loudness_does_not_depend_on_how_it_is_fed(size: int) -> None:
    samples = voiced(24000, 3.0)
    if size == 1:
        samples = samples[:, :9700]
    meter = Loudness(24000, 1)
    for start in range(0, samples.shape[1], size):
        meter.feed(samples[:, start : start + size])
    assert meter.integrated() == pytest.approx(takes.loudness(Audio(samples[0], 24000)), abs=0.05)


def test_two_channels_are_three_decibels_louder_than_one() -> None:
    samples = voiced(48000)
    one, two = Loudness(48000, 1), Loudness(48000, 2)
    one.feed(samples)
    two.feed(np.concatenate((samples, samples)))
    assert two.integrated() - one.integrated() == pytest.approx(3.01, abs=0.01)


def test_too_short_a_sound_has_no_loudness_but_a_peak(tmp_path: Path) -> None:
    heard: Measured = measure(encoded(tmp_path / "a.wav", voiced(24000)[:, 15000:20000], 24000, "pcm_s16le"))
    assert heard.loudness == takes.SILENCE
    assert heard.peak > -40


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's /proc")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    script = "import sys; from pathlib import Path; from audiobook.sound.meters import measure; measure(Path(sys.argv[1])); tell_peak()"
    used = []
    for minutes in (1, 7):
        path = tmp_path / f"{minutes}.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(24000)
            minute = (voiced(24000, 60.0)[0] * 32767).astype("<i2").tobytes()
            for _ in range(minutes):
                file.writeframes(minute)
        used += peaks(script, path)
    assert used[1] - used[0] < 8_000  # kB, where the file is 17 MB larger, and 35 as floats
