"""The story as it is read with the eyes: nothing of it is lost, and markup is what it marks."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.document import BlockKind
from audiobook.readers import read
from audiobook.script import Kind, Script
from audiobook.words import meant, words
from audiobook.writers.reading import Paragraph, chapters
from tests.writers.saying import BREAK, DIALOGUE, HEADING, NARRATION, NOTE, Said, script_of


def paragraphs(*blocks: list[Said]) -> list[Paragraph]:
    return [paragraph for _, found in chapters(script_of([list(blocks)])) for paragraph in found]


def text(paragraph: Paragraph) -> str:
    return "".join(piece.text for piece in paragraph.pieces)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("It was *his* cart.", "It was [his] cart."),
        ("_So_, he **said**: ***go***!", "[So], he [said]: [go]!"),
        ("It was <em>his</em> cart.", "It was [his] cart."),
        ("Snake_case_words and 2 * 3 * 4", "Snake_case_words and 2 * 3 * 4"),
        ("*A stress that ends elsewhere", "A stress that ends elsewhere"),
        ("Tom &amp; *Jerry*", "Tom & [Jerry]"),
        ("a\x00b \ud800c", "ab c"),
        ("## *Two*", "Two"),
    ],
)
def test_stress_is_kept_and_marks_are_not(raw: str, wanted: str) -> None:
    (paragraph,) = paragraphs([(raw, NARRATION, None)])
    shown = "".join(f"[{run.text}]" if run.stressed else run.text for piece in paragraph.pieces for run in piece.runs)
    assert shown == wanted


def test_segments_stay_as_far_apart_as_they_stand() -> None:
    (paragraph,) = paragraphs([("“Go,”", DIALOGUE, "Mira"), ("she said.", NARRATION, None)])
    assert text(paragraph) == "“Go,” she said."
    assert [piece.segment for piece in paragraph.pieces] == [0, None, 1]


def test_breaks_are_kept_and_what_corrections_made_of_a_block_counts() -> None:
    found = paragraphs([("One", NOTE, None)], [("***", BREAK, None)], [("Two", HEADING, None)], [("Three.", NARRATION, None)])
    assert [paragraph.kind for paragraph in found] == [BlockKind.NOTE, BlockKind.BREAK, BlockKind.HEADING, BlockKind.PROSE]
    assert found[1].pieces == ()


SIGNS = st.text(st.sampled_from("ab *_~`<>&/#\\“”'\n[]()emi;-"), max_size=30)


@given(st.lists(SIGNS.filter(lambda raw: bool(raw.strip())), min_size=1, max_size=4))
def test_what_is_shown_is_what_is_meant(raws: list[str]) -> None:
    found = paragraphs([(raw, NARRATION, None) for raw in raws])
    shown = {piece.segment: piece.text.strip() for paragraph in found for piece in paragraph.pieces if piece.segment is not None}
    assert {index: meant(raw).strip() for index, raw in enumerate(raws) if meant(raw).strip()} == {key: value for key, value in shown.items() if value}


def test_no_word_of_a_seed_is_lost(seed: Path) -> None:
    from audiobook.attribution import attribute
    from audiobook.sheet import Sheet
    from audiobook.sidecar import Fixes

    document = read(str(seed))
    script: Script = attribute(document, Sheet(), Fixes())
    shown = [word for _, found in chapters(script) for paragraph in found for word in words(text(paragraph))]
    assert shown == words(document.text)
    assert any(segment.kind is Kind.DIALOGUE for segment in script.segments)
