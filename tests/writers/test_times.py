"""The timeline as JSON: what programs learn of a book."""

import json
from pathlib import Path

import pytest

from audiobook.writers.times import FORMAT, TIMES
from tests.writers.saying import told


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("times")
    TIMES.write(told(folder / "pressed"), folder / "book.json")
    read: dict[str, object] = json.loads((folder / "book.json").read_text(encoding="utf-8"))
    return read


def test_a_line_tells_who_when_and_where(written: dict[str, object]) -> None:
    lines = written["lines"]
    assert isinstance(lines, list)
    assert lines[0] == {"line": None, "character": None, "kind": "announcement", "start": 0.1, "end": 0.4, "span": None, "text": "The Salt Road"}
    assert lines[3] == {"line": 2, "character": "Mira", "kind": "dialogue", "start": 1.15, "end": 1.45, "span": [19, 36], "text": "“Come <b>in</b>,”"}
    assert [line["line"] for line in lines] == [None, None, 1, 2, 3, 6, 7, 8, 9]


def test_chapters_follow_one_another_to_the_end(written: dict[str, object]) -> None:
    chapters = written["chapters"]
    assert isinstance(chapters, list)
    assert [chapter["title"] for chapter in chapters] == ["The *Salt* Road", "Two"]
    assert chapters[0]["end"] == chapters[1]["start"]
    assert chapters[1]["end"] == written["seconds"]


def test_it_says_of_which_text_it_tells(written: dict[str, object]) -> None:
    story = written["story"]
    assert isinstance(story, dict)
    assert written["format"] == FORMAT
    assert story["source"] == "salt.txt"
    assert len(story["sha256"]) == 64


def test_parts_of_one_paragraph_are_one_line(tmp_path: Path) -> None:
    from dataclasses import replace

    from audiobook.writers.times import stretches

    timeline = told(tmp_path).timeline
    again = [clip for clip in timeline.clips for clip in (replace(clip, length=100), replace(clip, start=clip.start + 200, length=50))]
    found = list(stretches(replace(timeline, clips=tuple(again))))
    assert [each.segment for each in found] == [None, None, None, None, 0, 1, 2, 5, 6, 7, 8]
    assert {each.end - each.start for each in found[4:]} == {250}
    assert found[4].text == "# The *Salt* Road # The *Salt* Road"
