"""Edits that leave all else byte for byte."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.errors import SheetError
from audiobook.yamlfile import Node, Shape, append, entry, exchange, item, parse, quoted

PATH = Path("voices.yaml")
MARA = entry("Mara", "en-us+f3", "41 lines, female")
FIX = item({"line": '"Nobody asked"', "speaker": "Mara"})


def section(text: str, name: str = "characters") -> list[tuple[str, str]]:
    node = parse(text, PATH).get(name)
    assert node is not None
    return [(key.text, value.text) for key, value in node.entries]


def check_insertion(before: str, after: str) -> None:
    """The text with something inserted at one place: what stood there is a beginning and an end of what stands there now."""
    assert len(after) > len(before)
    assert any(after.startswith(before[:at]) and after.endswith(before[at:]) for at in range(len(before) + 1))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "characters:\n  Mara: en-us+f3   # 41 lines, female\n"),
        ("characters:\n", "characters:\n  Mara: en-us+f3   # 41 lines, female\n"),
        ("characters:", "characters:\n  Mara: en-us+f3   # 41 lines, female\n"),
        ("# top\nengine: x\n", "# top\nengine: x\n\ncharacters:\n  Mara: en-us+f3   # 41 lines, female\n"),
        ("engine: x", "engine: x\n\ncharacters:\n  Mara: en-us+f3   # 41 lines, female\n"),
        ("characters:\n  A: b   # c\n", "characters:\n  A: b   # c\n  Mara: en-us+f3   # 41 lines, female\n"),
        ("characters:\n    A: b\nengine: x\n", "characters:\n    A: b\n    Mara: en-us+f3   # 41 lines, female\nengine: x\n"),
        ("characters:\n  A:\n    voice: b\n\n# end\nengine: x", "characters:\n  A:\n    voice: b\n  Mara: en-us+f3   # 41 lines, female\n\n# end\nengine: x"),
        ("characters:\n  A: b\n  # C: d\n\n# end\n", "characters:\n  A: b\n  # C: d\n  Mara: en-us+f3   # 41 lines, female\n\n# end\n"),
        ("characters:\n  # like so:\n  # C: d\nengine: x\n", "characters:\n  # like so:\n  # C: d\n  Mara: en-us+f3   # 41 lines, female\nengine: x\n"),
        ("characters:\r\n  A: b\r\nengine: x\r\n", "characters:\r\n  A: b\r\n  Mara: en-us+f3   # 41 lines, female\r\nengine: x\r\n"),
        ("characters:\n  A:\nengine: x\n", "characters:\n  A:\n  Mara: en-us+f3   # 41 lines, female\nengine: x\n"),
        ("characters:\n  A: &v b\n  B: *v\n", "characters:\n  A: &v b\n  B: *v\n  Mara: en-us+f3   # 41 lines, female\n"),
        ("characters:\n  A: |\n    b\n    c\nengine: x\n", "characters:\n  A: |\n    b\n    c\n  Mara: en-us+f3   # 41 lines, female\nengine: x\n"),
        ("characters: {A: b}\n", "characters: {A: b, Mara: en-us+f3}\n"),
        ("characters: {A: b,}\n", "characters: {A: b,Mara: en-us+f3}\n"),
        ("characters: {}\nengine: x\n", "characters: {Mara: en-us+f3}\nengine: x\n"),
        ("characters: {\n  A: b  # c, d\n  }\n", "characters: {\n  A: b  # c, d\n  , Mara: en-us+f3}\n"),
        ("{engine: x}\n", "{engine: x, characters: {Mara: en-us+f3}}\n"),
        ("{characters: , engine: x}\n", "{characters: {Mara: en-us+f3} , engine: x}\n"),
        ('{"characters": {"A": "b"}}', '{"characters": {"A": "b", Mara: en-us+f3}}'),
        ("characters: null\nengine: x\n", "characters: \n  Mara: en-us+f3   # 41 lines, female\nengine: x\n"),
        ("characters:\n  A: b\n...\n", "characters:\n  A: b\n  Mara: en-us+f3   # 41 lines, female\n...\n"),
        ("\ufeffcharacters:\n  A: b\n", "\ufeffcharacters:\n  A: b\n  Mara: en-us+f3   # 41 lines, female\n"),
        ("\ufeff", "\ufeffcharacters:\n  Mara: en-us+f3   # 41 lines, female\n"),
    ],
)
def test_an_entry_is_appended_and_all_else_stays(before: str, after: str) -> None:
    assert append(before, "characters", [MARA], PATH) == after
    assert section(after)[-1] == ("Mara", "en-us+f3")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'fixes:\n  - line: "Nobody asked"\n    speaker: Mara\n'),
        ("fixes:\n- line: a\n  speaker: b\n", 'fixes:\n- line: a\n  speaker: b\n- line: "Nobody asked"\n  speaker: Mara\n'),
        ("fixes:\n  - line: a\n    speaker: b", 'fixes:\n  - line: a\n    speaker: b\n  - line: "Nobody asked"\n    speaker: Mara\n'),
        ("fixes: []\n", 'fixes: [{line: "Nobody asked", speaker: Mara}]\n'),
    ],
)
def test_an_item_is_appended_and_all_else_stays(before: str, after: str) -> None:
    assert append(before, "fixes", [FIX], PATH) == after


@pytest.mark.parametrize("text", ["a: &c {A: b}\ncharacters: *c\n", "engine: |+\n  x\n\n", "engine: x\n...\n", "characters:\n  A: |\n    b"])
def test_where_nothing_can_be_inserted_safely_the_user_is_told_what_to_write(text: str) -> None:
    with pytest.raises(SheetError, match=r"nothing can be added to 'characters' as it is written here; add by hand: Mara: en-us\+f3"):
        append(text, "characters", [MARA], PATH)


def test_nothing_to_add_changes_nothing() -> None:
    assert append("not: [yaml", "characters", [], PATH) == "not: [yaml"


def test_a_value_is_exchanged_and_all_else_stays() -> None:
    text = "characters:\n  A:   'old'  # keep\n  B: {voice: old, rate: 1}\n"
    root = parse(text, PATH).get("characters")
    assert root is not None
    a, b = root.get("A"), root.get("B")
    assert a is not None and b is not None
    voice = b.get("voice")
    assert voice is not None
    assert exchange(text, [(a, "new"), (voice, '"n: w"')], PATH) == 'characters:\n  A:   new  # keep\n  B: {voice: "n: w", rate: 1}\n'


def test_a_value_that_others_refer_to_is_not_exchanged() -> None:
    text = "a: &v old\nb: *v\n"
    a = parse(text, PATH).get("a")
    assert a is not None
    with pytest.raises(SheetError, match="'old' cannot be exchanged as it is written here; write by hand: new"):
        exchange(text, [(a, "new")], PATH)


names = st.text(st.sampled_from("abAB:#'\"- 1") | st.characters(categories=("L", "N", "P", "S", "Z", "Cc", "Mn")), min_size=1, max_size=12)
remarks = st.sampled_from(["", "   # a remark", "  "])


@st.composite
def files(draw: st.DrawFn) -> str:
    """Draw voices.yaml-like texts in many styles."""
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    indent = " " * draw(st.integers(1, 4))
    lines = [draw(st.sampled_from(["# top", "", "engine: x", "---"]))]
    held = draw(
        st.dictionaries(
            names, st.sampled_from(["en-us", "'en'", "", "{voice: a}", "[b, c]", f"{newline}{indent}  voice: a", f"|{newline}{indent}  a"]), max_size=4
        )
    )
    if draw(st.booleans()):
        lines += ["characters:" + draw(remarks)]
        for name, value in held.items():
            lines += [f"{indent}{quoted(name)}: {value}" + (draw(remarks) if not value.startswith("|") else "")]
            lines += draw(st.sampled_from([[], [""], [f"{indent}# B: b"], ["# far left"]]))
    lines += draw(st.sampled_from([[], ["thoughts: narrator"], ["", "# end"], ["pauses:", "  scene: 1"]]))
    ends = [newline, newline * 3] if lines[-1].endswith(" a") else ["", newline, newline * 3]  # a block of text says whether a newline ends it
    return newline.join(lines) + draw(st.sampled_from(ends))


@given(files(), st.lists(names, min_size=1, max_size=3, unique=True))
def test_appending_never_changes_what_is_there(text: str, added: list[str]) -> None:
    before = section(text) if isinstance(held := parse(text, PATH).get("characters"), Node) and held.shape is Shape.MAP else []
    after = append(text, "characters", [entry(name, quoted("en:us"), "3 lines") for name in added], PATH)
    check_insertion(text, after)
    assert section(after) == before + [(name, "en:us") for name in added]
