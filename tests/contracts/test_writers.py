"""What every row of WRITERS keeps: marks to 10 ms, not a sample lost, equal bytes, whole files or none."""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from audiobook.audio import Samples
from audiobook.book import Book
from audiobook.errors import OutputError, SoundError
from audiobook.sidecar import BookTags
from audiobook.sound.decode import decode
from audiobook.writers import WRITERS, open_writer
from tests.writers.making import ONSET, RATE, TONE, book, codings, frequency, pressed, sound

CHAPTERS = 40
TITLES = [f"Chapter {number + 1}: “Ünder {number}” 🚢" for number in range(CHAPTERS)]
every_format = pytest.mark.parametrize("kind", WRITERS)


@pytest.fixture(scope="module")
def long_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Forty chapters, pressed for every format."""
    return book(pressed(tmp_path_factory.mktemp("long"), codings(), CHAPTERS), TITLES)


@pytest.fixture(scope="module")
def short_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Three chapters, pressed for every format."""
    return book(pressed(tmp_path_factory.mktemp("short"), codings(), 3), TITLES[:3])


@pytest.fixture(scope="module", params=WRITERS)
def written(request: pytest.FixtureRequest, long_book: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The long book in each format."""
    writer = open_writer(request.param)
    path = tmp_path_factory.mktemp("out") / f"book{writer.suffix}"
    writer.write(long_book, path)
    return path


def heard(path: Path) -> Samples:
    return np.concatenate(list(decode(path, RATE)))


def chapters(path: Path) -> list[tuple[float, str]]:
    """Return the file's chapters as ffmpeg's libraries see them: (seconds, title)."""
    with av.open(str(path)) as file:
        return [(float(chapter["start"] * (chapter["time_base"] or 0)), chapter["metadata"]["title"]) for chapter in file.chapters()]


def known(path: Path) -> dict[str, str]:
    """Return the file's tags as ffmpeg's libraries see them, names in small letters."""
    with av.open(str(path)) as file:
        return {name.casefold(): value for name, value in (file.metadata | file.streams[0].metadata).items()}


def test_marks_agree_with_the_sound_to_10_ms(written: Path) -> None:
    sounds, found = heard(written), chapters(written)
    assert [title for _, title in found] == TITLES
    for number, (start, _) in enumerate(found):
        around = sounds[round((start + ONSET - 0.25) * RATE) : round((start + ONSET + 0.25) * RATE)]
        onset = np.flatnonzero(np.abs(around) > 0.1)[0] / RATE - 0.25
        assert abs(onset) < 0.010
        tone = sounds[round((start + ONSET + 0.05) * RATE) : round((start + ONSET + TONE - 0.05) * RATE)]
        loudest = np.argmax(np.abs(np.fft.rfft(tone * np.hanning(len(tone))))) * RATE / len(tone)
        assert abs(loudest - frequency(number)) < 10


def test_not_a_sample_is_lost_and_nothing_drifts(written: Path, long_book: Book) -> None:
    sounds = heard(written)
    cut = 529 if written.suffix == ".mp3" else 0  # of the last silence: what a decoder of MP3 lags behind
    assert len(sounds) == long_book.timeline.length - cut
    wanted = sound(0)[RATE : 2 * RATE]
    for mark in long_book.timeline.marks:
        made = sounds[mark.start + RATE : mark.start + 2 * RATE]
        correlation = np.fft.irfft(np.fft.rfft(made, 2 * RATE) * np.conj(np.fft.rfft(wanted, 2 * RATE)))
        lag = int(np.argmax(correlation))
        assert min(lag, 2 * RATE - lag) <= (2 if written.suffix == ".opus" else 0)  # Opus counts at 48 kHz


def test_the_sound_is_as_loud_as_it_was_mixed(written: Path, long_book: Book) -> None:
    sounds, most = heard(written), 2.0 if written.suffix == ".opus" else 0.25  # dB; Opus is not made for pure tones
    for number, mark in enumerate(long_book.timeline.marks[:10]):
        start = mark.start + round((ONSET + 0.1) * RATE)
        wanted = sound(number)[start - mark.start :][: RATE // 5]
        made = sounds[start : start + RATE // 5]
        assert 20 * np.log10(np.sqrt(np.mean(made**2) / np.mean(wanted**2))) == pytest.approx(0.0, abs=most)


def test_seams_are_silent(written: Path, long_book: Book) -> None:
    sounds = heard(written)
    for mark in long_book.timeline.marks[1:]:
        assert np.abs(sounds[mark.start - RATE // 10 : mark.start + RATE // 10]).max() < 10 ** (-80 / 20)


@every_format
def test_the_same_book_gives_the_same_bytes(kind: str, short_book: Book, tmp_path: Path) -> None:
    writer = open_writer(kind)
    writer.write(short_book, tmp_path / "a")
    writer.write(short_book, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@every_format
def test_the_cover_is_in_the_file(kind: str, short_book: Book, tmp_path: Path) -> None:
    writer, path = open_writer(kind), tmp_path / "book"
    writer.write(short_book, path)
    with av.open(str(path)) as file:
        (picture,) = file.streams.video
        assert next(iter(file.decode(picture))).width == 64


@every_format
def test_a_book_of_which_little_is_known_can_be_written(kind: str, short_book: Book, tmp_path: Path) -> None:
    path = tmp_path / "book"
    open_writer(kind).write(replace(short_book, tags=BookTags(title="Alone"), cover=None), path)
    with av.open(str(path)) as file:
        assert not file.streams.video
    assert known(path)["title"] == "Alone"
    assert not {"artist", "date", "genre", "comment", "description", "composer"} & set(known(path))


AWKWARD = ["x" * 1000, "é" * 300, "👩‍🚀" * 80, "two\nlines\tand\x00more", "שלום עולם", '"quoted" <b>&amp;</b>', "=;#\\", "  "]


@every_format
def test_awkward_titles_do_no_harm(kind: str, tmp_path: Path, long_book: Book) -> None:
    count = len(AWKWARD)
    master = {coding: pressings[:count] for coding, pressings in long_book.master.items()}
    path = tmp_path / "book"
    made = book(master, AWKWARD, replace(long_book.tags, title=AWKWARD[3], author=AWKWARD[2], description="a\n\nb\x00"))
    open_writer(kind).write(made, path)
    found = chapters(path)
    assert [start for start, _ in found] == [mark.start / RATE for mark in made.timeline.marks]
    for (_, title), asked in zip(found, AWKWARD, strict=True):
        wanted = " ".join(asked.replace("\x00", "").split()) or str(len(AWKWARD))
        assert wanted.startswith(title)
        assert len(title.encode()) >= min(250, len(wanted.encode()))
    assert known(path)["title"] == "two lines andmore"


@contextlib.contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let every file that this process writes end at so many bytes, as on a full disk."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@every_format
@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")
@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_on_a_full_disk_the_file_before_stays_and_nothing_is_left(kind: str, share: float, short_book: Book, tmp_path: Path) -> None:
    writer, path = open_writer(kind), tmp_path / "book"
    writer.write(short_book, path)
    size = path.stat().st_size
    path.write_bytes(b"the one before")
    with files_no_larger_than(int(size * share)), pytest.raises(OutputError, match=r"book cannot be written: .*full"):
        writer.write(short_book, path)
    assert path.read_bytes() == b"the one before"
    assert list(tmp_path.iterdir()) == [path]


@every_format
def test_a_damaged_chapter_is_told_and_nothing_is_left(kind: str, tmp_path: Path) -> None:
    writer = open_writer(kind)
    made = book(pressed(tmp_path, [writer.coding(RATE, None)], 2), ["One", "Two"])
    (pressings,) = made.master.values()
    content = bytearray(pressings[0].path.read_bytes())
    content[len(content) // 3] ^= 8
    pressings[0].path.write_bytes(content)
    out = tmp_path / "out"
    with pytest.raises(SoundError, match="damaged"):
        writer.write(made, out / "book")
    assert list(out.iterdir()) == []


@every_format
def test_chapters_that_are_not_the_timelines_are_refused(kind: str, short_book: Book, tmp_path: Path) -> None:
    for master in ({}, {coding: pressings[:2] for coding, pressings in short_book.master.items()}):
        with pytest.raises(OutputError, match="for a timeline of"):
            open_writer(kind).write(replace(short_book, master=master), tmp_path / "book")


@every_format
def test_a_folder_in_the_way_is_told(kind: str, short_book: Book, tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    with pytest.raises(OutputError, match="book cannot be written"):
        open_writer(kind).write(short_book, tmp_path / "book")
    assert list(tmp_path.iterdir()) == [tmp_path / "book"]


@every_format
def test_rates_and_bit_rates_that_do_not_go_name_those_that_do(kind: str) -> None:
    writer = open_writer(kind)
    with pytest.raises(OutputError, match="24000"):
        writer.coding(12345, None)
    with pytest.raises(OutputError, match="would work"):
        writer.coding(24000, 7)


@every_format
def test_defaults_are_stated_and_plain(kind: str) -> None:
    coding = open_writer(kind).coding(24000, None)
    assert coding.rate == 24000
    assert hash(coding) == hash(replace(coding))


def test_a_format_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(OutputError, match=r"no format 'm4a' \(did you mean 'm4b'\?\); there are m4b, mp3, opus, flac, wav"):
        open_writer("m4a")
