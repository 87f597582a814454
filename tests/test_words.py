"""Markup is read as what it marks, and no word is lost, added or changed."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.words import meant, wordless, words


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("*really*", "really"),
        ("_really_ **now**", "really now"),
        ("***both***", "both"),
        ("~~struck~~", "struck"),
        ("she saw /everything/ at once", "she saw everything at once"),
        ("un*bloody*likely", "un*bloody*likely"),
        ("snake_case stays", "snake_case stays"),
        ("either/or, 24/7, km/h", "either/or, 24/7, km/h"),
        ("2 * 3", "2 * 3"),
        (r"\*not stressed\*", "*not stressed*"),
        ("[the map](https://example.org/a_(b)) shows", "the map shows"),
        ('[the map](/maps/1 "A map") shows', "the map shows"),
        ("![a boat](/boat.png)", "a boat"),
        ("[sic](she meant it)", "[sic](she meant it)"),
        ("salt &amp; pepper &mdash; &#8220;both&#x201D;", "salt & pepper — “both”"),
        ("R&D; AT&T; &notit;", "R&D; AT&T; &notit;"),
        ("<i>so</i> <b>loud</b>", "so loud"),
        ('<a href="https://example.org">there</a>', "there"),
        ('<span class="x" id=y>here</span>', "here"),
        ("one<br/>two<p>three</p>", "one two three"),
        ("if a <b and c> d", "if a <b and c> d"),
        ("<3 you, <Name>", "<3 you, <Name>"),
        ("## The Ferry ##", "The Ferry"),
        ("Two\n---", "Two"),
        ("> she wrote\n> twice", "she wrote twice"),
        ("#1 fan", "#1 fan"),
        ("soft\u00adly, zero\u200bwidth", "softly, zerowidth"),
        ("one\r\n  two\tthree", "one two three"),
        ("a line\\\nand another", "a line and another"),
        ("", ""),
    ],
)
def test_markup_is_read_as_what_it_marks(written: str, heard: str) -> None:
    assert meant(written) == heard


def test_the_words_of_a_link_are_its_text_and_not_its_target() -> None:
    assert words("See [*the* map](https://example.org/map?x=1), do.") == ["See", "the", "map", "do"]


@pytest.mark.parametrize("silent", ["…", "—", "?!", "***", "&nbsp;", "<br/>", "“…”", "\ufeff", "_"])
def test_a_line_without_letters_or_digits_is_wordless(silent: str) -> None:
    assert wordless(silent)


@pytest.mark.parametrize("spoken", ["I", "7", "…no", "é", "日"])
def test_one_letter_or_digit_is_a_word(spoken: str) -> None:
    assert not wordless(spoken)


PLAIN = st.text(alphabet="abcXY19é'’“”\"., !?—-:;\n", max_size=40)
MARKED = st.lists(
    st.one_of(
        st.text(alphabet="abcXY19é", min_size=1, max_size=6),
        st.sampled_from(
            [
                "*",
                "**",
                "_",
                "__",
                "~~",
                "`",
                "/",
                "#",
                "##",
                ">",
                "[",
                "]",
                "(",
                ")",
                "](/x)",
                "](http://e.org)",
                "!",
                "\\",
                "\n",
                " ",
                " ",
                " ",
                "-",
                "---",
                "===",
            ]
        ),
        st.sampled_from(["<i>", "</i>", "<br>", "<3", "<", ">", "&", ";", "…", "“", "”", "'", '"', ".", ","]),
    ),
    max_size=14,
).map("".join)


@given(PLAIN)
def test_plain_words_are_heard_as_they_stand(text: str) -> None:
    assert words(text) == re.findall(r"[^\W_]+", text)


@given(MARKED)
def test_what_is_meant_holds_the_same_words_as_what_is_written(text: str) -> None:
    assert words(meant(text)) == words(text)


@given(st.lists(st.text(alphabet="abcé1", min_size=1, max_size=5), min_size=1, max_size=8), st.data())
def test_stress_marks_and_tags_round_words_change_none(said: list[str], data: st.DataObject) -> None:
    marks = ["{}", "*{}*", "_{}_", "**{}**", "~~{}~~", "/{}/", "<em>{}</em>", "[{}](https://e.org/a)", "({})", "“{}”", "\\*{}\\*", "`{}`"]
    written = " ".join(data.draw(st.sampled_from(marks)).format(word) for word in said)
    assert words(written) == said


@given(st.text(max_size=200))
def test_any_text_has_a_meaning_without_double_spaces(text: str) -> None:
    assert "  " not in meant(text)
    assert meant(text) == meant(text).strip()


@pytest.mark.parametrize(
    "piece", ["[", "![", "](http:", '](http:a "', "<p ", "&a", "/a", " /a b", "\\*", "*", "_", "* ", "> ", "#", "---\n", "<a href=", "&amp;", "](/a(", "` `"]
)
@pytest.mark.parametrize("ending", ["", "](/a b", "x"])
def test_hostile_markup_takes_linear_time(piece: str, ending: str) -> None:
    text = piece * (300_000 // len(piece)) + ending
    start = time.process_time()
    meant(text)
    assert time.process_time() - start < 1
