"""Timelines: pauses by place, lengths known beforehand, chapters on the grid."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.errors import SoundError
from audiobook.mixing.arrange import QUIET, arrange, join
from audiobook.sheet import Pauses
from audiobook.sound.press import grid
from audiobook.take import Line, Place, Session, Take
from audiobook.timeline import Mark, Timeline
from tests.mixing.making import VOICE, key_of, line, take

PAUSES = Pauses()
RATE = 24000
PACKET = 1024
NEAR = (PACKET // 2 + 1) / RATE
"""Seconds by which a pause of some length may differ from what was asked: clips after it begin on a packet's border."""


def arranged(lines: list[Line], takes: list[Take], *, pauses: Pauses = PAUSES, rate: int = RATE, gain: float = 1.0) -> Timeline:
    by_key = {each.key: each for each in takes}
    return arrange(Session("One", tuple(lines)), by_key, key_of=key_of, pauses=pauses, rate=rate, gain_of=lambda _: gain)


def gaps(timeline: Timeline) -> list[float]:
    """Return the seconds of silence before each clip."""
    ends = [0, *(clip.start + clip.length for clip in timeline.clips)]
    return [(clip.start - end) / timeline.rate for clip, end in zip(timeline.clips, ends, strict=False)]


@pytest.mark.parametrize(
    ("place", "pause"),
    [
        (Place.WITHIN, PAUSES.within),
        (Place.PARAGRAPH, PAUSES.paragraph),
        (Place.SPEAKER, PAUSES.speaker),
        (Place.SCENE, PAUSES.scene),
        (Place.AFTER_HEADING, PAUSES.heading),
    ],
)
def test_where_a_line_stands_decides_the_pause_before_it(place: Place, pause: float) -> None:
    timeline = arranged([line("a", Place.OPENING), line("b", place)], [take("a"), take("b")])
    assert gaps(timeline) == pytest.approx([PAUSES.head, pause], abs=NEAR)


def test_parts_of_a_long_paragraph_are_a_sentence_apart() -> None:
    timeline = arranged([line("a|b", Place.OPENING, segment=4)], [take("a"), take("b")])
    assert gaps(timeline) == pytest.approx([PAUSES.head, PAUSES.sentence], abs=NEAR)
    assert [(clip.segment, clip.text) for clip in timeline.clips] == [(4, "a"), (4, "b")]


def test_a_line_without_a_word_is_a_pause() -> None:
    timeline = arranged([line("a", Place.OPENING), line("", Place.SPEAKER), line("b", Place.SPEAKER)], [take("a"), take("b")])
    assert gaps(timeline)[1] == pytest.approx(PAUSES.wordless + PAUSES.speaker, abs=NEAR)


def test_a_scene_break_before_a_wordless_line_is_kept() -> None:
    timeline = arranged([line("a", Place.OPENING), line("", Place.SCENE), line("b")], [take("a"), take("b")])
    assert gaps(timeline)[1] == pytest.approx(PAUSES.scene + PAUSES.wordless + PAUSES.paragraph, abs=NEAR)


def test_a_faster_voice_pauses_less() -> None:
    fast = replace(VOICE, rate=2.0)
    takes = [replace(take("b"), key=key_of(line("b", voice=fast).utterances[0])), take("a")]
    timeline = arranged([line("a", Place.OPENING), line("b", voice=fast)], takes)
    assert gaps(timeline)[1] == pytest.approx(PAUSES.paragraph / 2, abs=NEAR)


