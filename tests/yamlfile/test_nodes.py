"""YAML texts as trees with line numbers, and syntax errors in plain words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.errors import SheetError
from audiobook.yamlfile import Shape, load, missing, parse

PATH = Path("voices.yaml")


def complaint(text: str) -> str:
    with pytest.raises(SheetError) as caught:
        parse(text, PATH)
    return str(caught.value)


def test_each_value_knows_its_line_and_its_place() -> None:
    text = "\ufeffa: one\r\nb:\r\n  c: 'two'   # note\r\n  d: [3, {e: 4}]\r\n"
    root = parse(text, PATH)
    b = root.get("b")
    assert b is not None
    c, d = b.get("c"), b.get("d")
    assert c is not None and d is not None
    assert (c.line, c.text, c.plain, text[c.start : c.end]) == (3, "two", False, "'two'")
    assert (d.line, d.shape, d.flow, text[d.start : d.end]) == (4, Shape.LIST, True, "[3, {e: 4}]")
    assert text[b.start : b.end] == "c: 'two'   # note\r\n  d: [3, {e: 4}]"


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "---\n", "\ufeff", "null", "~"])
def test_an_empty_file_is_nothing(text: str) -> None:
    assert parse(text, PATH).shape is Shape.NOTHING


@pytest.mark.parametrize(
    ("text", "words"), [("a: null", Shape.NOTHING), ("a:", Shape.NOTHING), ("a: 'null'", Shape.TEXT), ("a: ''", Shape.TEXT), ("a: no", Shape.TEXT)]
)
def test_only_an_unquoted_null_is_nothing(text: str, words: Shape) -> None:
    value = parse(text, PATH).get("a")
    assert value is not None and value.shape is words


def test_an_alias_stands_where_it_is_written() -> None:
    text = "a: &x hello\nb: *x\n"
    b = parse(text, PATH).get("b")
    assert b is not None and (b.text, b.line, text[b.start : b.end]) == ("hello", 2, "*x")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: 1\n\tb: 2\n", "voices.yaml:2: not YAML: a tab; YAML is indented with spaces"),
        ("a: b\nc: d: e\n", "voices.yaml:2: not YAML: a ':' that does not fit here"),
        ("a: b\n  c: d\n", "voices.yaml:2: not YAML: a ':' that does not fit here"),
        ('a: b\nc: "never closed\n\n\n', "voices.yaml:2: not YAML: a quotation mark that is never closed"),
        ('a: "\\q"', r"voices.yaml:1: not YAML: \q means nothing inside double quotes"),
        ('a: "\\xZZ"', "voices.yaml:1: not YAML: an escape after a backslash that is not complete"),
        ("a: [1, 2\nb: 3\n", "voices.yaml:2: not YAML: a list or map in brackets without its ',' or ']'"),
        ("a: {b: c\n", "a list or map in brackets without its ',' or '}'"),
        ("a: @b", "voices.yaml:1: not YAML: '@' cannot start a value; put quotes round it"),
        ("a: 1\nb\nc: 2\n", "voices.yaml:3: not YAML: a line without ':'"),
        ("- a\nb: c\n", "voices.yaml:2: not YAML: a line that is not indented like its neighbours"),
        ("a: *b\n", "voices.yaml:1: '*b' refers to nothing"),
        ("a: *\n", "voices.yaml:1: not YAML: '*' or '&' before a name"),
        ("a: &b [*b]\n", "voices.yaml:1: '*b' refers to itself"),
        ("a: !b c\n", "voices.yaml:1: a tag (!b) means nothing here"),
        ("a: !b [c]\n", "voices.yaml:1: a tag (!b) means nothing here"),
        ("a: 1\n---\nb: 2\n", "voices.yaml:2: a second document"),
        ("a: 1\nb: \x07\n", "voices.yaml:2: a control character (U+0007); delete it"),
        ('a: "\\ud800"\n', "half a character"),
        ('a:\n  b: "\\U99999999"\n', "an escape that is no character"),
        ("%YAML 9.0\n---\na: b\n", "voices.yaml:1: not YAML: "),
    ],
)
def test_a_syntax_error_tells_its_line_and_what_was_found(text: str, words: str) -> None:
    assert words in complaint(text)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a: b\nname: Zo\xeb\n", ":2: byte 0xeb is not UTF-8; save the file as UTF-8"),
        ("a: b".encode("utf-16"), ":1: this is UTF-16; save the file as UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is not UTF-8"),
    ],
)
def test_what_is_not_utf_8_tells_where(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "voices.yaml"
    path.write_bytes(content)
    with pytest.raises(SheetError) as caught:
        load(path)
    assert words in str(caught.value) and str(path) in str(caught.value)


def test_a_folder_and_a_missing_file_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.yaml"):
        with pytest.raises(SheetError, match=r"cannot be read: (Is a directory|No such file)"):
            load(path)


def test_brackets_in_brackets_without_end_are_told_at_once() -> None:
    assert complaint("a: 1\nb: " + "[" * 100_000) == "voices.yaml:2: lists and maps in one another, more than 20 deep"
    assert parse("a: " + "[" * 19 + "]" * 19, PATH).shape is Shape.MAP


@given(st.text(st.sampled_from("ab:-[]{}'\"#&*!|>%@?~,\\ \n\t1.") | st.characters(), max_size=60))
def test_no_text_raises_anything_but_a_sheet_error(text: str) -> None:
    try:
        root = parse(text, PATH)
    except SheetError as error:
        assert all(mistake.where.startswith("voices.yaml:") for mistake in error.mistakes)
    else:
        assert 0 <= root.start <= root.end <= len(text)


@given(st.binary(max_size=40))
def test_no_file_raises_anything_but_a_sheet_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "drawn.yaml"
    path.write_bytes(content)
    try:
        load(path)
    except SheetError as error:
        assert str(path) in str(error)


def test_what_nobody_may_look_at_is_not_taken_for_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a folder that may not be entered, which does not stop the superuser."""
    assert missing(tmp_path / "voices.yaml")
    assert missing(tmp_path / "voices.yaml" / "deeper")

    def refused(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refused)
    with pytest.raises(SheetError, match=r"voices\.yaml: cannot be looked at: Permission denied"):
        missing(tmp_path / "voices.yaml")
