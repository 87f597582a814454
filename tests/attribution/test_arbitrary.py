"""Whatever a file holds, it is a script: marks, names, tags, odd letters and newlines in any order, from the reader on."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audiobook.attribution import attribute
from audiobook.errors import StoryError
from audiobook.readers.text import read
from audiobook.script import Script, check_tiling, to_json
from audiobook.sidecar import Fix, Fixes, Merge, Ruling

_MARKS = [
    '"',
    "“",
    "”",
    "'",
    "‘",
    "’",
    "«",
    "»",
    "„",
    "‚",
    "—",
    "–",
    "--",
    "- ",
    "…",
    "...",
    ".",
    "!",
    "?",
    ",",
    ":",
    ";",
    "``",
    "''",
    ",,",
    "「",
    "」",
    "＂",
    "`",
]
_MARKUP = ["*", "**", "_", "/", "~", "<", ">", "[", "]", "(", ")", "{", "|", "#", "# ", "> ", "&amp;", "<i>", "@"]
_SPACES = ["\n", "\n\n", "\r\n", "\r", "\t", " ", "\u00a0", "\u2003", "\u200b", "\ufeff", "\u00ad", "\u202e", "\u2028", "\x0c"]
_LETTERS = ["\u0301", "🙂", "👩\u200d👧", "ſ", "ı", "İ", "ß", "ﬁ", "ǅ", "א", "ا", "中", "½", "²", "٣", "ʼ", "W-what", "HELP", "I", "1", "5'10\""]
_PEOPLE = [
    "Tom",
    "Mary",
    "Mr. Orme",
    "Mrs. Orme",
    "the Captain",
    "Kakashi-sensei",
    "O'Hara",
    "Jean-Luc",
    "he",
    "she",
    "his",
    "himself",
    "who",
    "voice",
    "old man",
]
_VERBS = [
    "said",
    "asked",
    "cried",
    "thought",
    "wrote",
    "read",
    "says",
    "saying",
    "was",
    "reply",
    "to",
    "and",
    "the",
    "a",
    "word",
    "letter",
    "'Tis",
    "'em",
    "o'clock",
]
_LAYOUT = ["Chapter 2", "* * *", "---", "A/N: hi", "[20:14] ", "WEN: ", "Mika: ", "**Mum:** ", "<nick> ", "Dear Ann,", "Yours truly,", "Title: x"]


@st.composite
def _texts(draw: st.DrawFn) -> str:
    """Draw a text of a few kinds of pieces, or of many."""
    pieces = draw(st.lists(st.sampled_from(_MARKS + _MARKUP + _SPACES + _LETTERS + _PEOPLE + _VERBS + _LAYOUT), min_size=2, max_size=12))
    glue = draw(st.sampled_from(("", " ")))
    return glue.join(draw(st.lists(st.sampled_from(pieces), min_size=1, max_size=60)))


def _script(text: str, fixes: Fixes = Fixes()) -> Script | None:  # noqa: B008 - a frozen value
    try:
        document = read(text.encode(), "drawn.txt", "drawn")
    except StoryError:
        return None  # no word in it
    return attribute(document, fixes=fixes)


@given(_texts())
@example(" 「1")  # a quotation without a token
@example('"No." his')  # a story that ends where a voice is looked for
@example("'e'\n'\u0301")  # a turn without a token right after another
@example("with\x0c\nMcAdam''Mary\n``…``")
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_script_whose_lines_hold_every_word_and_whose_speakers_are_its_characters(text: str) -> None:
    script = _script(text)
    if script is None:
        return
    check_tiling(script)
    assert all(0 <= segment.confidence <= 1 for segment in script.segments)
    assert all(script.character(segment.speaker) for segment in script.segments if segment.speaker is not None)
    assert len({character.name.casefold() for character in script.characters}) == len(script.characters)


@given(_texts())
@settings(max_examples=40, deadline=None)
def test_the_same_text_is_the_same_script(text: str) -> None:
    one, other = _script(text), _script(text)
    assert one == other
    assert one is None or other is None or to_json(one) == to_json(other)


@given(_texts(), st.lists(st.tuples(st.sampled_from(Ruling), st.integers(0, 80), st.sampled_from(("", "Tom", "nobody yet")), st.integers(0, 2)), max_size=4))
@settings(max_examples=100, deadline=None)
def test_any_corrections_leave_a_whole_script(text: str, wanted: list[tuple[Ruling, int, str, int]]) -> None:
    lines = [
        Fix(ruling, text[at : at + 12], name or ("Tom" if ruling is Ruling.SPEAKER else ""), occurrence)
        for ruling, at, name, occurrence in wanted
        if at < len(text)
    ]
    script = _script(text, Fixes(tuple(lines), (Merge("Tom", "Mary"),)))
    if script is not None:
        check_tiling(script)


@pytest.mark.parametrize("text", ["", " \n", "…"])
def test_a_text_without_a_word_is_no_story(text: str) -> None:
    with pytest.raises(StoryError):
        read(text.encode(), "drawn.txt", "drawn")