@pytest.mark.parametrize(("seconds", "exact"), [(0.0, True), (0.12, True), (0.127, True), (0.128, False), (0.3, False), (1.6, False)])
def test_short_pauses_are_to_the_sample_and_long_ones_end_on_a_packets_border(seconds: float, exact: bool) -> None:
    pauses = replace(PAUSES, paragraph=seconds, head=0.5001)
    one, two = arranged([line("a", Place.OPENING), line("b")], [take("a", seconds=0.7003), take("b")], pauses=pauses).clips
    asked = one.start + one.length + round(seconds * RATE)
    assert one.start == round(0.5001 * RATE)
    assert (two.start == asked) if exact else (two.start % PACKET == 0 and abs(two.start - asked) <= PACKET // 2)


def test_silent_ends_are_left_out() -> None:
    timeline = arranged([line("a", Place.OPENING)], [take("a", seconds=1.0, lead=2400, trail=4800)])
    assert timeline.clips[0].length == 24000 - 7200
    assert timeline.clips[0].start == PAUSES.head * RATE


def test_takes_of_another_rate_have_their_length_at_the_timelines() -> None:
    timeline = arranged([line("a", Place.OPENING)], [take("a", rate=22050)])
    assert timeline.clips[0].length == 24000


def test_a_take_without_a_sound_leaves_its_pauses() -> None:
    timeline = arranged([line("a", Place.OPENING), line("b"), line("c")], [take("a"), take("b", lead=24000), take("c")])
    assert len(timeline.clips) == 2
    assert gaps(timeline)[1] == pytest.approx(2 * PAUSES.paragraph, abs=NEAR)


@pytest.mark.parametrize("rate", [22050, 24000, 44100, 48000])
def test_a_chapter_ends_on_the_grid_after_its_tail(rate: int) -> None:
    timeline = arranged([line("a", Place.OPENING)], [take("a")], rate=rate)
    after = timeline.length - timeline.clips[-1].start - timeline.clips[-1].length
    assert timeline.length % grid(rate) == 0
    assert PAUSES.tail * rate <= after < PAUSES.tail * rate + grid(rate)


def test_joins_are_quiet_whatever_the_pauses() -> None:
    none = Pauses(head=0.0, tail=0.0)
    timeline = arranged([line("a", Place.OPENING)], [take("a")], pauses=none)
    assert timeline.clips[0].start >= QUIET * RATE
    assert timeline.length - timeline.clips[0].start - timeline.clips[0].length >= QUIET * RATE


def test_a_chapter_without_a_line_is_silence_on_the_grid() -> None:
    timeline = arranged([], [])
    assert timeline.clips == ()
    assert timeline.length == -(-2 * RATE // grid(RATE)) * grid(RATE)


def test_volume_is_part_of_the_gain() -> None:
    soft = replace(VOICE, volume=0.5)
    assert arranged([line("a", Place.OPENING, soft)], [take("a")], gain=0.8).clips[0].gain == pytest.approx(0.4)


lines_of_a_chapter = st.lists(st.tuples(st.sampled_from(Place), st.floats(0.0, 3.0), st.sampled_from((16000, 22050, 24000))), max_size=12)


@given(lines_of_a_chapter, st.sampled_from((22050, 24000, 44100)))
def test_clips_lie_in_order_without_overlap_within_the_chapter(pieces: list[tuple[Place, float, int]], rate: int) -> None:
    lines = [line(f"text {number}" if seconds else "", place, segment=number) for number, (place, seconds, _) in enumerate(pieces)]
    takes = [take(f"text {number}", seconds=seconds, rate=source) for number, (_, seconds, source) in enumerate(pieces)]
    timeline = arranged(lines, takes, rate=rate)
    at = round(QUIET * rate)
    for clip in timeline.clips:
        assert clip.start >= at
        at = clip.start + clip.length
    assert at + round(QUIET * rate) <= timeline.length
    assert timeline.length % grid(rate) == 0
    assert timeline.marks == (Mark("One", 0),)


def test_a_book_is_its_chapters_one_after_another() -> None:
    one = arranged([line("a", Place.OPENING)], [take("a")])
    book = join([one, one, one])
    assert book.length == 3 * one.length
    assert [mark.start for mark in book.marks] == [0, one.length, 2 * one.length]
    assert [clip.start - one.clips[0].start for clip in book.clips] == [0, one.length, 2 * one.length]


def test_chapters_of_two_rates_are_refused() -> None:
    with pytest.raises(SoundError, match="2 rates"):
        join([arranged([], [], rate=24000), arranged([], [], rate=22050)])


def test_a_book_without_a_chapter_is_refused() -> None:
    with pytest.raises(SoundError, match="0 chapters"):
        join([])
