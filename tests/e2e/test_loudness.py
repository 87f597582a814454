"""How loud finished files are, by ffmpeg's meter: the book, its peaks, and its voices among each other; and that no join clicks."""

import json
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

from audiobook.audio import Audio, Samples, write_wav
from audiobook.cast import EngineSpec, Voice
from audiobook.checking import check
from audiobook.checking.verdict import Profile
from audiobook.engines import open_engine
from audiobook.mixing.level import CALIBRATION, TARGET
from audiobook.mixing.limit import limited
from audiobook.mixing.masters import MASTERS, gain_under
from audiobook.production.order import Order, Outcome
from audiobook.production.rendering import render
from audiobook.take import Utterance
from audiobook.writers import WRITERS
from tests.conftest import SEEDS, find_tool
from tests.e2e.stage import sound

pytestmark = pytest.mark.real
ENOUGH = 8.0
"""Seconds that a voice has to speak for its loudness to mean something."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workspace")


def made(workspace: Path, **wishes: object) -> Outcome:
    return render(Order(str(SEEDS / "dead-air.txt"), workspace=workspace, engine="espeak", **wishes))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def rendered(workspace: Path) -> Outcome:
    return made(workspace, formats=("flac", "wav", "m4b", "mp3", "json"))


@pytest.fixture(scope="module")
def opus(workspace: Path, rendered: Outcome) -> Outcome:
    return made(workspace, formats=("opus",))


def metered(path: Path) -> tuple[float, float]:
    """Return integrated loudness in LUFS and true peak in dB, as ffmpeg's ebur128 has them."""
    command = [find_tool("ffmpeg"), "-hide_banner", "-nostats", "-i", str(path), "-map", "0:a", "-af", "ebur128=peak=true", "-f", "null", "-"]
    summary = subprocess.run(command, capture_output=True, text=True, check=True).stderr.rpartition("Summary:")[2]
    loudness, peak = (re.search(rf"{name}:\s+(-?[0-9.]+) ", summary) for name in ("I", "Peak"))
    assert loudness
    assert peak
    return float(loudness[1]), float(peak[1])


def levels(path: Path) -> tuple[float, float]:
    """Return RMS and the largest sample in dB, as ffmpeg's astats has them."""
    command = [find_tool("ffmpeg"), "-hide_banner", "-nostats", "-i", str(path), "-map", "0:a", "-af", "astats=measure_perchannel=none", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    rms, peak = (re.search(rf"{name} level dB: (-?[0-9.]+)", said) for name in ("RMS", "Peak"))
    assert rms
    assert peak
    return float(rms[1]), float(peak[1])


def spoken(outcome: Outcome) -> tuple[Audio, list[tuple[str, Samples, int, int]]]:
    """Return the book's sound, and each line's: who says it, its samples, where it starts and ends."""
    audio = sound(next(path for path in outcome.files if path.suffix == ".flac"))
    told = json.loads(next(path for path in outcome.files if path.suffix == ".json").read_text(encoding="utf-8"))
    bounds = [(line["character"] or "", round(line["start"] * audio.rate), round(line["end"] * audio.rate)) for line in told["lines"]]
    return audio, [(who, audio.samples[start:end], start, end) for who, start, end in bounds]


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_book_is_at_its_target_and_its_peaks_below_theirs(suffix: str, rendered: Outcome, opus: Outcome) -> None:
    loudness, peak = metered(next(path for path in (*rendered.files, *opus.files) if path.suffix == f".{suffix}"))
    assert loudness == pytest.approx(TARGET, abs=0.5)
    assert peak <= -3.0


def test_peaks_of_the_harshest_voice_stay_below_theirs(tmp_path: Path) -> None:
    """Between samples it rises by 3 dB."""
    (tmp_path / "voices.yaml").write_text("narrator: en-us+klatt\n")
    story = tmp_path / "harsh.txt"
    story.write_text("He said it again, and again, at the top of his voice, until the glasses on the shelf began to sing. " * 6)
    outcome = render(Order(str(story), workspace=tmp_path, engine="espeak", formats=tuple(WRITERS)))
    peaks = {path.suffix: metered(path)[1] for path in outcome.files}
    assert max(peaks.values()) <= -3.0, peaks


def test_voices_are_as_loud_as_each_other_over_their_own_lines(rendered: Outcome, tmp_path: Path) -> None:
    audio, lines = spoken(rendered)
    found = {}
    for name in {who for who, *_ in lines}:
        mine = np.concatenate([samples for who, samples, *_ in lines if who == name])
        if len(mine) >= ENOUGH * audio.rate:
            (tmp_path / "voice.wav").write_bytes(write_wav(Audio(mine, audio.rate)))
            found[name] = metered(tmp_path / "voice.wav")[0]
    assert len(found) >= 3
    assert max(found.values()) - min(found.values()) <= 1.0, found


def test_voices_are_as_loud_as_each_other_over_the_calibration_text(tmp_path: Path) -> None:
    spec = EngineSpec("espeak")
    engine, found = open_engine(spec), {}
    for name in ("en-us", "en-gb+f3", "en-us+m4", "en-gb-scotland+whisper"):
        audio = engine.synthesize(Utterance(CALIBRATION, Voice(spec, name), "en"))
        master = MASTERS["podcast"]
        mixed = limited(audio.samples * np.float32(gain_under(master, audio)), audio.rate, master.ceiling)
        (tmp_path / "voice.wav").write_bytes(write_wav(Audio(mixed, audio.rate)))
        found[name] = metered(tmp_path / "voice.wav")[0]
    assert max(found.values()) - min(found.values()) <= 0.5, found


def test_no_join_steps_further_than_the_sound_within_takes(rendered: Outcome) -> None:
    audio, lines = spoken(rendered)
    steps = np.abs(np.diff(audio.samples))
    near = round(0.005 * audio.rate)
    within = max(float(np.abs(np.diff(samples)).max()) for _, samples, *_ in lines if len(samples) > 1)
    joins = [float(steps[max(0, at - near) : at + near].max()) for _, _, *bounds in lines for at in bounds]
    assert len(joins) > 100
    assert max(joins) <= within / 4  # takes fade in and out: at joins there is hardly any step at all


def test_every_file_for_shops_passes_their_check_and_ffmpeg_agrees(workspace: Path) -> None:
    outcome = made(workspace, master="acx-spec")
    assert len(outcome.files) == len(outcome.chapters) + 1
    for path in outcome.files:
        verdict = check(path, Profile.ACX)
        assert verdict.passed, (path.name, [line for line in verdict.lines if not line.passed])
        told = {line.name: line.value for line in verdict.lines}
        by_ffmpeg = dict(zip(("RMS", "peak", "loudness", "true peak"), (*levels(path), *metered(path)), strict=True))
        for name, value in by_ffmpeg.items():
            assert told[name] == pytest.approx(value, abs=0.2), (path.name, name)
        assert by_ffmpeg["true peak"] <= -3.0
    assert 60 <= sound(outcome.files[-1]).seconds <= 300
