"""What other people's programs say of finished files: each with the command, and what it must print. CI has them all."""

import re
import subprocess
from pathlib import Path

import pytest

from audiobook.production.order import Outcome
from audiobook.sidecar import BookTags
from audiobook.writers import WRITERS
from tests.conftest import find_tool
from tests.e2e.stage import made, written

pytestmark = pytest.mark.real
TAGS = BookTags(
    title="The Lamp – “Lit”",
    author="Ada Writer",
    narrator="Low Voice",
    series="Harbour Lights",
    part="2",
    year="2026",
    isbn="9780000000002",
    publisher="Own Press",
    description="A lamp is lit.\nSomebody sees it.",
    language="en-GB",
    genre="Mystery",
)
LAG = 0.05
"""Seconds: mpv takes an MP3's delay, 1,105 samples, off its chapters' times."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A story of two chapters in every format, by its suffix."""
    folder = tmp_path_factory.mktemp("workspace")
    outcome: Outcome = made(written(folder), folder, formats=tuple(WRITERS), tags=TAGS)
    return {path.suffix.removeprefix("."): path for path in outcome.files}


def said(name: str, *arguments: str | Path) -> str:
    """Return all that a program prints; it must end well."""
    done = subprocess.run([find_tool(name), *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    text = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, text
    return text


def sections(text: str) -> dict[str, dict[str, str]]:
    """Return mediainfo's sections, each with its `name : value` lines."""
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        name, colon, value = line.partition(" : ")
        if colon:
            found[list(found)[-1]][name.strip()] = value.strip()
        elif line.strip():
            found[line.strip()] = {}
    return found


def test_atomicparsley_reads_every_atom_of_an_m4b(files: dict[str, Path]) -> None:
    told = said("AtomicParsley", files["m4b"], "-t")
    found = dict(re.findall(r'Atom "(.+?)" contains: (.*)', told)) | dict(re.findall(r"\[com\.apple\.iTunes;(.+?)\] contains: (.*)", told))
    for name, value in {
        "©nam": "The Lamp – “Lit”",
        "©alb": "The Lamp – “Lit”",
        "©ART": "Ada Writer",
        "aART": "Ada Writer",
        "©wrt": "Low Voice",
        "©gen": "Mystery",
        "©day": "2026",
        "©mvn": "Harbour Lights",
        "©grp": "Harbour Lights #2",
        "desc": "A lamp is lit.",
        "stik": "Audiobook",
        "pgap": "true",
        "trkn": "1 of 1",
        "covr": "1 piece of artwork",
        "SERIES": "Harbour Lights",
        "SERIES-PART": "2",
        "PUBLISHER": "Own Press",
        "ISBN": "9780000000002",
        "LANGUAGE": "eng",
        "NARRATOR": "Low Voice",
    }.items():
        assert found.get(name) == value, name


def test_atomicparsley_finds_both_kinds_of_chapters_and_the_index_in_front(files: dict[str, Path]) -> None:
    atoms = re.findall(r"Atom (\S+) @ (\d+)", said("AtomicParsley", files["m4b"], "-T"))
    names = [name for name, _ in atoms]
    assert {"chpl", "tref", "chap"} <= set(names)
    assert names.index("moov") < names.index("mdat")
    assert names[0] == "ftyp"


def test_eyed3_reads_an_mp3s_tags_and_cover(files: dict[str, Path]) -> None:
    told = said("eyeD3", "--no-color", files["mp3"])
    assert "ID3 v2.3" in told
    for line in ("title: The Lamp – “Lit”", "artist: Ada Writer", "album: The Lamp – “Lit”", "album artist: Ada Writer", "composer: Low Voice", "track: 1/1"):
        assert line in told
    for name, value in {"SERIES": "Harbour Lights", "SERIES-PART": "2", "ISBN": "9780000000002", "NARRATOR": "Low Voice"}.items():
        assert re.search(rf"UserTextFrame: \[Description: {name}\]\s+{re.escape(value)}", told), name
    assert "A lamp is lit." in told
    assert "FRONT_COVER Image" in told
    assert "genre: Mystery" in told
    for complaint in ("WARNING", "ERROR", "Non standard", "Invalid"):
        assert complaint not in told


def test_opusinfo_has_nothing_to_complain_of(files: dict[str, Path]) -> None:
    told = said("opusinfo", files["opus"])
    assert "WARNING" not in told
    for comment in (
        "TITLE=The Lamp – “Lit”",
        "NARRATOR=Low Voice",
        "SERIES=Harbour Lights",
        "SERIES-PART=2",
        "CHAPTER001NAME=Chapter Two",
        "ISBN=9780000000002",
    ):
        assert comment in told
    assert "METADATA_BLOCK_PICTURE=3|image/jpeg|Cover|2400x2400x24" in told


def test_flac_verifies_every_sample(files: dict[str, Path]) -> None:
    told = said("flac", "-t", "-w", files["flac"])
    assert re.search(r"\.flac: ok", told)
    comments = said("metaflac", "--list", "--block-type=VORBIS_COMMENT", files["flac"])
    assert "CHAPTER001NAME=Chapter Two" in comments
    assert "SERIES=Harbour Lights" in comments


def test_mp3val_finds_whole_frames_of_one_bit_rate(files: dict[str, Path]) -> None:
    told = said("mp3val", files["mp3"])
    assert "WARNING" not in told
    assert "CBR" in told


@pytest.mark.parametrize("kind", WRITERS)
def test_mediainfo_names_format_title_and_cover(kind: str, files: dict[str, Path]) -> None:
    told = sections(said("mediainfo", files[kind]))
    assert told["Audio"]["Format"] == {"m4b": "AAC LC", "mp3": "MPEG Audio", "opus": "Opus", "flac": "FLAC", "wav": "PCM"}[kind]
    assert told["General"]["Track name"] == "The Lamp – “Lit”"
    assert told["General"]["Performer"] == "Ada Writer"
    if kind in ("m4b", "mp3", "flac"):  # of Ogg and WAV it shows no pictures
        assert told["General"]["Cover"] == "Yes"


@pytest.mark.parametrize("kind", WRITERS)
def test_mpv_lists_the_chapters_of_every_format(kind: str, files: dict[str, Path]) -> None:
    asked = "--term-playing-msg=CHAPTERS=${chapters} FIRST=${chapter-list/0/title} SECOND=${chapter-list/1/title} AT=${=chapter-list/1/time}"
    told = said("mpv", "--no-config", "--ao=null", "--vo=null", "--no-video", "--sub-auto=no", "--length=0.1", asked, files[kind])
    assert "CHAPTERS=2 FIRST=Chapter One SECOND=Chapter Two AT=" in told
    (at,) = re.findall(r" AT=([0-9.]+)", told)
    shown = said("ffprobe", "-v", "error", "-show_entries", "chapter=start_time", "-of", "csv=p=0", files[kind]).split()
    assert float(at) == pytest.approx(float(shown[1]), abs=LAG if kind == "mp3" else 0.002)
    assert "title: the lamp – “lit”" in told.casefold()


@pytest.mark.parametrize("kind", WRITERS)
def test_mpv_starts_where_a_chapter_starts(kind: str, files: dict[str, Path]) -> None:
    asked = "--term-playing-msg=POS=${=time-pos}"
    told = said("mpv", "--no-config", "--ao=null", "--vo=null", "--no-video", "--sub-auto=no", "--start=#2", "--length=0.2", asked, files[kind])
    starts = said("ffprobe", "-v", "error", "-show_entries", "chapter=start_time", "-of", "csv=p=0", files[kind]).split()
    (first,) = re.findall(r"POS=([0-9.]+)", told)
    assert float(first) == pytest.approx(float(starts[1]), abs=LAG)
