"""Who holds which stretch: asked by key and coding, read once, and only when somebody asks."""

from pathlib import Path

import numpy as np
import pytest

from audiobook.book import Coding
from audiobook.production.donating import Donating
from audiobook.sound.press import Stretch, grid, press

AAC, MP3 = Coding("aac", 22050, 64000), Coding("mp3", 22050, 64000)
ONE, TWO, THREE = (f"{number:032x}" for number in (1 << 100, 2 << 100, 3 << 100))


def chapter(path: Path, *keys: str, coding: Coding = AAC) -> Path:
    """Press a chapter of stretches with these keys."""
    press((Stretch(key, grid(22050), [np.zeros(grid(22050), np.float32)]) for key in keys), coding, path)
    return path


def test_those_are_returned_that_hold_one_of_the_stretches(tmp_path: Path) -> None:
    first, second = chapter(tmp_path / "first", ONE, ""), chapter(tmp_path / "second", TWO, THREE)
    donating = Donating(lambda: [first, second])
    assert donating.holders([ONE, ""], AAC) == (first,)
    assert donating.holders([THREE, TWO], AAC) == (second,)
    assert set(donating.holders([ONE, THREE], AAC)) == {first, second}
    assert donating.holders(["", f"{4 << 100:032x}"], AAC) == ()


@pytest.mark.parametrize("asked", [MP3, Coding("aac", 22050, 96000), Coding("aac", 44100, 64000)])
def test_another_coding_has_other_holders(asked: Coding, tmp_path: Path) -> None:
    donating = Donating(lambda: [chapter(tmp_path / "a", ONE), chapter(tmp_path / "b", ONE, coding=MP3)])
    assert donating.holders([ONE], asked) == ()


def test_what_is_gone_or_damaged_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "damaged").write_bytes(chapter(tmp_path / "a", ONE).read_bytes()[:-30])
    donating = Donating(lambda: [tmp_path / "gone", tmp_path / "damaged"])
    assert donating.holders([ONE], AAC) == ()


def test_nothing_is_read_before_somebody_asks_and_then_once(tmp_path: Path) -> None:
    asked: list[int] = []

    def paths() -> list[Path]:
        asked.append(1)
        return [chapter(tmp_path / "a", ONE)]

    donating = Donating(paths)
    assert not asked
    donating.holders([ONE], MP3)  # which is never copied
    assert not asked
    assert donating.holders([ONE], AAC) == donating.holders([ONE, TWO], AAC) == (tmp_path / "a",)
    assert len(asked) == 1
