"""Authors' notes are left unread, and no story with them."""

import pytest

from audiobook.document import BlockKind
from tests.readers.stories import SPEECH, WORDS, of_kind, prose, told, whys

OPENINGS = [
    "A/N: I meant to write about hens. This is not about hens.",
    "AN: sorry.",
    "Author's Note: the river is not a real river.",
    "**Author’s note**: unbetaed, as ever.",
    "Written for Quill, for the harbour prompt.",
    "For the autumn fic exchange: a ferry, as requested.",
    "Disclaimer: I do not own the river.",
    "Rating: T",
    "Summary: Somebody rings a bell. Nobody is there.",
    "I don't own these characters, and no money is made from this story.",
    "[A/N: short one today]",
]
CLOSINGS = [
    "A/N: Thank you for reading!",
    "Note: this will not be continued.",
    "End notes: the bell is real.",
    "Please review!",
    "Reviews and comments are always appreciated.",
    "Thanks for reading, everybody!",
    "The prompt, by the way, was 'who rang the bell'.",
    "Hope you enjoyed this little fic! Kudos make my day.",
    "Follow me on Tumblr for more of this.",
]


@pytest.mark.parametrize("note", OPENINGS)
@pytest.mark.parametrize("after", ["\n\n", "\n\n\n", "\n\n***\n\n"])
def test_a_note_before_the_story_is_not_read(note: str, after: str) -> None:
    document = told(f"{note}{after}{prose(8)}")
    assert [content for _, content in whys(document)] == [note[:24]]
    assert len(of_kind(document, BlockKind.PROSE)) == 8


@pytest.mark.parametrize("note", CLOSINGS)
@pytest.mark.parametrize("before", ["\n\n\n", "\n\n***\n\n"])
def test_a_note_after_the_story_is_not_read(note: str, before: str) -> None:
    document = told(f"{prose(8)}{before}{note}")
    assert [content for _, content in whys(document)] == [note[:24]]
    assert len(of_kind(document, BlockKind.PROSE)) == 8


def test_notes_at_the_start_and_the_end_of_a_chapter_are_not_read() -> None:
    text = "\n\n".join(f"Chapter {number}\n\nA/N: late again.\n\n{prose(6)}\n\nA/N: next chapter on Friday." for number in (1, 2))
    document = told(text)
    assert [why for why, _ in whys(document)] == ["author's note"] * 4
    assert len(of_kind(document, BlockKind.PROSE)) == 12


def test_a_header_of_several_fields_is_not_read_and_tells_title_and_author() -> None:
    document = told(f"Title: The Bell\n\nAuthor: Quill\n\nPairing: none\n\nSummary: A bell.\n\n{prose(4)}")
    assert [why for why, _ in whys(document)] == ["story's header"] * 4
    assert (document.title, document.author) == ("The Bell", "Quill")


def test_a_note_of_several_paragraphs_ends_with_its_last_one() -> None:
    text = f"A/N: I am back.\n\nIt was a long winter.\n\nThank you for reading and for all the kudos!\n\n{prose(5)}"
    document = told(text)
    assert len(whys(document)) == 3
    assert of_kind(document, BlockKind.PROSE)[0] == WORDS


def test_the_end_is_read_and_a_note_behind_it_is_not() -> None:
    document = told(f"{prose(5)}\n\nThe End\n\nA/N: that was it.")
    assert of_kind(document, BlockKind.PROSE)[-1] == "The End"
    assert len(whys(document)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Thank you, she thought, and said nothing at all.",
        "He had a note in his pocket: the ferry would not wait.",
        '"Please review the accounts," said Mara.',
        "It was the last chapter of a long quarrel, and neither of them had read it.",
        "An hour passed before the bell rang.",
        "By noon the fog had gone.",
        "For the first time in years nobody rang.",
        "To the left lay the quay, to the right the marsh.",
        "She asked for rope; he had none.",
        "I hope you enjoy the hens, he wrote, and folded the letter.",
        "Summary justice was all the town had ever known.",
        "The characters on the bell were older than the town.",
        "Words: he had none left.",
    ],
)
def test_story_is_never_hidden(line: str) -> None:
    for text in (f"{line}\n\n{prose(6)}", f"{prose(6)}\n\n{line}", f"Chapter 1\n\n{line}\n\n{prose(4)}\n\nChapter 2\n\n{prose(4)}\n\n{line}"):
        assert line in of_kind(told(text), BlockKind.PROSE)


def test_a_letter_in_the_story_with_a_note_in_it_is_story() -> None:
    line = "Note: the rope is in the shed. Do not let Tobin tie it."
    assert line in of_kind(told(f"{prose(6)}\n\n{line}\n\n{prose(6)}"), BlockKind.PROSE)


def test_a_closing_note_does_not_swallow_speech_behind_it() -> None:
    document = told(f"{prose(6)}\n\nNote: gone to fetch rope.\n\n{SPEECH}")
    assert of_kind(document, BlockKind.PROSE)[-1] == SPEECH


def test_a_file_of_nothing_but_notes_is_read_after_all() -> None:
    document = told("A/N: this chapter will be up on Friday.\n\nThank you for reading!")
    assert len(of_kind(document, BlockKind.PROSE)) == 2
