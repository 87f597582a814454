"""Books in files of one chapter each, credits and samples, sounds at both ends, and what an edit costs."""

import json
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from audiobook.audio import Audio, write_wav
from audiobook.engines import tone
from audiobook.production.mastering import CLOSING, OPENING
from audiobook.production.order import Outcome
from audiobook.production.presses import Job, Presses
from audiobook.sound.probe import probe
from audiobook.writers import drawing
from tests.e2e.stage import STORY, asked, command, heard, made, prepared, sound, written

CHAPTERS = ["01 - Chapter One", "02 - Chapter Two"]


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Note each chapter that is encoded; more than once, where the book is trimmed."""
    found: list[str] = []
    press = Presses._press

    def noted(presses: Presses, job: Job) -> None:
        found.append(f"{job.index} {job.coding.codec}")
        press(presses, job)

    monkeypatch.setattr(Presses, "_press", noted)
    yield found


def names(outcome: Outcome) -> list[str]:
    return [path.relative_to(outcome.folder).as_posix() for path in outcome.files]


def test_each_chapter_is_a_file_with_its_number_in_every_format(tmp_path: Path) -> None:
    formats = ("mp3", "m4b", "opus", "flac", "wav")
    outcome = made(written(tmp_path), tmp_path, formats=formats, split=True)
    assert names(outcome) == [f"The Lamp/{chapter}.{suffix}" for suffix in formats for chapter in CHAPTERS]
    ready = asked(prepared(tmp_path / "lamp.txt", tmp_path))
    for suffix in formats:
        files = [path for path in outcome.files if path.suffix == f".{suffix}"]
        assert [each for path in files for each in heard(path)] == ready
        labels = [probe(path).label for path in files]
        assert [(label.title, label.tags.title, label.track) for label in labels] == [("Chapter One", "The Lamp", 1), ("Chapter Two", "The Lamp", 2)]


def test_captions_are_split_too_and_the_timeline_tells_of_the_book(tmp_path: Path) -> None:
    outcome = made(written(tmp_path), tmp_path, formats=("mp3", "vtt", "json"), split=True)
    assert names(outcome)[2:] == [*(f"The Lamp/{chapter}.vtt" for chapter in CHAPTERS), "The Lamp.json"]
    assert "Who moved it?" in outcome.files[3].read_text(encoding="utf-8")
    assert [each["title"] for each in json.loads(outcome.files[4].read_text(encoding="utf-8"))["chapters"]] == ["Chapter One", "Chapter Two"]


def test_files_that_are_up_to_date_are_left_alone_and_no_cover_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = written(tmp_path)
    first = made(story, tmp_path, formats=("mp3",), split=True)
    monkeypatch.setattr(drawing, "draw", lambda *_: pytest.fail("a cover was drawn"))
    assert made(story, tmp_path, formats=("mp3",), split=True).kept == first.files


def test_an_edited_line_encodes_one_chapter_and_writes_one_file(tmp_path: Path, pressed: list[str]) -> None:
    story = written(tmp_path)
    first = made(story, tmp_path, formats=("mp3",), split=True, tags=prepared(story, tmp_path).tags)
    assert set(pressed) == {"0 mp3", "1 mp3"}
    pressed.clear()
    story.write_text(STORY.replace("the sill was wet", "the sill was dry"), encoding="utf-8")
    second = made(story, tmp_path, formats=("mp3",), split=True)
    assert (set(pressed), second.recorded) == ({"1 mp3"}, 1)
    assert len(second.files) == len(first.files)


def test_files_of_chapters_that_are_gone_go_and_others_stay(tmp_path: Path) -> None:
    story = written(tmp_path)
    _, gone = made(story, tmp_path, formats=("mp3",), split=True).files
    mine = gone.with_name("03 - Mine.mp3")
    mine.write_bytes(b"a listener's own")
    story.write_text(STORY.partition("Chapter Two")[0], encoding="utf-8")
    made(story, tmp_path, formats=("mp3",), split=True)
    assert not gone.exists()
    assert mine.exists()


def test_a_file_that_somebody_changed_stays(tmp_path: Path) -> None:
    story = written(tmp_path)
    _, changed = made(story, tmp_path, formats=("mp3",), split=True).files
    changed.write_bytes(changed.read_bytes() + b"more")
    story.write_text(STORY.partition("Chapter Two")[0], encoding="utf-8")
    made(story, tmp_path, formats=("mp3",), split=True)
    assert changed.exists()


def test_shops_get_credits_and_a_sample_and_no_word_is_lost(tmp_path: Path) -> None:
    ran = command("render", written(tmp_path), "--engine", "tone", "--workspace", tmp_path, "--jobs", "1", "--master", "acx-spec", "--author", "A. Writer")
    assert ran.code == 0, ran.err
    assert "synthetic voices" in ran.err
    folder = tmp_path / "output" / "lamp" / "The Lamp"
    wanted = [f"01 - {OPENING}", "02 - Chapter One", "03 - Chapter Two", f"04 - {CLOSING}", "Retail Sample"]
    assert sorted(path.stem for path in folder.iterdir()) == wanted
    ready = asked(prepared(tmp_path / "lamp.txt", tmp_path, master="acx-spec"))
    assert [each for name in wanted[:-1] for each in heard(folder / f"{name}.mp3")] == ready
    assert heard(folder / "Retail Sample.mp3") == ready[1:-1]


def test_a_format_that_shops_do_not_take_is_refused_with_one_that_they_do(tmp_path: Path) -> None:
    ran = command("render", written(tmp_path), "--engine", "tone", "--workspace", tmp_path, "--master", "acx-spec", "--to", "m4b")
    assert ran.code == 1
    assert "--to mp3 would work" in ran.err


def jingle(path: Path, frequency: float, seconds: float = 3.0) -> None:
    time = np.arange(round(seconds * 44100)) / 44100
    path.write_bytes(write_wav(Audio((0.8 * np.sin(2 * np.pi * frequency * time)).astype(np.float32), 44100)))


def pitch(samples: np.ndarray[tuple[int], np.dtype[np.float32]], rate: int) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples * np.hanning(len(samples))))) * rate / len(samples))


def test_a_listeners_own_sounds_stand_at_both_ends_and_every_word_between(tmp_path: Path, pressed: list[str]) -> None:
    story = written(tmp_path)
    jingle(tmp_path / "in.wav", 500)
    jingle(tmp_path / "out.wav", 700)
    plain = made(story, tmp_path, formats=("flac",))
    before, length = [each.start for each in tone.decode(sound(plain.files[0]))], plain.seconds
    (tmp_path / "voices.yaml").write_text((tmp_path / "voices.yaml").read_text() + "intro: in.wav\noutro: out.wav\n")
    pressed.clear()
    outcome = made(story, tmp_path, formats=("flac", "json"))
    assert (outcome.recorded, set(pressed)) == (0, {"0 flac", "1 flac"})
    audio = sound(outcome.files[0])
    assert pitch(audio.samples[audio.rate : 2 * audio.rate], audio.rate) == pytest.approx(500, abs=3)
    end = np.flatnonzero(np.abs(audio.samples) > 0.01)[-1]
    assert pitch(audio.samples[end - 2 * audio.rate : end - audio.rate], audio.rate) == pytest.approx(700, abs=3)
    assert outcome.seconds > length + 7
    told = [line["start"] for line in json.loads(outcome.files[1].read_text(encoding="utf-8"))["lines"]]
    assert told[0] == pytest.approx(before[0] / audio.rate + 4.0, abs=0.1)
    with av.open(str(outcome.files[0])) as file:
        marks = [chapter["start"] * float(chapter["time_base"] or 0) for chapter in file.chapters()]
    assert marks[0] == 0
    assert next(start for start in told if start > marks[1]) - marks[1] == pytest.approx(0.5, abs=0.05)
    pressed.clear()
    jingle(tmp_path / "out.wav", 900)
    made(story, tmp_path, formats=("flac",))
    assert set(pressed) == {"1 flac"}
