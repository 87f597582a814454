"""Chapters by stretches: what is decoded is what was pressed; what another pressing has is copied, to the same bytes, and never what is damaged."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.audio import Samples
from audiobook.book import Coding, Pressing
from audiobook.errors import SoundError
from audiobook.sound.donors import Donors
from audiobook.sound.join import joined
from audiobook.sound.press import Stretch, grid, press
from audiobook.sound.pressed import MAGIC, extradata, packets, read_footer

PACKET = 1024
AAC = Coding("aac", 22050, 64000)
CODINGS = (AAC, Coding("mp3", 22050, 64000), Coding("flac", 22050, 0))


def silence(count: int) -> Samples:
    """Return packets' lengths of digital silence."""
    return np.zeros(count * PACKET, np.float32)


def said(seed: int, count: int, rate: int = 22050) -> Samples:
    """Return packets of a sound that swells, between two packets of silence."""
    random = np.random.default_rng(seed)
    body = silence(count)
    for partial in range(1, 12):
        body += np.sin(2 * np.pi * 140 * partial * np.arange(len(body)) / rate + random.uniform(0, 6)) / partial
    body *= np.hanning(len(body)) * 0.2 * random.uniform(0.5, 1)
    return np.concatenate((silence(1), body, silence(1)))


class Told:
    """Stretches of these seeds and lengths in packets, a seed of 0 being silence, filled up to the grid; which of them were asked for their sound."""

    def __init__(self, parts: Sequence[tuple[int, int]]) -> None:
        length = sum((count + 2 if seed else count) * PACKET for seed, count in parts)
        self.parts = [*parts, (0, -length % grid(22050) // PACKET + grid(22050) // PACKET)]
        self.asked: list[int] = []

    def __iter__(self) -> Iterator[Stretch]:
        for seed, count in self.parts:
            samples = said(seed, count) if seed else silence(count)
            yield Stretch(f"{seed * 1000 + count:032x}" if seed else "", len(samples), self._blocks(seed, samples))

    def _blocks(self, seed: int, samples: Samples) -> Iterator[Samples]:
        self.asked.append(seed)
        yield samples

    @property
    def samples(self) -> Samples:
        return np.concatenate([said(seed, count) if seed else silence(count) for seed, count in self.parts])

    @property
    def silent(self) -> list[bool]:
        """Whether each packet's length lies in silence between stretches."""
        return [not seed for seed, count in self.parts for _ in range(count + 2 if seed else count)]


def decoded(pressings: Sequence[Pressing]) -> Samples:
    """Return what AAC pressings, joined, sound like, without the packet that primes."""
    decoder = av.CodecContext.create("aac", "r")
    decoder.extradata = extradata(pressings[0])
    frames = [frame.to_ndarray()[0] for packet in joined(pressings) for frame in decoder.decode(av.Packet(packet))]
    sound: Samples = np.concatenate(frames)[PACKET:]
    return sound


parts = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 40)), max_size=6)


@given(st.lists(parts, min_size=1, max_size=2))
def test_what_is_pressed_by_stretches_is_heard_to_the_sample(chapters: list[list[tuple[int, int]]]) -> None:
    with TemporaryDirectory() as folder:
        told = [Told(chapter) for chapter in chapters]
        pressings = [press(each, AAC, Path(folder, str(number))) for number, each in enumerate(told)]
        source, heard = np.concatenate([each.samples for each in told]), decoded(pressings)
    assert [pressing.packets for pressing in pressings] == [pressing.length // PACKET + 1 for pressing in pressings]
    assert len(heard) == len(source)
    at = 0
    for seed, count in (part for each in told for part in each.parts):
        part = slice(at, at + (count + 2 if seed else count) * PACKET)
        bound = 0.02 if count == 1 else 0.003  # 46 ms by themselves are coded 19 to 23 dB over the error
        assert np.sum((heard[part] - source[part]) ** 2) <= bound * np.sum(source[part] ** 2)
        at = part.stop
    assert not heard[np.repeat([silent for each in told for silent in each.silent], PACKET)].any()  # digital silence stays that


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(2, 9), st.integers(1, 70)), min_size=1, max_size=4), st.integers(1, 70))
def test_a_phrase_has_the_packets_that_it_has_alone(phrases: list[tuple[int, int, int]], head: int) -> None:
    with TemporaryDirectory() as name:
        alone = [_packets(Told([(seed, count)]), Path(name, "alone"))[1 : count + 2] for seed, count, _ in phrases]
        pieces = [said(seed, count)[PACKET:-PACKET] for seed, count, _ in phrases]
        samples = np.concatenate([silence(head), *(each for piece, (*_, pause) in zip(pieces, phrases, strict=True) for each in (piece, silence(pause)))])
        length = len(samples) + -len(samples) % grid(22050)
        whole = [Stretch("1" * 32, len(samples), iter(np.array_split(samples, 5))), Stretch("", length - len(samples), ())]
        made = _packets(whole, Path(name, "whole"))
    at = head
    for expected, (_, count, pause) in zip(alone, phrases, strict=True):
        assert made[at : at + count + 1] == expected
        at += count + 1
        assert len({*made[at : at + pause - 1], made[0]}) == 1  # silence
        at += pause - 1
    assert len(made) == length // PACKET + 1


def _packets(stretches: Iterable[Stretch], path: Path) -> list[bytes]:
    return list(packets(press(stretches, AAC, path)))


