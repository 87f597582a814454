"""Labels: who stands before what is said, as in plays and chats, and lists that only look like it."""

import pytest

from audiobook.attribution import attribute
from audiobook.attribution.quotes import find_quotations
from audiobook.script import Kind
from audiobook.sheet import Gender
from tests.attribution.golden import document_of

_PLAIN = ("Wen: You're late.", "Abel: Am I?", "Wen: I said nine.", "Abel: You said ten!", "Wen: Nine.")


def _labels(*paragraphs: str) -> list[tuple[str, str]]:
    text = "\n\n".join(paragraphs)
    return [(each.label, each.span.of(text)) for each in find_quotations(document_of(text)) if each.label]


@pytest.mark.parametrize(
    ("line", "label", "said"),
    [
        ("Wen: I know.", "Wen", "I know."),
        ("WEN: I know.", "WEN", "I know."),
        ("WEN. I know.", "WEN", "I know."),
        ("Wen (softly): I know.", "Wen", "I know."),
        ("Wen *shrugs*: I know.", "Wen", "I know."),
        ("Wen: (softly) I know.", "Wen", "I know."),
        ("**Wen:** I know.", "Wen", "I know."),
        ("**Wen**: I know.", "Wen", "I know."),
        ("_Wen:_ I know.", "Wen", "I know."),
        ("@wen_99: I know.", "wen_99", "I know."),
        ("<wen_99> I know.", "wen_99", "I know."),
        ("[20:14] <wen_99> I know.", "wen_99", "I know."),
        ("(20:14:07) Wen: I know.", "Wen", "I know."),
        ("8:14 PM - Wen: I know.", "Wen", "I know."),
        ("Mr. Wen Orlik: I know.", "Mr. Wen Orlik", "I know."),
        ('Wen: "I know."', "Wen", '"I know."'),
        ("Wen: He said “no” to me.", "Wen", "He said “no” to me."),
    ],
)
def test_a_label_names_who_says_the_line(line: str, label: str, said: str) -> None:
    assert _labels(*_PLAIN, line, line)[-1] == (label, said)


def test_lines_without_blank_lines_between_them_are_lines_all_the_same() -> None:
    assert _labels("\n".join(_PLAIN)) == [tuple(line.split(": ")) for line in _PLAIN]


def test_each_line_of_one_paragraph_is_its_own_speakers() -> None:
    script = attribute(document_of("\n".join(_PLAIN)))
    assert [segment.speaker for segment in script.segments if segment.kind is Kind.DIALOGUE] == ["Wen", "Abel", "Wen", "Abel", "Wen"]


def test_a_name_in_capitals_on_the_line_above_is_a_label_too() -> None:
    screen = (
        "INT. KITCHEN - NIGHT",
        "WEN\nYou're late.",
        "ABEL\n(quietly)",
        "Am I?",
        "WEN (CONT'D)",
        "I said nine.",
        "They wait.",
        "ABEL.\n[Aside] You said ten!",
        "WEN",
        "Nine.",
    )
    assert _labels(*screen) == [("WEN", "You're late."), ("ABEL", "Am I?"), ("WEN", "I said nine."), ("ABEL", "You said ten!"), ("WEN", "Nine.")]


def test_noises_in_capitals_are_nobodys_names() -> None:
    assert _labels(*("BOOM", '"Run!" said Tom.', "CRASH", '"I am!" said Ann.') * 3) == []


def test_somebody_who_speaks_once_between_the_others_is_heard() -> None:
    assert ("Guard", "Time.") in _labels(*_PLAIN, "Guard: Time.", "Wen: I know!")


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Wen: You're late.", "Abel: Am I?"),
        ("Breakfast: eggs.", "Lunch: soup.", "Breakfast: eggs.", "Lunch: soup.", "Breakfast: no eggs."),
        ("Remember: never ask me.", "She said so: go!", "Note: I was ill.", "He nodded: yes!", "Warning: are you sure?"),
        ("Wen: I know.", "Wen: I do!", "Wen: I said nine.", "Wen: I said ten!", "Wen: Are you deaf?"),
        ("MRS. ORLIK came in; did you see?", "MR. ORLIK came in!") * 3,
    ],
)
def test_lists_and_stray_colons_are_no_play(paragraphs: tuple[str, ...]) -> None:
    assert _labels(*paragraphs) == []


def test_a_label_is_the_character_of_that_name_and_says_so() -> None:
    script = attribute(document_of("\n\n".join(['"Nine," said Abel Orlik. "Nine o\'clock."', *(line.upper() for line in _PLAIN), "Julia: I say ten! I do."])))
    lines = [segment for segment in script.segments if segment.kind is Kind.DIALOGUE]
    assert [line.speaker for line in lines[2:]] == ["Wen", "Abel", "Wen", "Abel", "Wen", "Julia"]
    assert lines[2].reason == "label: 'WEN'"
    assert script.character("Julia").gender is Gender.FEMALE
