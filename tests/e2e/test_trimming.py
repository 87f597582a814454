"""A book that misses its target is brought to it, and an edited line does not bring it elsewhere."""

from pathlib import Path

import pytest

from audiobook.production import making
from audiobook.production.making import Floor
from audiobook.production.mastering import Finish
from audiobook.sound.measure import loudness
from tests.e2e.stage import STORY, command, made, sound, written
from tests.e2e.test_splitting import pressed  # noqa: F401 - a fixture


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Note by how many steps the book is moved, each time that it is encoded anew."""
    found: list[int] = []
    anew = making.Floor.finish_anew

    def noted(floor: Floor, finish: Finish) -> None:
        found.append(finish.trim)
        anew(floor, finish)

    monkeypatch.setattr(making.Floor, "finish_anew", noted)
    return found


def turned(folder: Path, volume: float) -> Path:
    """Write a story whose voices are all turned up or down."""
    story = written(folder)
    made(story, folder)
    sheet = folder / "voices.yaml"
    sheet.write_text(f"defaults: {{volume: {volume}}}\n{sheet.read_text()}")
    text = sheet.read_text()
    narrator = next(line for line in text.splitlines() if line.startswith("narrator:"))
    sheet.write_text(text.replace(narrator, f"narrator: {{voice: {narrator.partition(': ')[2]}, volume: {volume}}}"))
    return story


@pytest.mark.parametrize("volume", [0.6, 1.5])
def test_the_book_comes_to_its_target_however_loud_its_voices_are(volume: float, tmp_path: Path, steps: list[int]) -> None:
    outcome = made(turned(tmp_path, volume), tmp_path, formats=("flac",))
    assert loudness(sound(outcome.files[0])) == pytest.approx(-19.0, abs=0.5)
    assert steps
    assert outcome.recorded == 0


def test_an_edited_line_moves_nothing_else(tmp_path: Path, pressed: list[str], steps: list[int]) -> None:  # noqa: F811
    story = turned(tmp_path, 0.6)
    made(story, tmp_path, formats=("flac",))
    before = steps[-1]
    pressed.clear()
    steps.clear()
    story.write_text(STORY.replace("the sill was wet", "the sill was dry"), encoding="utf-8")
    assert made(story, tmp_path, formats=("flac",)).recorded == 1
    assert set(pressed) == {"1 flac"}
    assert steps[-1] == before


def test_nothing_is_encoded_anew_when_nothing_changed(tmp_path: Path, pressed: list[str]) -> None:  # noqa: F811
    story = turned(tmp_path, 0.6)
    first = made(story, tmp_path, formats=("flac",))
    pressed.clear()
    assert made(story, tmp_path, formats=("flac",)).kept == first.files
    assert pressed == []


def test_what_is_needed_for_it_is_not_pruned(tmp_path: Path, pressed: list[str]) -> None:  # noqa: F811
    story = turned(tmp_path, 0.6)
    made(story, tmp_path, formats=("flac",))
    assert command("store", "--workspace", tmp_path, "prune").code == 0
    pressed.clear()
    made(story, tmp_path, formats=("flac",))
    assert pressed == []


def test_a_book_that_cannot_be_brought_there_is_told(tmp_path: Path) -> None:
    story = turned(tmp_path, 0.2)
    ran = command("render", story, "--engine", "tone", "--workspace", tmp_path, "--jobs", "1", "--to", "wav")
    assert ran.code == 0, ran.err
    assert "LU softer than -19 LUFS" in ran.err
    assert "volume:" in ran.err


def test_the_master_none_is_left_alone(tmp_path: Path, steps: list[int]) -> None:
    made(written(tmp_path), tmp_path, master="none", formats=("flac",))
    assert steps == []
