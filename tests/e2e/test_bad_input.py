"""Every kind of bad input gets its message and loses nothing."""

import os
import sys
from pathlib import Path

import pytest

from tests.e2e.stage import STORY, Ran, command, heard, written


def render(story: Path, workspace: Path, *more: str | Path) -> Ran:
    return command("render", story, "--engine", "tone", "--workspace", workspace, "--jobs", "1", *more)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"  \n\n \n", "word"),
        (b"\x00\x01\x02\xff\xfe" * 200, "not a text"),
        (b"... --- ... !!! ???\n", "word"),
    ],
    ids=["empty", "blank", "binary", "wordless"],
)
def test_a_story_that_is_none(content: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_bytes(content)
    ran = render(tmp_path / "story.txt", tmp_path)
    assert ran.code == 1
    assert "story.txt" in ran.err
    assert told in ran.err
    assert not (tmp_path / "voices.yaml").exists()


def test_a_missing_story_names_its_neighbours(tmp_path: Path) -> None:
    written(tmp_path, name="lantern.txt")
    ran = render(tmp_path / "lantren.txt", tmp_path)
    assert ran.code == 1
    assert "lantern.txt" in ran.err


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        ("narrator: [", "voices.yaml:"),
        ("narratr: tenor-1\n", "narrator"),
        ("narrator: tenor-1\ncharacters:\n  Mira: {voice: alto-1, rate: fast}\n", "voices.yaml:3"),
        ("characters:\n  Mira: alto-1\n  mira: alto-2\n", "voices.yaml:3"),
        ("characters:\n  Mira: alto-11\n", "alto-1"),
        ("engine: tono\n", "tone"),
    ],
    ids=["not YAML", "unknown key", "wrong type", "duplicate", "no such voice", "no such engine"],
)
def test_a_sheet_with_a_mistake(sheet: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    path.write_text(sheet)
    engine = [] if "engine" in sheet else ["--engine", "tone"]
    ran = command("render", written(tmp_path), "--workspace", tmp_path, "--jobs", "1", *engine)
    assert ran.code == 1
    assert told in ran.err
    assert path.read_text() == sheet


@pytest.mark.parametrize("args", [["rendr"], ["render"], ["render", "x.txt", "--to", "m4c"], ["render", "x.txt", "--colour"]])
def test_a_wrong_command_line_is_2(args: list[str], tmp_path: Path) -> None:
    assert command(*args).code == 2


def test_a_format_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    assert "m4b" in command("render", "x.txt", "--to", "m4c").err


@pytest.mark.parametrize(
    "text",
    [
        "word " * 200_000,
        "Nobody said a thing, and the rain went on.\n\n" * 3,
        '"All of it is said."\n\n"Every word of it."\n\n"Even this."',
        "Words first.\n\n…\n\n—\n\n?!\n\nWords last.",
        "\n\n".join(
            f'"Here I am," said {"Ab" + "cdefghijklmnopqrst"[n % 18] + "aeiou"[n % 5] * (n // 90 % 3 + 1) + "nrstl"[n % 5]}{n // 900 * "o"}.'
            for n in range(5000)
        ),
    ],
    ids=["one paragraph of 1 MB", "no quotation", "all quotation", "wordless lines", "5,000 lines of many names"],
)
def test_stories_of_odd_shapes_are_prepared_whole(text: str, tmp_path: Path) -> None:
    from tests.e2e.stage import prepared

    ready = prepared(written(tmp_path, text), tmp_path)
    assert ready.words_spoken > 0


@pytest.mark.parametrize("title", ['A "Quoted" / Slashed \\ Title', "😀 Lamp", "L" * 300, "..", "אור"])
def test_odd_titles_make_files(title: str, tmp_path: Path) -> None:
    ran = render(written(tmp_path), tmp_path, "--title", title)
    assert ran.code == 0, ran.err
    assert len(list((tmp_path / "output" / "lamp").glob("*.m4b"))) == 1


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not bind the superuser")
def test_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    place = tmp_path / "closed"
    place.mkdir(mode=0o500)
    ran = render(written(tmp_path), tmp_path, "-o", place)
    assert ran.code == 1
    assert "closed" in ran.err


def test_an_output_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    ran = render(written(tmp_path), tmp_path, "-o", tmp_path / "taken" / "deeper")
    assert ran.code == 1
    assert "taken" in ran.err
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_damaged_store_is_made_good(tmp_path: Path) -> None:
    story = written(tmp_path)
    assert render(story, tmp_path).code == 0
    book = next(tmp_path.rglob("*.m4b"))
    whole = book.read_bytes()
    for number, path in enumerate(sorted([*tmp_path.rglob("*.take"), *tmp_path.rglob("*.press")])):
        content = path.read_bytes()
        place = (number * 997) % len(content)
        path.write_bytes(content[:place] + bytes([content[place] ^ 255]) + content[place + 1 :])
    book.unlink()
    ran = render(story, tmp_path)
    assert ran.code == 0, ran.err
    assert "damaged" in ran.err
    assert next(tmp_path.rglob("*.m4b")).read_bytes() == whole


def test_a_line_in_the_story_twice_is_heard_twice(tmp_path: Path) -> None:
    story = written(tmp_path, STORY + '\n"Not I," said Joss.\n')
    assert render(story, tmp_path).code == 0
    spoken = heard(next(tmp_path.rglob("*.m4b")))
    assert len(spoken) > len(set(spoken))
