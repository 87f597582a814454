"""The script: segments tile the story, chapters find their segments, and JSON says what the documentation says."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.document import Block, BlockKind, Chapter, Document, Span
from audiobook.errors import LawError
from audiobook.script import FORMAT, Character, Kind, Script, Segment, check_tiling, to_json
from tests.strategies import scripts

TEXT = "One two. Three."
DOCUMENT = Document(TEXT, (Chapter("", Span(0, 15), (Block(Span(0, 15), BlockKind.PROSE),)),), "", "", "en", "here.txt")


def script_of(*spans: tuple[int, int]) -> Script:
    return Script(DOCUMENT, tuple(Segment(Span(*span), Kind.NARRATION) for span in spans), ())


@given(scripts())
def test_a_script_whose_segments_tile_its_text_is_lawful(script: Script) -> None:
    check_tiling(script)


@given(scripts(), st.data())
def test_a_lost_word_is_found(script: Script, data: st.DataObject) -> None:
    with_words = [at for at, segment in enumerate(script.segments) if any(sign.isalnum() for sign in script.text(segment))]
    if not with_words:
        return
    lost = data.draw(st.sampled_from(with_words))
    with pytest.raises(LawError, match="words lost"):
        check_tiling(replace(script, segments=script.segments[:lost] + script.segments[lost + 1 :]))


@given(scripts(), st.data())
def test_a_doubled_segment_is_found(script: Script, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(script.segments) - 1))
    with pytest.raises(LawError, match="overlaps"):
        check_tiling(replace(script, segments=(*script.segments[: at + 1], *script.segments[at:])))


def test_white_space_and_marks_may_stand_outside_every_segment() -> None:
    check_tiling(script_of((0, 7), (9, 14)))


@pytest.mark.parametrize("spans", [[(0, 8), (7, 15)], [(9, 15), (0, 8)], [(0, 15), (15, 15)], [(0, 16)], [(0, 8), (10, 15)], [(0, 9)]])
def test_overlaps_disorder_emptiness_and_gaps_are_unlawful(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(LawError, match=r"here\.txt"):
        check_tiling(script_of(*spans))


@given(scripts())
def test_every_segment_stands_in_one_block_of_one_chapter(script: Script) -> None:
    seen = [at for _, blocks in script.chapters() for _, mine in blocks for at in mine]
    assert seen == list(range(len(script.segments)))
    for _, blocks in script.chapters():
        for block, mine in blocks:
            for at in mine:
                assert block.span.start <= script.segments[at].span.start < script.segments[at].span.end <= block.span.end


@given(scripts())
def test_a_speaker_is_found_by_name(script: Script) -> None:
    for segment in script.segments:
        if segment.speaker is not None:
            assert script.character(segment.speaker).name == segment.speaker


@given(scripts())
def test_json_holds_the_text_speaker_and_place_of_every_segment(script: Script) -> None:
    copy = json.loads(json.dumps(to_json(script)))
    assert copy["format"] == FORMAT == "audiobook-script/1"
    assert copy["length"] == len(script.document.text)
    rows = [(row["start"], row["end"], row["kind"], row["speaker"], row["text"]) for row in copy["segments"]]
    assert rows == [(each.span.start, each.span.end, each.kind.value, each.speaker, script.text(each)) for each in script.segments]
    assert [character["name"] for character in copy["characters"]] == [character.name for character in script.characters]


def test_the_documented_keys_are_the_keys_that_are_written() -> None:
    page = (Path(__file__).parent.parent / "docs" / "script-format.md").read_text(encoding="utf-8")
    documented: dict[str, list[str]] = {}
    for line in page.splitlines():
        if heading := re.match(r"## (.+)", line):
            section = documented.setdefault(heading[1], [])
        elif key := re.match(r"\| `(\w+)` \|", line):
            section.append(key[1])
    written = to_json(replace(script_of((0, 15)), characters=(Character("Anna"),)))
    assert documented["The object"] == list(written)
    for name, title in (("chapters", "A chapter"), ("characters", "A character"), ("segments", "A segment")):
        rows = written[name]
        assert isinstance(rows, list)
        assert documented[title] == list(rows[0])


def test_the_documentation_names_every_kind_of_segment() -> None:
    page = (Path(__file__).parent.parent / "docs" / "script-format.md").read_text(encoding="utf-8")
    assert re.findall(r"^- `(\w+)`: ", page, re.MULTILINE) == [kind.value for kind in Kind]
