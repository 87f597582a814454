"""Asides: what a tag reports, and where one begins that nothing sets off."""

import pytest

from audiobook.attribution.asides import Aside, aside_at, bare_tags, lead_reports


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        (" said Ann, rising.", Aside.SAID),
        (" the old man, smiling, said.", Aside.SAID),
        (" he answered slowly", Aside.SAID),
        ("--cried Ben; and went", Aside.SAID),
        (" thought Ann.", Aside.THOUGHT),
        (" he thought to himself.", Aside.THOUGHT),
        (" wondered Ann aloud.", Aside.SAID),
        (" she wrote, underlining it.", Aside.WRITTEN),
        (" it ran, in red ink.", Aside.WRITTEN),
        (" the letter read.", Aside.WRITTEN),
        (" I read, and stopped.", Aside.SAID),
        (" He shut his mouth and went.", None),
        (" He stood up and thought of her.", None),
        (" She thought it odd.", None),
        (" she ran to the door.", None),
        (" (Ann thought so too.)", None),
        (" said.", None),
        (" was on the door.", None),
        ("", None),
    ],
)
def test_a_tag_tells_what_was_done_with_the_words(text: str, reports: Aside | None) -> None:
    assert aside_at(text, 0, len(text)) is reports


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        ("Ann said, ", Aside.SAID),
        ("He thought: ", Aside.THOUGHT),
        ("The note said ", Aside.WRITTEN),
        ("a badge that said ", Aside.WRITTEN),
        ("one which read ", Aside.WRITTEN),
        ("the man that said ", Aside.SAID),
        ("The sign read, ", Aside.WRITTEN),
        ("He read, ", Aside.SAID),
        ("She lost her train of thought, ", None),
        ("The door was ", None),
    ],
)
def test_what_leads_up_to_words_tells_the_same(text: str, reports: Aside | None) -> None:
    assert lead_reports(text) is reports


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Yes, he said. More.", "he said. More."),
        ("Yes! cried the old man. More.", "cried the old man. More."),
        ("Late, said Ann. No.", "said Ann. No."),
        ("I know. he said.", "he said."),
        ("Really? Mr Vane asked quietly.", "Mr Vane asked quietly."),
    ],
)
def test_a_bare_tag_is_found_after_a_stop(text: str, rest: str) -> None:
    assert [text[at:] for at in bare_tags(text, 0, len(text))][:1] == [rest]


@pytest.mark.parametrize(
    "text",
    [
        "Oh, I think it's late.",
        "Well, he told me all about it.",
        "Come. He said it was late.",
        "No, they say you can't.",
        "He said, you know, nothing.",
        "Herald, read the note!",
        "Please, ask the King.",
    ],
)
def test_words_about_saying_inside_speech_are_no_tag(text: str) -> None:
    assert list(bare_tags(text, 0, len(text))) == []
