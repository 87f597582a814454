"""pyttsx3 and what is wrong with its espeak driver: each defect has its test."""

import ctypes
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from audiobook.audio import Audio
from audiobook.cast import EngineSpec, Voice
from audiobook.engines import espeak_engine, espeak_files, espeak_library, open_engine, pyttsx3_driver
from audiobook.errors import EngineError
from audiobook.take import Utterance

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere pyttsx3 drives the system's own voices")
SPEC = EngineSpec("pyttsx3")
LINE = "Nobody in the valley knew our names, or where we had gone."


def spoken(text: str, name: str = "en-us", rate: float = 1.0, pitch: float = 0.0, kind: str = "pyttsx3") -> Audio:
    spec = EngineSpec(kind)
    return open_engine(spec).synthesize(Utterance(text, Voice(spec, name, rate, pitch), "en"))


def test_properties_set_after_a_run_are_never_dropped() -> None:
    lengths = {rate: len(spoken(LINE, rate=rate)) for rate in (0.7, 1.0, 1.4)}
    for turn in range(30):
        rate = (1.4, 0.7, 1.0)[turn % 3]
        assert len(spoken(LINE, rate=rate)) == lengths[rate]
    assert lengths[0.7] > lengths[1.0] > lengths[1.4]


@pytest.mark.parametrize("name", ["en-us", "en-gb", "en-us+f3", "en-us+caleb", "en-gb-scotland+whisper", "de"])
def test_it_sounds_as_the_library_does(name: str) -> None:
    assert np.array_equal(spoken(LINE, name).samples, spoken(LINE, name, kind="espeak").samples)


def test_pitch_and_rate_reach_the_library() -> None:
    assert np.array_equal(spoken(LINE, rate=1.3, pitch=4.0).samples, spoken(LINE, rate=1.3, pitch=4.0, kind="espeak").samples)


def test_it_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    spoken(LINE)
    assert capfd.readouterr() == ("", "")


def test_it_leaves_no_thread_and_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    spoken(LINE)
    threads, files = entries("task"), entries("fd")
    for _ in range(5):
        spoken(LINE)
    assert entries("task") == threads
    assert entries("fd") == files
    assert list(tmp_path.iterdir()) == []


def entries(folder: str) -> int:
    return sum(1 for _ in Path("/proc/self", folder).iterdir())


def test_it_and_the_library_may_take_turns_in_one_process() -> None:
    first = [spoken(LINE, kind=kind).samples for kind in ("espeak", "pyttsx3")]
    for _ in range(3):
        for samples, kind in zip(first, ("espeak", "pyttsx3"), strict=True):
            assert np.array_equal(spoken(LINE, kind=kind).samples, samples)


def test_it_follows_the_library_to_another_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distances: list[int] = []
    move = pyttsx3_driver._move

    def noted(espeak: object, distance: int) -> None:
        distances.append(distance)
        move(espeak, distance)

    monkeypatch.setattr(pyttsx3_driver, "_move", noted)
    before = spoken(LINE).samples
    in_its_place = ctypes.CDLL(espeak_files.library_path())
    copy = shutil.copy(espeak_files.library_path(), tmp_path / "libespeak-ng.so.1")
    monkeypatch.setattr(espeak_library, "library_path", lambda: str(copy))
    assert np.array_equal(spoken(LINE).samples, before)
    espeak_library.unload(in_its_place._handle)
    assert any(distances)
    monkeypatch.undo()
    assert np.array_equal(spoken(LINE).samples, before)


def test_missing_data_does_not_end_the_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """espeak_Initialize calls exit(1) without its data; ours is asked first."""
    monkeypatch.setattr(pyttsx3_driver, "data_path", lambda: tmp_path)
    with pytest.raises(EngineError, match=f"espeak-ng found no data in {tmp_path}"):
        spoken(LINE)


def test_without_pyttsx3_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeak_engine, "find_spec", lambda name: None if name == "pyttsx3" else find_spec(name))
    assert open_engine(SPEC).ready() == "pip install pyttsx3"
    monkeypatch.setitem(sys.modules, "pyttsx3.drivers._espeak", None)
    with pytest.raises(EngineError, match="pyttsx3 cannot be loaded"):
        spoken(LINE)
