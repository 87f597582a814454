"""Corrections by line number: they hold, also when the story is edited, and find their way into the sidecar."""

import json
from pathlib import Path

import pytest

from audiobook.attribution import attribute
from audiobook.document import Document
from audiobook.production import fixing
from audiobook.script import Kind, Script
from audiobook.sheet import Sheet
from audiobook.sidecar import Fixes
from tests.e2e.stage import command, written

STORY = """Mira and Joss sat down by the lamp.

"Is it lit?" Mira asked.

"It is," said Joss.

"Yes."

"Are you sure?"

"Yes."

"The Blue Lamp" was painted over the door.

The night went by. Nobody came.

A note pinned to the wall said nothing new.
"""


def rows(story: Path) -> list[dict[str, str | float | None]]:
    ran = command("script", story, "--workspace", story.parent, "--format", "json")
    assert ran.code == 0, ran.err
    segments: list[dict[str, str | float | None]] = json.loads(ran.out)["segments"]
    return segments


def number(story: Path, text: str, occurrence: int = 1) -> int:
    return [index for index, row in enumerate(rows(story), start=1) if text in str(row["text"])][occurrence - 1]


def fixed(story: Path, *args: str | int) -> str:
    ran = command("fix", story, *map(str, args), "--workspace", story.parent)
    assert ran.code == 0, ran.err
    return ran.out


def corrected(story: Path) -> list[bool]:
    """Tell for each "Yes." whether it is Tobin's beyond doubt."""
    return [(row["speaker"], row["confidence"]) == ("Tobin", 1.0) for row in rows(story) if row["text"] == '"Yes."']


@pytest.mark.parametrize("occurrence", [1, 2])
def test_a_line_gets_its_speaker_and_holds_through_edits(tmp_path: Path, occurrence: int) -> None:
    story = written(tmp_path, STORY)
    fixed(story, number(story, '"Yes."', occurrence), "Tobin")
    assert corrected(story) == [occurrence == 1, occurrence == 2]
    written(tmp_path, STORY.replace("sat down by the lamp", "came in from the rain, and sat down").replace("The night", "All that night"))
    assert corrected(story) == [occurrence == 1, occurrence == 2]


def test_a_range_is_its_lines_of_speech(tmp_path: Path) -> None:
    story = written(tmp_path, STORY)
    first, last = number(story, "Is it lit"), number(story, "Are you sure")
    fixed(story, f"{first}-{last}", "Tobin")
    spoken = [row for row in rows(story)[first - 1 : last] if row["kind"] == Kind.DIALOGUE]
    assert len(spoken) == 4
    assert {row["speaker"] for row in spoken} == {"Tobin"}


def test_all_lines_of_one_speaker_go_to_another(tmp_path: Path) -> None:
    story = written(tmp_path, STORY)
    before = {row["text"] for row in rows(story) if row["speaker"] == "Joss"}
    fixed(story, "--lines-of", "Joss", "Tobin")
    after = {row["text"] for row in rows(story) if row["speaker"] == "Tobin"}
    assert before <= after


@pytest.mark.parametrize(
    ("text", "ruling", "kind"),
    [
        ("Are you sure", "narration", Kind.NARRATION),
        ("Are you sure", "thought", Kind.THOUGHT),
        ("A note pinned", "note", Kind.NOTE),
        ("The night went by", "heading", Kind.HEADING),
        ("The night went by", "speech", Kind.DIALOGUE),
    ],
)
def test_a_line_is_what_its_reader_says(tmp_path: Path, text: str, ruling: str, kind: Kind) -> None:
    story = written(tmp_path, STORY)
    fixed(story, number(story, text), "--is", ruling)
    assert next(row["kind"] for row in rows(story) if text in str(row["text"])) == kind


def test_a_thought_is_its_thinkers_however_the_name_is_written(tmp_path: Path) -> None:
    story = written(tmp_path, STORY)
    assert "'\"Are you sure?\"': Joss" in fixed(story, number(story, "Are you sure"), "joss", "--is", "thought")
    assert next((row["kind"], row["speaker"]) for row in rows(story) if "Are you sure" in str(row["text"])) == (Kind.THOUGHT, "Joss")


def test_a_scene_ends_where_its_reader_says(tmp_path: Path) -> None:
    story = written(tmp_path, STORY)
    fixed(story, number(story, "The night went by"), "--is", "break")
    assert "is: break" in (tmp_path / "lamp.audiobook.yaml").read_text()


@pytest.mark.parametrize("how", ["--merge", "--rename"])
def test_two_names_become_one(tmp_path: Path, how: str) -> None:
    story = written(tmp_path, STORY)
    fixed(story, how, "Joss", "Tobin")
    speakers = {row["speaker"] for row in rows(story)}
    assert "Tobin" in speakers
    assert "Joss" not in speakers


def test_a_fix_that_no_longer_finds_its_line_is_reported(tmp_path: Path) -> None:
    story = written(tmp_path, STORY)
    fixed(story, number(story, "Are you sure"), "Joss")
    written(tmp_path, STORY.replace('"Are you sure?"', '"Certain?"'))
    ran = command("script", story, "--workspace", tmp_path)
    assert ran.code == 0
    assert "Are you sure" in ran.err
    assert "Are you sure" in (tmp_path / "lamp.audiobook.yaml").read_text()


@pytest.mark.parametrize(
    ("args", "code"), [(["4x", "Mira"], 2), (["4000", "Mira"], 1), (["2"], 2), (["--merge", "Nobody", "Mira"], 1), ([], 2), (["2", ""], 2)]
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, args: list[str], code: int) -> None:
    story = written(tmp_path, STORY)
    assert command("fix", story, *args, "--workspace", tmp_path).code == code
    assert not (tmp_path / "lamp.audiobook.yaml").exists()


def test_many_lines_are_corrected_without_reading_the_story_for_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = written(tmp_path, "Mira and Joss sat down.\n\n" + '"Yes," said Joss. "Yes."\n\n"No."\n\n' * 30)
    read: list[Document] = []

    def counted(document: Document, sheet: Sheet, fixes: Fixes) -> Script:
        read.append(document)
        return attribute(document, sheet, fixes)

    monkeypatch.setattr(fixing, "attribute", counted)
    fixed(story, "--lines-of", "Joss", "Tobin")
    assert len(read) == 2
    assert {row["speaker"] for row in rows(story) if "Yes" in str(row["text"])} == {"Tobin"}
    assert story.with_name("lamp.audiobook.yaml").read_text().count("speaker: Tobin") >= 60


def test_the_numbers_of_a_script_are_those_that_reasons_and_corrections_mean(tmp_path: Path) -> None:
    story = written(tmp_path, STORY)
    shown = command("script", story, "--workspace", tmp_path, "--why", "--format", "text").out.splitlines()
    lit = number(story, "It is,")
    assert any(row.startswith(f"{lit:5}  Joss") for row in shown)
    assert any(row.startswith(f"{number(story, 'The night went by'):5}  The night went by") for row in shown)
    assert f"       because: alternates with line {lit}" in shown
