"""Real tools read what we make: ffprobe and mediainfo on finished files."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from audiobook.engines import tone
from audiobook.production.order import Outcome
from audiobook.sheet import Pauses
from audiobook.sidecar import BookTags
from tests.conftest import find_tool
from tests.e2e.stage import made, sound, written

pytestmark = pytest.mark.real
TAGS = BookTags(title="The Lamp", author="A. Writer", narrator="N. Voice", year="2026", genre="Fantasy", description="A lamp is lit.", series="Lamps", part="2")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = tmp_path_factory.mktemp("workspace")
    return made(written(folder), folder, formats=("m4b", "mp3"), tags=TAGS)


@pytest.fixture(params=["m4b", "mp3"])
def book(request: pytest.FixtureRequest, rendered: Outcome) -> Path:
    return next(path for path in rendered.files if path.suffix == f".{request.param}")


def probed(path: Path) -> dict[str, Any]:
    command = [find_tool("ffprobe"), "-v", "error", "-show_chapters", "-show_format", "-show_streams", "-of", "json", str(path)]
    facts: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return facts


def test_ffprobe_shows_the_chapters_where_they_are_heard(book: Path, rendered: Outcome) -> None:
    chapters = probed(book)["chapters"]
    assert [chapter["tags"]["title"] for chapter in chapters] == list(rendered.chapters) == ["Chapter One", "Chapter Two"]
    audio = sound(book)
    starts = [each.start / audio.rate for each in tone.decode(audio)]
    marks = [float(chapter["start_time"]) for chapter in chapters]
    waits = [min(start for start in starts if start >= mark) - mark for mark in marks]
    assert waits[0] == pytest.approx(waits[1], abs=0.01)
    assert waits[0] == pytest.approx(Pauses().head, abs=0.03)  # trimming leaves a few ms before a take's first sound


def test_ffprobe_shows_the_timelines_length(book: Path, rendered: Outcome) -> None:
    assert float(probed(book)["format"]["duration"]) == pytest.approx(rendered.seconds, abs=0.05)
    assert sound(book).seconds == pytest.approx(rendered.seconds, abs=0.05)


def test_ffprobe_shows_tags_and_cover(book: Path) -> None:
    facts = probed(book)
    tags = {name.casefold(): value for name, value in facts["format"]["tags"].items()}
    for name, value in {
        "title": "The Lamp",
        "artist": "A. Writer",
        "album": "The Lamp",
        "composer": "N. Voice",
        "date": "2026",
        "genre": "Fantasy",
        "series": "Lamps",
    }.items():
        assert tags[name] == value
    assert tags["track"].split("/")[0] == "1"
    picture = next(stream for stream in facts["streams"] if stream["codec_type"] == "video")
    assert picture["disposition"]["attached_pic"] == 1
    assert min(picture["width"], picture["height"]) >= 1400


def test_the_year_is_left_out_when_nobody_knows_it(tmp_path: Path) -> None:
    outcome = made(written(tmp_path), tmp_path, formats=("m4b", "mp3"))
    for path in outcome.files:
        assert "date" not in {name.casefold() for name in probed(path)["format"]["tags"]}


def test_ffmpeg_decodes_every_packet(book: Path) -> None:
    done = subprocess.run(
        [find_tool("ffmpeg"), "-v", "error", "-xerror", "-i", str(book), "-map", "0:a", "-f", "null", "-"], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""


def test_mediainfo_finds_both_kinds_of_chapters_in_an_m4b(rendered: Outcome) -> None:
    path = next(path for path in rendered.files if path.suffix == ".m4b")
    told = subprocess.run([find_tool("mediainfo"), str(path)], capture_output=True, text=True, check=True).stdout
    assert told.count("Menu") >= 2
    assert "Chapter Two" in told
