"""Values out of a YAML file, and what is said of wrong ones."""

from pathlib import Path

import pytest

from audiobook.errors import SheetError
from audiobook.yamlfile import Checker, Node, parse

PATH = Path("voices.yaml")


def value(text: str) -> tuple[Checker, Node]:
    node = parse(f"a: {text}", PATH).get("a")
    assert node is not None
    return Checker(PATH), node


def told(check: Checker) -> str:
    with pytest.raises(SheetError) as caught:
        check.finish()
    return str(caught.value)


@pytest.mark.parametrize(("text", "number"), [("1", 1.0), ("0.5", 0.5), (".75", 0.75), ("2.", 2.0), ("+1", 1.0), ("'1.5'", 1.5), ("5e-1", 0.5)])
def test_a_number_is_read(text: str, number: float) -> None:
    check, node = value(text)
    assert check.number(node, 0.5, 2) == number
    check.finish()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fast", "voices.yaml:1: 'fast' is not a number; 0.5 to 2 would work"),
        ("3", "3 is out of range; 0.5 to 2 would work"),
        ("-1", "-1 is out of range"),
        ("1e999", "1e999 is out of range"),
        ("0,9", "'0,9' is not a number"),
        ("1_0", "'1_0' is not a number"),
        ("١", "'١' is not a number"),
        (".nan", "'.nan' is not a number"),
        ("", "nothing is not a number"),
        ("[1]", "a list is not a number"),
        ("{b: 1}", "a map is not a number"),
        ("x" * 99, "'" + "x" * 39 + "…' is not a number"),
    ],
)
def test_what_is_no_number_is_told_with_what_would_work(text: str, words: str) -> None:
    check, node = value(text)
    assert check.number(node, 0.5, 2) is None
    assert words in told(check)


@pytest.mark.parametrize(("text", "seconds"), [("0.5", 0.5), ("0.5s", 0.5), ("500ms", 0.5), ("500 ms", 0.5), ("2 seconds", 2.0), ("0", 0.0), ("'1 s'", 1.0)])
def test_seconds_may_have_a_unit(text: str, seconds: float) -> None:
    check, node = value(text)
    assert check.seconds(node, 30) == pytest.approx(seconds)
    check.finish()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("long", "'long' is not a number"),
        ("1h", "'1h' is not a number"),
        ("ms", "'ms' is not a number"),
        ("31s", "31s is out of range"),
        ("-1", "out of range"),
        ("[]", "a list"),
    ],
)
def test_what_is_no_length_of_time_is_told(text: str, words: str) -> None:
    check, node = value(text)
    assert check.seconds(node, 30) is None
    assert words in (said := told(check)) and "0.5, 0.5s or 500ms" in said


@pytest.mark.parametrize(
    ("text", "words"), [("1.5", "'1.5' is not a whole number from 1 to 9"), ("10", "'10'"), ("9" * 5000, "is not a whole number"), ("{}", "a map")]
)
def test_what_is_no_whole_number_is_told(text: str, words: str) -> None:
    check, node = value(text)
    assert check.whole(node, 1, 9) is None
    assert words in told(check)


def test_a_list_where_a_map_is_wanted_is_told() -> None:
    check, node = value("[b, c]")
    assert check.table(node, ("voice",), "'voice: name'") == {}
    assert told(check) == "voices.yaml:1: a list where a map is wanted; 'voice: name' would work"


def test_a_map_where_a_list_is_wanted_is_told() -> None:
    check, node = value("{b: c}")
    assert check.items(node, "[b, c]") == ()
    assert told(check) == "voices.yaml:1: a map where a list is wanted; [b, c] would work"


def test_unknown_and_double_keys_are_told_with_their_lines() -> None:
    check = Checker(PATH)
    held = check.table(parse("voice: a\nvoise: b\nvoice: c\nzzz: 1\n[x]: 1\n", PATH), ("voice", "rate"), "'voice: name'")
    assert held["voice"].text == "a"
    assert told(check).splitlines() == [
        "voices.yaml:2: no key 'voise' (did you mean 'voice'?)",
        "voices.yaml:3: 'voice' stands here for the second time; the first is on line 1",
        "voices.yaml:4: no key 'zzz'; there are voice, rate",
        "voices.yaml:5: a list as a key; 'voice: name' would work",
    ]


def test_mistakes_are_told_by_line_whatever_the_order_they_were_found_in() -> None:
    check = Checker(PATH)
    root = parse("a: x\nb: y\n", PATH)
    for key in ("b", "a"):
        node = root.get(key)
        assert node is not None
        check.number(node, 0, 1)
    assert [line[:14] for line in told(check).splitlines()] == ["voices.yaml:1:", "voices.yaml:2:"]


@pytest.mark.parametrize(("text", "words"), [("''", "an empty text where"), ("", "nothing where"), ("[a]", "a list where a name would work")])
def test_what_is_no_text_is_told(text: str, words: str) -> None:
    check, node = value(text)
    assert check.text(node, "a name") == ""
    assert words in told(check)


@pytest.mark.parametrize(
    ("text", "held"),
    [("yes", True), ("False", False), ("12", 12), ("1.5", 1.5), ("'12'", "12"), ("fast", "fast"), ("'yes'", "yes"), ("9" * 30, float("9" * 30))],
)
def test_an_option_is_what_it_looks_like(text: str, held: object) -> None:
    check, node = value(text)
    found = check.value(node)
    assert found == held and type(found) is type(held)


def test_a_file_is_found_beside_the_yaml_file_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "opening.wav").touch()
    (tmp_path / "sounds").mkdir()
    root = parse("a: opening.wav\nb: closing.wav\nc: sounds\nd: 'a\\0b'\ne: ~nobody-here/x.wav\n", PATH)
    check = Checker(tmp_path / "voices.yaml")
    found = [check.file(node) for _, node in root.entries]
    assert found == [tmp_path / "opening.wav", None, None, None, None]
    said = told(check)
    assert ":2: 'closing.wav': no such file; a path relative to" in said and ":3: 'sounds': is a folder" in said
