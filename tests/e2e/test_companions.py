"""Captions, timeline and the book to read along, from whole runs."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from audiobook.engines import tone
from audiobook.errors import OutputError
from audiobook.production.order import Outcome
from audiobook.sidecar import BookTags
from tests.e2e.stage import STORY, command, made, sound, written

FORMATS = ("m4b", "vtt", "srt", "json", "epub")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    folder = tmp_path_factory.mktemp("workspace")
    return folder, made(written(folder), folder, formats=FORMATS)


def timeline(outcome: Outcome) -> dict[str, list[dict[str, object]]]:
    path = next(path for path in outcome.files if path.suffix == ".json")
    read: dict[str, list[dict[str, object]]] = json.loads(path.read_text(encoding="utf-8"))
    return read


def test_they_lie_beside_the_sound_under_its_name(rendered: tuple[Path, Outcome]) -> None:
    assert [path.name for path in rendered[1].files] == [f"The Lamp.{kind}" for kind in FORMATS]


def test_a_line_stands_where_it_is_heard(rendered: tuple[Path, Outcome]) -> None:
    outcome = rendered[1]
    audio = sound(outcome.files[0])
    starts = [each.start / audio.rate for each in tone.decode(audio)]
    told = [line["start"] for line in timeline(outcome)["lines"]]
    assert told == pytest.approx(starts, abs=0.05)


def test_captions_name_who_is_heard(rendered: tuple[Path, Outcome]) -> None:
    captions = rendered[1].files[1].read_text(encoding="utf-8")
    assert re.findall(r"<v (\w+)>", captions) == ["Mira", "Joss", "Joss", "Mira", "Joss", "Joss", "Mira", "Joss"]
    assert len(re.findall("-->", captions)) == len(timeline(rendered[1])["lines"])


@pytest.mark.real
@pytest.mark.parametrize("kind", ["vtt", "srt"])
def test_ffprobe_reads_each_cue_where_it_is(kind: str, rendered: tuple[Path, Outcome], tool: Callable[[str], str]) -> None:
    path = next(path for path in rendered[1].files if path.suffix == f".{kind}")
    shown = subprocess.run([tool("ffprobe"), "-v", "error", "-show_packets", "-of", "json", str(path)], capture_output=True, check=True).stdout
    packets = [(float(packet["pts_time"]), float(packet["duration_time"])) for packet in json.loads(shown)["packets"]]
    lines = timeline(rendered[1])["lines"]
    assert [start for start, _ in packets] == pytest.approx([line["start"] for line in lines], abs=0.002)
    assert [start + length for start, length in packets] == pytest.approx([line["end"] for line in lines], abs=0.002)


def test_what_is_up_to_date_is_left_alone_and_what_is_not_is_not(tmp_path: Path) -> None:
    story = written(tmp_path)
    first = made(story, tmp_path, formats=FORMATS)
    assert made(story, tmp_path, formats=FORMATS).kept == first.files
    again = made(story, tmp_path, formats=FORMATS, tags=BookTags(publisher="Own Press"))
    assert again.kept == ()
    (tmp_path / "lamp.audiobook.yaml").write_text('fixes:\n  - line: "Not I"\n    speaker: Mira\n', encoding="utf-8")
    corrected = made(story, tmp_path, formats=("vtt",))
    assert corrected.kept == ()
    assert re.findall(r"<v (\w+)>", corrected.files[0].read_text(encoding="utf-8"))[-1] == "Mira"


def test_words_alone_need_no_sound_encoded(tmp_path: Path) -> None:
    outcome = made(written(tmp_path), tmp_path, formats=("json", "vtt"))
    assert [path.suffix for path in outcome.files] == [".json", ".vtt"]
    assert timeline(outcome)["lines"] == timeline(made(written(tmp_path), tmp_path, formats=FORMATS))["lines"]


@pytest.mark.parametrize(("also", "suffix"), [("mp3", ".mp3"), ("opus", ".m4a")])
def test_an_epub_holds_what_sound_there_is_or_its_own(also: str, suffix: str, tmp_path: Path) -> None:
    outcome = made(written(tmp_path), tmp_path, formats=(also, "epub"))
    assert [path.suffix for path in outcome.files] == [f".{also}", ".epub"]
    with ZipFile(outcome.files[1]) as archive:
        assert {Path(name).suffix for name in archive.namelist() if "audio/" in name} == {suffix}


def test_one_chapter_alone_is_heard_in_the_whole_text(tmp_path: Path) -> None:
    outcome = made(written(tmp_path), tmp_path, formats=("epub",), chapter=2)
    with ZipFile(outcome.files[0]) as archive:
        assert sorted(name for name in archive.namelist() if name.endswith(".smil")) == ["EPUB/chapter-002.smil"]
        assert "The wind turned" in archive.read("EPUB/chapter-001.xhtml").decode()


def test_a_story_that_is_an_epub_is_never_overwritten(tmp_path: Path) -> None:
    source = made(written(tmp_path), tmp_path, formats=("epub",)).files[0]
    before = source.read_bytes()
    with pytest.raises(OutputError, match="is the story itself"):
        made(source, tmp_path, formats=("epub",), out=source.parent)
    assert source.read_bytes() == before


def test_our_own_epub_is_read_as_the_story_it_was(tmp_path: Path) -> None:
    from audiobook.readers import read
    from audiobook.words import words

    source = made(written(tmp_path), tmp_path, formats=("epub",)).files[0]
    again = read(str(source))
    story = words(STORY[STORY.index("Chapter One") :])
    assert " ".join(story) in " ".join(words(again.text))
    assert [chapter.title for chapter in again.chapters][-2:] == ["Chapter One", "Chapter Two"]


def test_the_command_line_knows_them(tmp_path: Path) -> None:
    ran = command("render", written(tmp_path), "--engine", "tone", "--workspace", tmp_path, "--to", "vtt,pdf", "--jobs", "1")
    assert ran.code == 2
    assert "m4b, mp3, opus, flac, wav, vtt, srt, json, epub" in " ".join(ran.err.split())
