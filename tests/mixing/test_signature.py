"""A listener's own sound before and after the book."""

import numpy as np
import pytest

from audiobook.audio import Audio
from audiobook.mixing.arrange import arrange
from audiobook.mixing.level import CEILING, PAUSES, TARGET
from audiobook.mixing.signature import PAUSE, closed, dressed, opened
from audiobook.sheet import Pauses
from audiobook.sound.measure import loudness
from audiobook.sound.press import grid
from audiobook.take import Place, Session
from audiobook.timeline import Timeline
from tests.mixing.making import key_of, line, take

RATE = 24000
PACKET = 1024
JINGLE = take("jingle", seconds=5.0, rate=44100)


def chapter(*texts: str) -> Timeline:
    takes = {made.key: made for made in map(take, texts)}
    lines = tuple(line(text, Place.PARAGRAPH, segment=number) for number, text in enumerate(texts))
    return arrange(Session("One", lines), takes, key_of=key_of, pauses=Pauses(), rate=RATE, gain_of=lambda _: 1.0)


def test_an_intro_comes_first_and_the_words_follow_as_they_were() -> None:
    before, after = chapter("a", "b"), opened(chapter("a", "b"), JINGLE)
    intro, *rest = after.clips
    assert (intro.take, intro.start, intro.length, intro.segment) == (JINGLE, before.clips[0].start, 5 * RATE, None)
    later = rest[0].start - before.clips[0].start
    assert 0 <= later - (5 + PAUSE) * RATE < PACKET
    assert later % PACKET == 0  # stretches stay what they were
    assert {late.start - early.start for late, early in zip(rest, before.clips, strict=True)} == {later}


def test_an_outro_comes_last_after_a_pause() -> None:
    before, after = chapter("a", "b"), closed(chapter("a", "b"), JINGLE)
    assert after.clips[:-1] == before.clips
    outro, last = after.clips[-1], before.clips[-1]
    assert outro.start == last.start + last.length + PAUSE * RATE
    assert after.length - outro.start - outro.length >= before.length - last.start - last.length


@pytest.mark.parametrize("texts", [(), ("a",)])
def test_chapters_stay_on_the_grid_with_their_mark(texts: tuple[str, ...]) -> None:
    made = closed(opened(chapter(*texts), JINGLE), JINGLE)
    assert made.length % grid(RATE) == 0
    assert made.marks == chapter(*texts).marks
    at = 0
    for clip in made.clips:
        assert clip.start >= at
        at = clip.start + clip.length
    assert at < made.length - 0.1 * RATE


def test_it_is_trimmed_faded_and_as_loud_as_the_voices() -> None:
    tone = (0.9 * np.sin(2 * np.pi * 330 * np.arange(6 * RATE) / RATE)).astype(np.float32)
    quiet = np.zeros(RATE, np.float32)
    made = dressed(Audio(np.concatenate([quiet, tone, quiet]), RATE))
    assert made.seconds == pytest.approx(6.1, abs=0.05)
    assert np.abs(made.samples[-200:]).max() < 0.02
    assert loudness(made) == pytest.approx(TARGET + PAUSES, abs=0.2)
    assert np.abs(made.samples).max() <= CEILING
