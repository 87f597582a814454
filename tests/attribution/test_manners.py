"""How people talk in a book tells whose a bare line is."""

from audiobook.attribution import attribute
from audiobook.attribution.manners import Manners
from audiobook.attribution.quotes import find_quotations
from audiobook.attribution.story import Story, read_story
from audiobook.sheet import Sheet
from tests.attribution.test_attribute import speakers, story

SAILOR = "Aye, the wind be blowing hard on the old boat, matey, and the tide be turning."
CLERK = "Kindly observe that the account remains unpaid, sir, whatever the reason."
LONG = [line for _ in range(60) for line in (f'"{SAILOR}" said Roper.', f'"{CLERK}" said Finch.')]


def read(*paragraphs: str) -> Story:
    document = story(*paragraphs)
    return read_story(document, find_quotations(document), Sheet())


def manners(found: Story, named: int) -> Manners:
    """Learn from the first turns; the others have no speaker yet."""
    return Manners(found.tokens, ((turn.tag.subject.person if at < named and turn.tag is not None else -2, turn) for at, turn in enumerate(found.turns)))


def test_a_line_in_somebodys_words_is_likelier_theirs() -> None:
    found = read(*LONG, '"The tide be turning, matey."')
    roper, finch = (turn.tag.subject.person for turn in found.turns[:2] if turn.tag is not None)
    steps = manners(found, 120).steps(found.turns[-1], [roper, finch])
    assert steps[roper] > 4 > steps[finch]


def test_words_of_too_few_lines_tell_nothing() -> None:
    found = read(*LONG[:4], '"The tide be turning, matey."')
    people = [turn.tag.subject.person for turn in found.turns[:2] if turn.tag is not None]
    assert manners(found, 4).steps(found.turns[-1], people) == {}


def test_a_bare_line_after_a_pause_goes_to_whose_words_it_has() -> None:
    between = "They stood for a while in the rain. Nobody came along the quay."
    for line, name in (
        ("Aye, matey, the tide be blowing hard on the old boat, and the wind be turning.", "Roper"),
        ("Kindly observe the account, sir, whatever reason remains unpaid.", "Finch"),
    ):
        assert speakers(attribute(story(*LONG, between, f'"{line}"')))[-1] == name
