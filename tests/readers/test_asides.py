"""Captions, footnotes and their marks are no part of the story."""

import time

import pytest

from audiobook.document import BlockKind
from tests.readers.stories import WORDS, content, of_kind, prose, told, whys


def unread(text: str) -> list[str]:
    document = told(text)
    return [span.of(document.text) for block in document.blocks for span in block.unread]


@pytest.mark.parametrize(
    "caption",
    [
        "[Illustration]",
        "[Illustration: The quay at low water]",
        "[Illustration:\n\nTHE QUAY\n]",
        "[Picture: A bell]",
        "![A bell](bell.png)",
        "[Illustration: a [sic] bell]",
    ],
)
def test_a_caption_is_not_read(caption: str) -> None:
    document = told(f"{prose(3)}\n\n{caption}\n\n{prose(3)}")
    assert {why for why, _ in whys(document)} == {"caption"}
    assert len(of_kind(document, BlockKind.PROSE)) == 6


def test_a_bracket_that_nobody_closes_hides_nothing() -> None:
    document = told(f"{prose(3)}\n\n[Illustration: {WORDS}\n\n{prose(30)}")
    assert whys(document) == []


@pytest.mark.parametrize(
    "piece", ["[1]", "[12]", "[*]", "[^3]", "[Illustration: a rope]", "[Footnote: a kind of rope]", "(A/N: I made this up)", "<!-- cut? -->"]
)
def test_an_aside_within_a_paragraph_is_unread(piece: str) -> None:
    assert unread(f"{prose(2)}\n\nThe rope {piece} was wet.\n\n{prose(2)}") == [piece]


@pytest.mark.parametrize("piece", ["[rope?]", "(the rope)", "[the last one]", "[Cover me]", "(1)", "a[i]"])
def test_brackets_that_belong_to_the_story_are_read(piece: str) -> None:
    assert unread(f"{prose(2)}\n\nThe rope {piece} was wet.\n\n{prose(2)}") == []


def test_a_footnote_that_answers_a_mark_is_not_read() -> None:
    document = told(f"{prose(2)}\n\nThe painter[1] was wet.\n\n[1] A rope.\n\n{prose(2)}")
    assert whys(document) == [("footnote", "[1] A rope.")]


def test_a_paragraph_that_begins_like_a_footnote_and_answers_nothing_is_story() -> None:
    document = told(f"{prose(2)}\n\n[1] A rope.\n\n{prose(2)}")
    assert whys(document) == []
    assert any(content(document, block) == "[1] A rope." and block.unread for block in document.blocks)


def test_a_transcribers_note_is_not_read() -> None:
    document = told(f"[Transcriber's Note: two pages are missing.]\n\n{prose(12)}\n\nTRANSCRIBER'S NOTES\n\nPage 3: bel to bell.\n\nPage 9: roap to rope.")
    assert [why for why, _ in whys(document)] == ["transcriber's note"] * 4
    assert len(of_kind(document, BlockKind.PROSE)) == 12


@pytest.mark.parametrize("piece", ["[Illustration", "[", "(A/N ", "[1", "<a href=", "![", "![]("])
def test_hostile_brackets_take_linear_time(piece: str) -> None:
    start = time.process_time()
    told("word " + piece * (300_000 // len(piece)))
    assert time.process_time() - start < 2