def test_a_stretch_that_does_not_begin_in_silence_is_refused(tmp_path: Path) -> None:
    samples = said(1, 20)[PACKET:]
    with pytest.raises(SoundError, match="begin in silence"):
        press([Stretch("1" * 32, len(samples), [samples])], AAC, tmp_path / "a")


@given(parts, parts)
def test_what_another_pressing_has_is_copied_to_the_same_bytes(before: list[tuple[int, int]], after: list[tuple[int, int]]) -> None:
    with TemporaryDirectory() as name:
        folder, told = Path(name), Told(after)
        press(Told(before), AAC, folder / "donor")
        fresh = press(Told(after), AAC, folder / "fresh")
        donors = Donors([folder / "donor", folder / "nowhere"])
        again = press(told, AAC, folder / "again", donors=donors)
        assert (folder / "again").read_bytes() == (folder / "fresh").read_bytes()
    assert (again.levels, donors.damaged) == (fresh.levels, [])
    common = {part for part in before if part[0]} & set(after)
    assert set(told.asked) == {part[0] for part in after if part[0] and part not in common}
    assert donors.given == sum((count + 2) * PACKET for seed, count in after if (seed, count) in common)


@pytest.mark.parametrize("coding", CODINGS, ids=lambda coding: coding.codec)
def test_donors_of_any_coding_change_no_byte(coding: Coding, tmp_path: Path) -> None:
    chapter = [(1, 9), (0, 4), (2, 30)]
    press(Told(chapter), coding, tmp_path / "fresh")
    given = [press(Told(chapter), other, tmp_path / other.codec).path for other in CODINGS]
    told = Told(chapter)
    press(told, coding, tmp_path / "again", donors=Donors(given))
    assert (tmp_path / "again").read_bytes() == (tmp_path / "fresh").read_bytes()
    assert told.asked == ([] if coding == AAC else [seed for seed, _ in told.parts])


def test_a_donor_that_was_measured_otherwise_gives_nothing(tmp_path: Path) -> None:
    press(Told([(1, 9)]), AAC, tmp_path / "short", seconds=10)
    donors = Donors([tmp_path / "short"])
    press(Told([(1, 9)]), AAC, tmp_path / "long", seconds=1000, donors=donors)
    assert (donors.given, donors.damaged) == (0, [])


CHAPTER = [(1, 9), (0, 4), (2, 30), (0, 9), (3, 5)]


@pytest.mark.parametrize("place", range(20))
def test_a_damaged_donor_is_told_and_what_is_damaged_of_it_not_used(place: int, tmp_path: Path) -> None:
    press(Told(CHAPTER), AAC, tmp_path / "fresh")
    content = bytearray((tmp_path / "fresh").read_bytes())
    at = len(MAGIC) + 9 + (len(content) - len(MAGIC) - 9) * place // 20
    content[at] ^= 0x20
    (tmp_path / "donor").write_bytes(content)
    donors, told = Donors([tmp_path / "donor"]), Told(CHAPTER)
    press(told, AAC, tmp_path / "again", donors=donors)
    assert (tmp_path / "again").read_bytes() == (tmp_path / "fresh").read_bytes()
    assert donors.damaged == [tmp_path / "donor"] or _in_silence(tmp_path / "fresh", at)
    assert told.asked or _in_silence(tmp_path / "fresh", at)


def _in_silence(path: Path, place: int) -> bool:
    """Tell whether a byte of a pressing belongs to silence, which nobody copies."""
    at = len(MAGIC)
    for kept in read_footer(path).stretches:
        if at <= place < at + kept.size:
            return not kept.key
        at += kept.size
    return False


@pytest.mark.parametrize("left", [0, 30, -1])
def test_a_donor_that_was_cut_short_is_told(left: int, tmp_path: Path) -> None:
    press(Told(CHAPTER), AAC, tmp_path / "fresh")
    (tmp_path / "donor").write_bytes((tmp_path / "fresh").read_bytes()[:left])
    donors = Donors([tmp_path / "donor"])
    press(Told(CHAPTER), AAC, tmp_path / "again", donors=donors)
    assert donors.damaged == [tmp_path / "donor"]


def test_a_donor_that_vanishes_while_it_is_read_is_missed_by_nobody(tmp_path: Path) -> None:
    press(Told(CHAPTER), AAC, tmp_path / "fresh")
    shutil.copy(tmp_path / "fresh", tmp_path / "donor")
    donors = Donors([tmp_path / "donor"])

    def told() -> Iterator[Stretch]:
        for number, stretch in enumerate(Told(CHAPTER)):
            if number == 1:
                (tmp_path / "donor").unlink()
            yield stretch

    press(told(), AAC, tmp_path / "again", donors=donors)
    assert (tmp_path / "again").read_bytes() == (tmp_path / "fresh").read_bytes()
    assert donors.damaged == []
    assert donors.given == 11 * PACKET


def test_a_pressings_stretches_are_all_its_packets(tmp_path: Path) -> None:
    pressing = press(Told(CHAPTER), AAC, tmp_path / "a")
    kept = read_footer(tmp_path / "a").stretches
    assert sum(each.packets for each in kept) == pressing.packets
    assert sum(each.size for each in kept) == sum(4 + len(packet) for packet in packets(pressing))
    assert [bool(each.key) for each in kept] == [False, True, False, True, False, True, False]
