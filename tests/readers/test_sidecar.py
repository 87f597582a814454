"""A story's sidecar: what is known of the book, and corrections."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.errors import SheetError
from audiobook.readers.sidecar import add_fix, read_sidecar, sidecar_path
from audiobook.sidecar import BookTags, Fix, Fixes, Merge, Ruling, Sidecar

FULL = """\
book:
  title: "The Lamp: at Hollow Quay"
  author: [Ada Wren, J. Moss]
  series: Tales of the Ferry
  part: 1.50
  year: 1984
  isbn: 0306406152
  publisher: None of Them
  description: |
    Two lines,
    both kept.
  language: en-gb
  narrator: Us
  genre: [Mystery, Sea]
  cover: lamp.jpg
fixes:
  - line: "Nobody asked you"
    speaker: Mara
    occurrence: 2
  - line: The sign over the door
    is: narration
  - {line: "I should go", is: thought, speaker: Old Tobin, occurrence: every}
  - merge: the ferryman
    into: Old Tobin
  - rename: Girl
    to: Mara
  - line: 1984
    is: heading
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "lamp.audiobook.yaml"
    path.write_bytes(text.encode())
    return path


def test_a_full_sidecar_is_read(tmp_path: Path) -> None:
    (tmp_path / "lamp.jpg").touch()
    path = written(tmp_path, FULL)
    tags = BookTags(
        title="The Lamp: at Hollow Quay",
        author="Ada Wren, J. Moss",
        series="Tales of the Ferry",
        part="1.50",
        year="1984",
        isbn="0306406152",
        publisher="None of Them",
        description="Two lines,\nboth kept.",
        language="en-gb",
        narrator="Us",
        genre="Mystery, Sea",
        cover=tmp_path / "lamp.jpg",
    )
    lines = (
        Fix(Ruling.SPEAKER, "Nobody asked you", "Mara", 2, f"{path}:17"),
        Fix(Ruling.NARRATION, "The sign over the door", where=f"{path}:20"),
        Fix(Ruling.THOUGHT, "I should go", "Old Tobin", 0, f"{path}:22"),
        Fix(Ruling.HEADING, "1984", where=f"{path}:27"),
    )
    merges = (Merge("the ferryman", "Old Tobin", f"{path}:23"), Merge("Girl", "Mara", f"{path}:25"))
    assert read_sidecar(path) == Sidecar(path, tags, Fixes(lines, merges))


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "book:\nfixes:\n", "fixes: []\n"])
def test_an_empty_sidecar_says_nothing(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    assert read_sidecar(path) == Sidecar(path)
    assert read_sidecar(tmp_path / "none.audiobook.yaml") == Sidecar()


def test_the_sidecar_lies_beside_the_story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Vol.1 lamp").mkdir()
    assert sidecar_path(Path("stories/lamp.txt")) == Path("stories/lamp.audiobook.yaml")
    assert sidecar_path(Path("lamp.part.md")) == Path("lamp.part.audiobook.yaml")
    assert sidecar_path(Path("lamp")) == Path("lamp.audiobook.yaml")
    assert sidecar_path(tmp_path / "Vol.1 lamp") == tmp_path / "Vol.1 lamp.audiobook.yaml"
    monkeypatch.chdir(tmp_path / "Vol.1 lamp")
    assert sidecar_path(Path()) == tmp_path / "Vol.1 lamp.audiobook.yaml"
    assert sidecar_path(Path("/")) == Path("/audiobook.yaml")


def test_all_mistakes_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    text = """\
bok: {}
book:
  titel: x
  author: {a: b}
  cover: none.jpg
  language: klingon
fixes:
  - line: a
  - speaker: Mara
  - line: a
    is: singing
  - line: a
    is: note
    speaker: Mara
  - line: a
    speaker: b
    occurrence: first
  - merge: a
  - rename: a
    to: a
  - merge: a
    onto: b
  - just words
  - line: [a]
    speaker: b
  - {line: a, speaker: b, occurrence: 0}
"""
    path = written(tmp_path, text)
    with pytest.raises(SheetError) as caught:
        read_sidecar(path)
    said = [f"{mistake.where.removeprefix(f'{path}:')}: {mistake.what}" for mistake in caught.value.mistakes]
    forms = "'line: …' with 'speaker:' or 'is:', 'merge: …' with 'into:', or 'rename: …' with 'to:' would work"
    assert said == [
        "1: no key 'bok' (did you mean 'book'?)",
        "3: no key 'titel' (did you mean 'title'?)",
        "4: a map where text would work",
        f"5: 'none.jpg': no such file; a path relative to {tmp_path}/ would work",
        "6: 'klingon' is not the code of a language (did you mean 'piqd'?); en, en-gb or de would work",
        "8: a fix that says nothing of its line; 'speaker: Name' or 'is: narration | speech | thought | heading | break | note' would work",
        f"9: a fix without 'line'; {forms}",
        "11: 'singing' means nothing here; narration or speech or thought or heading or break or note would work",
        "14: a speaker for what is note; only speech and thought have one",
        "17: 'first' is not an occurrence; 1, 2, … or every would work",
        "18: a fix without 'into'; 'merge: one name' with 'into: another' would work",
        "19: 'a' into itself",
        "21: a fix without 'into'; 'merge: one name' with 'into: another' would work",
        "22: no key 'onto' (did you mean 'into'?)",
        f"23: 'just words' where a fix is wanted; {forms}",
        "24: a list where the line's first words would work",
        "26: '0' is not a whole number from 1 to 100000",
    ]


@pytest.mark.parametrize("text", ["fixes:\n  line: a\n", "fixes: a\n"])
def test_fixes_that_are_no_list_are_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(SheetError, match="where a list is wanted; a list of fixes"):
        read_sidecar(written(tmp_path, text))


def test_fixes_are_appended_and_all_else_stays(tmp_path: Path) -> None:
    path = written(tmp_path, "# mine\r\nbook:\r\n  title: x\r\nfixes:\r\n- line: 'a'   # why\r\n  speaker:  b\r\n")
    before = path.read_bytes()
    add_fix(path, Fix(Ruling.SPEAKER, "Nobody asked", "Mara", 2))
    add_fix(path, Merge("the ferryman", "Old: Tobin"))
    added = b'- line: "Nobody asked"\r\n  speaker: Mara\r\n  occurrence: 2\r\n- merge: the ferryman\r\n  into: "Old: Tobin"\r\n'
    assert path.read_bytes() == before + added


def test_a_sidecar_that_is_not_there_is_made(tmp_path: Path) -> None:
    path = tmp_path / "lamp.audiobook.yaml"
    add_fix(path, Fix(Ruling.BREAK, "Morning came", occurrence=0))
    assert path.read_text().startswith("# ") and path.read_text().endswith('fixes:\n  - line: "Morning came"\n    is: break\n    occurrence: every\n')


def test_a_sidecar_with_mistakes_is_left_alone(tmp_path: Path) -> None:
    path = written(tmp_path, "fixes: a\n")
    with pytest.raises(SheetError):
        add_fix(path, Merge("a", "b"))
    assert path.read_text() == "fixes: a\n"


words = st.text(min_size=1, max_size=30).map(str.strip).filter(bool)
merges = st.builds(Merge, words, words).filter(lambda merge: merge.old != merge.new)
lines = st.one_of(
    st.builds(Fix, st.just(Ruling.SPEAKER), words, words, st.integers(0, 9)),
    st.builds(Fix, st.sampled_from([Ruling.SPEECH, Ruling.THOUGHT]), words, st.just("") | words, st.integers(0, 9)),
    st.builds(Fix, st.sampled_from([Ruling.NARRATION, Ruling.HEADING, Ruling.BREAK, Ruling.NOTE]), words, st.just(""), st.integers(0, 9)),
)


@given(st.lists(lines | merges, max_size=4), st.sampled_from(["", "fixes: []\n", "fixes:\n- line: x\n  is: note\n\nbook:\n  title: y\n"]))
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, fixes: list[Fix | Merge], start: str) -> None:
    path = written(tmp_path_factory.getbasetemp(), start)
    for fix in fixes:
        add_fix(path, fix)
    read = read_sidecar(path).fixes
    there = [replace(fix, where="") for fix in read.lines if fix.text != "x" or fix.ruling is not Ruling.NOTE]
    assert there == [fix for fix in fixes if isinstance(fix, Fix) and (fix.text != "x" or fix.ruling is not Ruling.NOTE)]
    assert [replace(merge, where="") for merge in read.merges] == [fix for fix in fixes if isinstance(fix, Merge)]


@given(
    st.lists(
        st.sampled_from(
            ["fixes:", "  - line: a", "    is: note", "    speaker:", "  - merge: {}", "    into: [", "book: 1", "x", "  - - a", "    occurrence: 1e5"]
        ),
        max_size=6,
    )
)
def test_no_sidecar_raises_anything_but_a_sheet_error(tmp_path_factory: pytest.TempPathFactory, drawn: list[str]) -> None:
    path = written(tmp_path_factory.getbasetemp(), "\n".join(drawn))
    try:
        assert read_sidecar(path).path == path
    except SheetError as error:
        assert str(path) in str(error)
