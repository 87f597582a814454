"""Conventions: which marks a text puts its speech in, chapter by chapter."""

import pytest

from audiobook.attribution.conventions import conventions, count_signs, hand_of, opens_with_dashes
from audiobook.attribution.marks import Family, Hand
from audiobook.document import Span


def _paragraphs(text: str) -> list[Span]:
    spans, at = [], 0
    for part in text.split("\n\n"):
        spans.append(Span(at, at + len(part)))
        at += len(part) + 2
    return spans


def _hand(text: str) -> Hand:
    return hand_of(text, Span(0, len(text)), count_signs(text, _paragraphs(text)))


@pytest.mark.parametrize(
    ("line", "family"),
    [
        ('"It\'s late," he said.', Family.DOUBLE),
        ("“It’s late,” he said.", Family.DOUBLE),
        ("''It's late,'' he said.", Family.DOUBLE),
        ("``It's late,'' he said.", Family.DOUBLE),
        ("„It's late“, he said.", Family.DOUBLE),
        (",,It's late'', he said.", Family.DOUBLE),
        ("'It's late,' he said.", Family.SINGLE),
        ("‘It’s late,’ he said.", Family.SINGLE),
        ("`It's late,' he said.", Family.SINGLE),
        ("´It´s late,´ he said.", Family.SINGLE),
        ("«It's late», he said.", Family.GUILLEMET),
        ("»It's late«, he said.", Family.GUILLEMET),
        ("「It's late,」 he said.", Family.CORNER),
    ],
)
def test_the_marks_of_speech_are_told_by_counting(line: str, family: Family) -> None:
    assert _hand("\n\n".join([line] * 6)).speech is family


def test_a_text_without_marks_is_taken_for_double_ones() -> None:
    assert _hand("Nobody spoke. The boys' hats were gone.").speech is Family.DOUBLE


def test_thoughts_in_single_marks_do_not_outvote_speech_in_double_ones() -> None:
    assert _hand("\n\n".join(['"It\'s late," he said.', "'I'm late,' he thought.", '"Go home."'] * 3)).speech is Family.DOUBLE


def test_guillemets_that_point_inward_are_told() -> None:
    assert _hand("»Late«, he said.\n\n»Yes.«").inward
    assert not _hand("«Late», he said.\n\n«Yes.»").inward


@pytest.mark.parametrize("dash", ["—", "– ", "- ", "--", "― "])
def test_dashes_open_speech_where_paragraphs_begin_with_them(dash: str) -> None:
    text = "\n\n".join([f"{dash}It's late, he said.", "Nobody moved.", f"{dash}Very late."])
    assert opens_with_dashes(count_signs(text, _paragraphs(text)))


def test_one_dash_in_a_text_of_marks_opens_nothing() -> None:
    text = "\n\n".join(['"It\'s late," he said.', "—or so it seemed.", '"Very."', '"Go."'])
    assert not opens_with_dashes(count_signs(text, _paragraphs(text)))


def test_chapters_by_two_hands_keep_their_own_marks() -> None:
    one, two = "\n\n".join(['"Late," he said.'] * 6), "\n\n".join(["'Late,' he said."] * 6)
    text = one + two
    first, second = Span(0, len(one)), Span(len(one), len(text))
    spans = [Span(each.start + len(one), each.end + len(one)) for each in _paragraphs(two)]
    found = conventions(text, [(first, _paragraphs(one)), (second, spans)])
    assert [hand.speech for hand, _ in found] == [Family.DOUBLE, Family.SINGLE]


def test_a_chapter_that_hardly_speaks_follows_the_book() -> None:
    one, two = "\n\n".join(["'Late,' he said."] * 6), 'The sign said "NO."'
    text = one + two
    found = conventions(text, [(Span(0, len(one)), _paragraphs(one)), (Span(len(one), len(text)), [Span(len(one), len(text))])])
    assert found[1][0].speech is Family.SINGLE


def test_a_story_told_inside_a_speech_keeps_the_marks_of_the_speech() -> None:
    assert _hand("\n\n".join(["“‘It’s late,’ she said. ‘Go home.’"] * 6 + ["“‘No,’ I said.”"])).speech is Family.DOUBLE


@pytest.mark.parametrize("low", ["„Danke“", ",,Danke''", "‚Danke‘"])
def test_a_foreign_word_in_low_marks_turns_no_other_marks_round(low: str) -> None:
    assert not _hand("\n\n".join([*["“It’s late,” he said. “‘No,’ she said. ‘Not yet.’”"] * 3, f"He said {low} to her."])).low


def test_low_marks_open_where_they_are_usual() -> None:
    assert _hand("„It's late“, he said.\n\n„Very.“").low
    assert _hand(",,It's late“, he said.\n\n,,Very.“").low
