"""Law 1, from the file to the engines: no word is lost, added or changed, whatever people write."""

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from audiobook.attribution import attribute
from audiobook.cast import Cast, Catalogue, EngineSpec
from audiobook.casting import cast
from audiobook.document import Document
from audiobook.engines import open_engine
from audiobook.errors import StoryError
from audiobook.readers import read
from audiobook.recording.plan import check_words, plan, unread
from audiobook.script import Kind, Script, check_tiling
from audiobook.sheet import Sheet
from audiobook.take import Session
from audiobook.words import words
from tests.strategies import documents, scripts

TONE = EngineSpec("tone")
CATALOGUE = Catalogue({TONE: open_engine(TONE).voices()})

_PIECES = (
    "Mira went out.",
    '"Is it lit?" Mira asked.',
    "“It is,” said Joss, “and *always* was.”",
    '"Left open for good',
    "‘Not now,’ he thought.",
    "— Come in, said the ferryman.",
    "'Tis the dogs' bowl, isn't it?",
    "Chapter Two",
    "# Chapter 3",
    "***",
    "A/N: thank you for reading!",
    "[Illustration: a lamp]",
    "He left.[12]",
    "See [the map](http://example.org/a_b) &amp; go.",
    '<i class="x">Soft</i> words',
    "__init__ and 2*3*4",
    "«Entrez», dit-elle.",
    '"One," she said, "two—" and "three."',
    "…",
    "?!",
    "naïve\u00adty 李雷 😀",
    "The End",
)
_JOINTS = ("\n\n", "\n\n", "\n", "\r\n\r\n", "\n\n\n\n", " ", "\n    ")
STORIES = st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from(_JOINTS)), min_size=1, max_size=14).map(lambda pairs: "".join(map("".join, pairs)))


def everybody(script: Script) -> Cast:
    return cast(script, Sheet(), CATALOGUE, TONE)


def heard(document: Document, sessions: tuple[Session, ...], script: Script) -> list[str]:
    """Return the words spoken and those listed as unread, in the story's order, counted without the law's own check."""
    said: dict[int, str] = {each.segment: script.text(script.segments[each.segment]) for each in unread(script)}
    for session in sessions:
        for line in session.lines:
            assert line.segment is not None
            said[line.segment] = said.get(line.segment, "") + " " + " ".join(utterance.text for utterance in line.utterances)
    return [word for index in sorted(said) for word in words(said[index])]


@settings(max_examples=150)
@given(text=STORIES)
def test_what_people_write_is_spoken_word_for_word(text: str, tmp_path_factory: object) -> None:
    path = Path(str(tmp_path_factory.getbasetemp())) / "story.txt"  # type: ignore[attr-defined]
    path.write_text(text, encoding="utf-8", newline="")
    try:
        document = read(path)
    except StoryError:
        assert not words(text)
        return
    assert document.text == text
    script = attribute(document)
    check_tiling(script)
    sessions = plan(script, everybody(script), title="Title")
    check_words(script, sessions)
    assert heard(document, sessions, script) == words(text)


@given(document=documents())
def test_every_document_is_attributed_whole(document: Document) -> None:
    script = attribute(document)
    check_tiling(script)
    assert attribute(document) == script
    check_words(script, plan(script, everybody(script), title="Title"))


@given(script=scripts())
def test_every_script_is_planned_whole_or_the_law_says_where(script: Script) -> None:
    from audiobook.errors import LawError

    sessions = plan(script, everybody(script), title="Title")
    parted_words = any(
        one.span.end == other.span.start and re.match(r"[^\W_]{2}", script.document.text[one.span.end - 1 : one.span.end + 1])
        for one, other in zip(script.segments, script.segments[1:], strict=False)
    )
    try:
        check_words(script, sessions)
    except LawError:
        assert parted_words or any(sign in script.document.text for sign in "&[<_*~/\\")
    else:
        assert heard(script.document, sessions, script) == words(script.document.text)


def test_speech_that_nobody_is_known_to_say_is_the_narrators(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text('"Who is there?"\n\nThe door was shut.\n', encoding="utf-8")
    script = attribute(read(path))
    voices = everybody(script)
    for segment in script.segments:
        if segment.kind is Kind.DIALOGUE and segment.speaker is None:
            assert voices.voice_for(segment) == voices.narrator
