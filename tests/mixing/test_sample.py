"""The retail sample."""

import pytest

from audiobook.mixing.sample import TITLE, sample
from audiobook.sound.press import grid
from audiobook.timeline import Clip, Mark, Timeline
from tests.mixing.making import take

RATE = 24000


def chapter(count: int, *, pauses: dict[int, float] | None = None) -> Timeline:
    """Return a chapter of so many clips of 4 s, with 1 s before each, or as many as `pauses` says."""
    clips, at = [], 0
    for number in range(count):
        at += round((pauses or {}).get(number, 1.0) * RATE)
        clips.append(Clip(take("a", seconds=4.0), at, 4 * RATE, 1.0, number, "a"))
        at += 4 * RATE
    return Timeline(RATE, -(-(at + RATE) // grid(RATE)) * grid(RATE), tuple(clips), (Mark("One", 0),))


@pytest.mark.parametrize("count", [3, 40, 200])
def test_it_has_one_to_five_minutes_of_the_storys_start_where_there_are_so_many(count: int) -> None:
    chapters = [chapter(count), chapter(count)]
    made = sample(chapters, 1.5)
    assert made.clips == chapters[0].clips[: len(made.clips)] or len(made.clips) > count
    assert made.length % grid(RATE) == 0
    assert made.marks == (Mark(TITLE, 0),)
    assert min(60.0, 2 * count * 5.0) <= made.seconds <= 300.0
    last = made.clips[-1]
    assert made.length - last.start - last.length >= 1.5 * RATE


def test_it_ends_at_the_longest_pause_that_comes_late_enough() -> None:
    made = sample([chapter(100, pauses={5: 4.0, 30: 2.0, 90: 9.0})], 1.0)
    assert len(made.clips) == 30


def test_a_short_first_chapter_is_followed_by_the_next() -> None:
    assert sample([chapter(3), chapter(3)], 1.0).clips[3].start > chapter(3).length
