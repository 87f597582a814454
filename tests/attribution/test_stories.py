"""Our odd stories: what is said is found, what is not said is not, each in its own convention."""

from pathlib import Path

import pytest

from audiobook.attribution.quotation import QuoteKind
from audiobook.attribution.quotes import find_quotations
from tests.attribution.golden import STORIES, covered, golden, shared

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
