"""What is recorded, in which place; and the law of words over it."""

from dataclasses import replace

import pytest

from audiobook.errors import LawError
from audiobook.recording.plan import Scope, check_words, plan, unread
from audiobook.script import Kind
from audiobook.take import Place
from tests.recording.stage import CAST, NARRATOR, PARTS, narrated, said, script

SMALL = script(
    [
        [said(Kind.NOTE, None, "Thanks to my beta.")],
        [said(Kind.HEADING, None, "Chapter One")],
        [said(Kind.DIALOGUE, "Mira", '"Is it lit?"'), narrated("Mira asked.")],
        [said(Kind.DIALOGUE, "Joss", '"It is."')],
        [said(Kind.DIALOGUE, "Mira", '"…"')],
        [said(Kind.BREAK, None, "***")],
        [narrated("Morning came.")],
    ],
    [[said(Kind.HEADING, None, "Chapter Two")], [narrated("Nothing else.")]],
)


def test_lines_know_their_places_and_voices() -> None:
    lines = plan(SMALL, CAST, title="The Lamp")[0].lines
    assert [line.place for line in lines] == [Place.OPENING, Place.AFTER_HEADING, Place.WITHIN, Place.PARAGRAPH, Place.SPEAKER, Place.SCENE]
    assert [line.voice for line in lines] == [NARRATOR, PARTS["Mira"], NARRATOR, PARTS["Joss"], PARTS["Mira"], NARRATOR]


def test_a_line_without_a_word_is_a_pause() -> None:
    lines = plan(SMALL, CAST, title="The Lamp")[0].lines
    assert [line.utterances == () for line in lines] == [False, False, False, False, True, False]


def test_chapters_have_their_titles() -> None:
    assert [session.title for session in plan(SMALL, CAST, title="The Lamp")] == ["Chapter One", "Chapter Two"]


def test_equal_titles_are_numbered() -> None:
    twice = script([[narrated("One.")]], [[said(Kind.HEADING, None, "Night")], [narrated("Two.")]], [[said(Kind.HEADING, None, "Night")], [narrated("Three.")]])
    assert [session.title for session in plan(twice, CAST, title="The Lamp")] == ["The Lamp", "Night", "Night (2)"]


def test_the_title_is_announced_once_before_everything() -> None:
    first, second = plan(SMALL, CAST, title="The Lamp", announcements=["The Lamp", "By A. Writer"])
    assert [utterance.text for line in first.lines if line.segment is None for utterance in line.utterances] == ["The Lamp", "By A. Writer"]
    assert all(line.segment is not None for line in second.lines)


def test_chapters_titles_are_left_out_when_asked() -> None:
    session = plan(SMALL, CAST, title="The Lamp", scope=Scope(headings=False))[1]
    assert [utterance.text for line in session.lines for utterance in line.utterances] == ["Nothing else."]
    assert session.title == "Chapter Two"


def test_a_title_that_stands_nowhere_in_the_text_is_announced() -> None:
    bare = script([[narrated("Words.")]])
    document = replace(bare.document, chapters=(replace(bare.document.chapters[0], title="Part One"),))
    named = replace(bare, document=document)
    assert [line.segment for line in plan(named, CAST, title="The Lamp")[0].lines] == [None, 0]
    assert [line.segment for line in plan(named, CAST, title="The Lamp", scope=Scope(headings=False))[0].lines] == [0]


def test_a_chapter_without_a_word_is_no_session() -> None:
    empty = script([[said(Kind.NOTE, None, "Only a note.")]], [[narrated("Words.")]])
    assert len(plan(empty, CAST, title="The Lamp")) == 1


def test_notes_are_read_when_asked() -> None:
    assert unread(SMALL)[0].words == 4
    assert unread(SMALL, Scope(notes=True)) == ()
    assert plan(SMALL, CAST, title="The Lamp", scope=Scope(notes=True))[0].lines[0].utterances[0].text == "Thanks to my beta."


@pytest.mark.parametrize(("scope", "count"), [(Scope(), 15), (Scope(notes=True), 19), (Scope(headings=False), 11), (Scope(notes=True, headings=False), 15)])
def test_every_word_is_spoken_or_unread(scope: Scope, count: int) -> None:
    sessions = plan(SMALL, CAST, title="The Lamp", announcements=["The Lamp"], scope=scope)
    assert check_words(SMALL, sessions, scope) == count


def test_a_lost_word_breaks_the_law() -> None:
    first, second = plan(SMALL, CAST, title="The Lamp")
    with pytest.raises(LawError, match="part at word"):
        check_words(SMALL, [replace(first, lines=first.lines[:-1]), second])


def test_a_doubled_line_breaks_the_law() -> None:
    first, second = plan(SMALL, CAST, title="The Lamp")
    with pytest.raises(LawError):
        check_words(SMALL, [replace(first, lines=(*first.lines, first.lines[-1])), second])


def test_a_changed_word_breaks_the_law() -> None:
    first, second = plan(SMALL, CAST, title="The Lamp")
    line = first.lines[-1]
    changed = replace(line, utterances=(replace(line.utterances[0], text="Evening came."),))
    with pytest.raises(LawError):
        check_words(SMALL, [replace(first, lines=(*first.lines[:-1], changed)), second])
