"""Our odd stories: what is said is found, what is not said is not, each in its own convention."""

from pathlib import Path

import pytest

from audiobook.attribution import attribute
from audiobook.attribution.quotation import QuoteKind
from audiobook.attribution.quotes import find_quotations
from audiobook.readers.text import read
from audiobook.script import Kind, Script, check_tiling
from tests.attribution.golden import STORIES, Gold, covered, golden, shared

_PATHS = sorted(STORIES.glob("*.txt"))


@pytest.mark.parametrize("path", _PATHS, ids=[path.stem for path in _PATHS])
def test_no_story_loses_more_than_one_piece_of_speech_or_speaks_the_narrators_words(path: Path) -> None:
    document, gold = golden(path)
    speech = [each for each in find_quotations(document) if each.kind is QuoteKind.SPEECH]
    said = [each for each in gold if each.kind is QuoteKind.SPEECH]
    lost = [each.span.of(document.text) for each in said if covered(each.span, speech) < 0.8 * len(each.span)]
    assert len(lost) <= 1, lost
    narrated = [each.span.of(document.text) for each in speech if len(each.span) > sum(shared(each.span, piece.span) for piece in said)]
    assert len(narrated) <= 1, narrated


def test_all_stories_together_lose_less_than_one_piece_in_a_hundred() -> None:
    found = total = 0
    for path in _PATHS:
        document, gold = golden(path)
        speech = [each for each in find_quotations(document) if each.kind is QuoteKind.SPEECH]
        said = [each for each in gold if each.kind is QuoteKind.SPEECH]
        found += sum(covered(each.span, speech) >= 0.8 * len(each.span) for each in said)
        total += len(said)
    assert total > 300
    assert found >= 0.99 * total


@pytest.mark.parametrize("path", _PATHS, ids=[path.stem for path in _PATHS])
def test_every_thought_is_found_as_one(path: Path) -> None:
    document, gold = golden(path)
    thoughts = [each.span for each in find_quotations(document) if each.kind is QuoteKind.THOUGHT]
    assert thoughts == [each.span for each in gold if each.kind is QuoteKind.THOUGHT]


@pytest.mark.parametrize("path", _PATHS, ids=[path.stem for path in _PATHS])
def test_what_is_only_words_stays_the_narrators(path: Path) -> None:
    document, gold = golden(path)
    spoken = [each for each in find_quotations(document) if each.kind is not QuoteKind.WORDS]
    words = [each for each in gold if each.kind is QuoteKind.WORDS]
    read = [each.span.of(document.text) for each in words if covered(each.span, spoken)]
    assert len(read) <= 1, read


def _as_read(path: Path) -> tuple[Script, list[Gold]]:
    """Return the script of the story as a user would get it, from the reader on."""
    document, gold = golden(path)
    return attribute(read(document.text.encode(), path.name, path.stem)), gold


@pytest.mark.parametrize("path", _PATHS, ids=[path.stem for path in _PATHS])
def test_a_script_of_the_file_holds_every_word_and_finds_the_speech_too(path: Path) -> None:
    script, gold = _as_read(path)
    check_tiling(script)
    spoken = [segment.span for segment in script.segments if segment.kind is Kind.DIALOGUE]
    said = [each.span for each in gold if each.kind is QuoteKind.SPEECH]
    lost = [span.of(script.document.text) for span in said if sum(shared(span, each) for each in spoken) < 0.8 * len(span)]
    assert len(lost) <= 1, lost


def _is_called(script: Script, speaker: str | None, name: str) -> bool:
    if speaker is None:
        return False
    names = {part.replace(".", "").removeprefix("the ").casefold() for part in (speaker, *script.character(speaker).aliases)}
    return name.casefold() in names


def test_most_lines_of_all_stories_are_given_to_who_says_them() -> None:
    right = total = 0
    for path in _PATHS:
        script, gold = _as_read(path)
        for each in gold:
            if each.speaker:
                total += 1
                right += any(shared(each.span, segment.span) and _is_called(script, segment.speaker, each.speaker) for segment in script.segments)
    assert total > 450
    assert right >= 0.8 * total


@pytest.mark.parametrize("name", ["script-form", "script-form-fic", "chat-log"])
def test_who_stands_before_a_line_as_in_a_play_says_it(name: str) -> None:
    script, gold = _as_read(STORIES / f"{name}.txt")
    lines = [segment for segment in script.segments if segment.kind is Kind.DIALOGUE]
    assert [(line.span, line.speaker) for line in lines] == [(each.span, each.speaker) for each in gold]
