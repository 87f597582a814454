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


def picture(path: Path, mode: str = "RGB", size: tuple[int, int] = (1500, 1500)) -> Path:
    from PIL import Image

    Image.new(mode, size).save(path)
    return path


@pytest.mark.parametrize("content", [b"not a picture", b"", None], ids=["text", "empty", "missing"])
def test_a_cover_that_is_no_picture_is_told_before_anything_is_spoken(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "cover.png").write_bytes(content)
    ran = render(written(tmp_path), tmp_path, "--cover", tmp_path / "cover.png")
    assert ran.code == 1
    assert "cover.png" in ran.err
    assert "a JPEG, PNG or WebP file would work" in ran.err
    assert not list(tmp_path.rglob("*.take"))


def test_a_cover_in_the_colours_of_print_is_turned_into_those_of_screens(tmp_path: Path) -> None:
    import av

    ran = render(written(tmp_path), tmp_path, "--cover", picture(tmp_path / "print.jpg", "CMYK"))
    assert (ran.code, "note" in ran.err) == (0, False), ran.err
    with av.open(str(next(tmp_path.rglob("*.m4b")))) as file:
        assert next(file.decode(file.streams.video[0])).format.name.startswith("yuvj4")  # and no cmyk, which players show inverted or not at all


def test_a_small_cover_is_taken_with_a_word(tmp_path: Path) -> None:
    ran = render(written(tmp_path), tmp_path, "--cover", picture(tmp_path / "tiny.png", size=(90, 60)))
    assert ran.code == 0, ran.err
    assert ran.err.count("tiny.png: a cover of 90 × 60 pixels; 1400 or more") == 1


def test_a_language_that_no_voice_speaks_is_told(tmp_path: Path) -> None:
    (tmp_path / "voices.yaml").write_text("language: xh\n")
    ran = render(written(tmp_path), tmp_path)
    assert ran.code == 0, ran.err
    assert "no voice of tone speaks 'xh'" in ran.err


def test_a_language_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "voices.yaml").write_text("engine: tone\nlanguage: german\n")
    ran = render(written(tmp_path), tmp_path)
    assert ran.code == 1
    assert "voices.yaml:2: 'german' is not the code of a language (did you mean 'de'?)" in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="a file that is open cannot be replaced there, which is told")
def test_an_output_that_is_open_in_a_player_is_replaced_and_the_player_goes_on(tmp_path: Path) -> None:
    story = written(tmp_path)
    assert render(story, tmp_path).code == 0
    path = next(tmp_path.rglob("*.m4b"))
    before = path.read_bytes()
    with path.open("rb") as player:
        half = player.read(len(before) // 2)
        assert render(story, tmp_path, "--author", "Somebody").code == 0
        assert half + player.read() == before
    assert path.read_bytes() != before


def test_an_output_that_is_held_is_told_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a player on Windows holds it."""
    story = written(tmp_path)
    assert render(story, tmp_path).code == 0
    path = next(tmp_path.rglob("*.m4b"))
    before, replaced = path.read_bytes(), os.replace

    def held(source: str | Path, to: str | Path) -> None:
        if Path(to).suffix == ".m4b":
            raise PermissionError(13, "Permission denied")
        replaced(source, to)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(Path, "replace", held)
    ran = render(story, tmp_path, "--author", "Somebody")
    assert ran.code == 1
    assert "is it open in a player" in ran.err
    assert path.read_bytes() == before
    assert not list(tmp_path.rglob("*.part"))


def test_a_chapter_without_a_word_is_a_pause_with_its_mark(tmp_path: Path) -> None:
    import av

    story = written(tmp_path, STORY + "\nChapter Three\n\n…\n\n—\n\n\n\nChapter Four\n\nThe end came.\n")
    ran = render(story, tmp_path)
    assert ran.code == 0, ran.err
    with av.open(str(next(tmp_path.rglob("*.m4b")))) as file:
        chapters = [(chapter["metadata"]["title"], float((chapter["end"] - chapter["start"]) * (chapter["time_base"] or 0))) for chapter in file.chapters()]
    assert [title for title, _ in chapters] == ["Chapter One", "Chapter Two", "Chapter Three", "Chapter Four"]
    assert min(seconds for _, seconds in chapters) > 1


@pytest.mark.parametrize("title", ["Title " * 166 + "end!", "two\nlines", "all “of” \"it\" 'too'", "   "], ids=["1,000 characters", "lines", "quotes", "blank"])
def test_every_format_takes_any_title(title: str, tmp_path: Path) -> None:
    from audiobook.sound.probe import probe

    kinds = ("m4b", "mp3", "opus", "flac", "wav", "vtt", "srt", "json", "epub")
    ran = render(written(tmp_path), tmp_path, "--title", title, "--author", title, "--to", ",".join(kinds))
    assert ran.code == 0, ran.err
    made = [path for path in (tmp_path / "output" / "lamp").iterdir() if not path.name.startswith(".")]
    assert sorted(path.suffix[1:] for path in made) == sorted(kinds)
    wanted = " ".join(title.split()) or "The Lamp"
    for path in made:
        if path.suffix[1:] in kinds[:5]:
            assert wanted.startswith(probe(path).label.tags.title)
            assert len(probe(path).label.tags.title) >= min(250, len(wanted))


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
