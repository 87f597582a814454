"""voices.yaml as values, and what is said of mistakes in it."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.casting import read_sheet, template
from audiobook.errors import SheetError
from audiobook.sheet import Direction, Gender, Known, Pauses, Sheet, Thoughts

FULL = """\
engine: espeak
language: en-gb
narrator:
  voice: en-us
  rate: 0.95
narration:
  rate: 1.1
defaults: {rate: 1.05, pitch: -1, volume: 0.9}
characters:
  Mara Quill: en-us+f3
  Old Tobin:
    voice: pyttsx3:en-us+m7
    rate: 0.9
    pitch: -2
    volume: 1.1
    aliases: [Tobin, the ferryman]
    gender: m
  Pip:
  1984: robosoft
  "Sir: Not Appearing":
    aliases: Not
thoughts: Narrator
casting:
  unsure_below: 0.4
pauses:
  scene: 2
  paragraph: 600ms
  within: "0.1 s"
series: Tales of the Ferry
intro: opening.wav
outro: sounds/closing.wav
engines:
  espeak: {gap: 3, loud: yes, mode: "7", speed: 1.5}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "voices.yaml"
    path.write_bytes(text.encode())
    return path


def complaints(folder: Path, text: str, *engines: str) -> list[str]:
    """Return the mistakes of a sheet, each as `line: what`."""
    path = written(folder, text)
    with pytest.raises(SheetError) as caught:
        read_sheet(path, engines=engines)
    assert all(mistake.where.startswith(f"{path}:") for mistake in caught.value.mistakes)
    return [f"{mistake.where.removeprefix(f'{path}:')}: {mistake.what}" for mistake in caught.value.mistakes]


def test_a_full_sheet_is_read(tmp_path: Path) -> None:
    (tmp_path / "opening.wav").touch()
    (tmp_path / "sounds").mkdir()
    (tmp_path / "sounds" / "closing.wav").touch()
    path = written(tmp_path, FULL)
    assert read_sheet(path) == Sheet(
        path=path,
        engine="espeak",
        language="en-gb",
        narrator=Direction("en-us", rate=0.95),
        defaults=Direction(rate=1.05, pitch=-1.0, volume=0.9),
        characters=(
            Known("Mara Quill", direction=Direction("en-us+f3"), line=10),
            Known("Old Tobin", ("Tobin", "the ferryman"), Gender.MALE, Direction("pyttsx3:en-us+m7", 0.9, -2.0, 1.1), 11),
            Known("Pip", line=18),
            Known("1984", direction=Direction("robosoft"), line=19),
            Known("Sir: Not Appearing", ("Not",), line=20),
        ),
        thoughts=Thoughts.NARRATOR,
        unsure_below=0.4,
        pauses=Pauses(scene=2.0, paragraph=0.6, within=0.1),
        narration_rate=1.1,
        series="Tales of the Ferry",
        intro=tmp_path / "opening.wav",
        outro=tmp_path / "sounds" / "closing.wav",
        engines={"espeak": {"gap": 3, "loud": True, "mode": "7", "speed": 1.5}},
    )


def test_a_voice_knows_its_line(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, "narrator: a\ncharacters:\n  B: b\n  C:\n    rate: 1\n    voice: c\n"))
    assert [sheet.narrator.line, *(known.direction.line for known in sheet.characters)] == [1, 3, 6]


def test_a_sheet_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_sheet(tmp_path / "voices.yaml") == Sheet()


@pytest.mark.parametrize("text", ["", "# nothing\n", "characters:\n", "characters: {}\nnarrator:\ndefaults: {}\nengines:\n"])
def test_an_empty_sheet_says_nothing(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    assert read_sheet(path) == Sheet(path=path)


def test_the_documented_file_says_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, template())
    assert read_sheet(path) == Sheet(path=path)


def test_the_documented_file_shows_what_holds_where_it_says_nothing(tmp_path: Path) -> None:
    begin, end = template().index("# pauses:"), template().index("# The series")
    shown = "\n".join(line.removeprefix("# ") for line in template()[begin:end].splitlines())
    path = written(tmp_path, shown + "\nthoughts: character\ncasting: {unsure_below: 0}\nnarration: {rate: 1.0}\n")
    assert set(re.findall(r"^  (\w+): ", shown, re.MULTILINE)) == set(Pauses.__dataclass_fields__)
    assert read_sheet(path) == Sheet(path=path)
    assert all(f"# {line}" in template() for line in ("thoughts: character", "casting:\n#   unsure_below: 0\n", "narration:\n#   rate: 1.0\n"))


def test_the_file_that_users_edit_is_the_documented_one() -> None:
    lines = iter((Path(__file__).parents[2] / "voices.yaml").read_text("utf-8").splitlines())
    assert all(line in lines for line in template().splitlines())


def test_all_mistakes_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    text = """\
narator: en-us
narrator:
  voise: en-us
  rate: fast
characters:
  Mara:
    pitch: 40
    gender: mail
  mara: en-us
pauses: [1, 2]
thoughts: nobody
casting: {unsure_below: 50%}
language: "?"
series: [a]
intro: nope.wav
engines: {espeak: {gap: [1]}}
"""
    assert complaints(tmp_path, text) == [
        "1: no key 'narator' (did you mean 'narrator'?)",
        "3: no key 'voise' (did you mean 'voice'?)",
        "4: 'fast' is not a number; 0.5 to 2 would work",
        "7: 40 is out of range; -12 to 12 would work",
        "8: 'mail' means nothing here (did you mean 'male'?)",
        "9: 'mara' is already a name of 'Mara', on line 6; a name can be one character's only",
        "10: a list where a map is wanted; 'scene: 1.5' and the like would work",
        "11: 'nobody' means nothing here; character or narrator would work",
        "12: '50%' is not a number; 0 to 1 would work",
        "13: '?' is not the code of a language; en, en-gb or de would work",
        "14: a list where a series' name would work",
        f"15: 'nope.wav': no such file; a path relative to {tmp_path}/ would work",
        "16: a list where a single value is wanted",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("just words\n", "1: 'just words' where a map is wanted"),
        ("- a\n- b\n", "1: a list where a map is wanted; 'narrator:', 'characters:' and the like would work"),
        ("characters:\n  - Mara: x\n", "2: a list where a map is wanted; 'Name: voice' would work"),
        ("characters: Mara\n", "1: 'Mara' where a map is wanted; 'Name: voice' would work"),
        ("characters:\n  Mara: [a, b]\n", "2: a list where a map is wanted; 'Name: voice', or a map with voice"),
        ("characters:\n  Mara: a\n  Tobin: b\n  Mara: c\n", "4: 'Mara' stands here for the second time; the first is on line 2"),
        ("characters:\n  Mara:\n    aliases: [Quill]\n  Quill: b\n", "4: 'Quill' is already a name of 'Mara', on line 3"),
        ("characters:\n  A:\n    aliases: [the MATE]\n  B:\n    aliases: [c, The Mate]\n", "5: 'The Mate' is already a name of 'A', on line 3"),
        ("characters:\n  A: {aliases: {b: c}}\n", "2: a map where a list is wanted; [one name, another] would work"),
        ("characters:\n  A: {aliases: [[b]]}\n", "2: a list where a name would work"),
        ('characters:\n  " ": a\n', "2: a character without a name"),
        ("characters:\n  [a]: b\n", "2: a list as a key"),
        ("narrator: [a]\n", "1: a list where a map is wanted; a voice's name, or a map with voice, rate, pitch, volume would work"),
        ("narrator: ''\n", "1: an empty text where a voice's name would work"),
        ("narrator: {voice: {}}\n", "1: a map where a voice's name would work"),
        ("narrator: {rate: 2}\nnarration:\n  rate: 1.5\n", "3: narrator.rate times narration.rate is 3; together 0.5 to 2 would work"),
        ("pauses: {scene: -1}\n", "1: -1 is out of range; seconds from 0 to 30 would work"),
        ("pauses: {scenes: 1}\n", "1: no key 'scenes' (did you mean 'scene'?)"),
        ("engine: [a]\n", "1: a list where an engine's name would work"),
        ("engines: {espeak: fast}\n", "1: 'fast' where a map is wanted; 'option: value' would work"),
        ("casting: 0.5\n", "1: '0.5' where a map is wanted; 'unsure_below: number' would work"),
        ("<<: {a: b}\n", "1: no key '<<'; there are engine, language, narrator"),
        ("characters:\n\tMara: a\n", "2: not YAML: a tab; YAML is indented with spaces"),
        ("characters:\n  Mara: a: b\n", "2: not YAML: a ':' that does not fit here"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_would_work(tmp_path: Path, text: str, words: str) -> None:
    said = complaints(tmp_path, text)
    assert len(said) == 1 and said[0].startswith(words)


def test_engines_that_there_are_not_are_told_where_the_engines_are_known(tmp_path: Path) -> None:
    text = "engine: espaek\nnarrator: tones:low\ncharacters:\n  A: our.own:make:x\n  B: {voice: 'x:y'}\nengines:\n  pyttsx: {a: 1}\n"
    assert complaints(tmp_path, text, "tone", "pyttsx3", "espeak") == [
        "1: no engine 'espaek' (did you mean 'espeak'?)",
        "2: no engine 'tones' (did you mean 'tone'?)",
        "5: no engine 'x'; there are tone, pyttsx3, espeak",
        "7: no engine 'pyttsx' (did you mean 'pyttsx3'?)",
    ]
    assert read_sheet(written(tmp_path, text)).engine == "espaek"


def test_one_alias_twice_does_no_harm(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, "characters:\n  Mara:\n    aliases: [Quill, quill, MARA]\n"))
    assert sheet.characters == (Known("Mara", ("Quill",), line=2),)


@pytest.mark.parametrize(
    ("word", "gender"),
    [("f", Gender.FEMALE), ("Woman", Gender.FEMALE), ("M", Gender.MALE), ("man", Gender.MALE), ("nonbinary", Gender.UNKNOWN), ("unknown", Gender.UNKNOWN)],
)
def test_gender_has_short_forms(tmp_path: Path, word: str, gender: Gender) -> None:
    assert read_sheet(written(tmp_path, f"characters: {{A: {{gender: {word}}}}}")).characters[0].gender is gender


def test_a_folder_is_no_sheet(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="cannot be read: Is a directory"):
        read_sheet(tmp_path)


keys = st.sampled_from(
    [
        "engine",
        "language",
        "narrator",
        "defaults",
        "characters",
        "thoughts",
        "casting",
        "pauses",
        "narration",
        "series",
        "intro",
        "outro",
        "engines",
        "voice",
        "rate",
        "pitch",
        "aliases",
        "gender",
        "unsure_below",
        "scene",
        "Mara",
        "x",
    ]
)
leaves = st.sampled_from(
    ["1", "fast", "-3", "", "null", "'a b'", "[a, [b]]", "{}", "*x", "&x y", "!t z", "en-us+f3", "a: b", "|\n  x", "1e999", "~/x", '"\\0"']
)


def lines(depth: int) -> st.SearchStrategy[list[str]]:
    """Return YAML-like lines, some of them wrong."""
    if not depth:
        return st.tuples(keys, leaves).map(lambda pair: [f"{pair[0]}: {pair[1]}"])
    inner = st.lists(lines(depth - 1), max_size=3).map(lambda many: ["  " + line for some in many for line in some])
    return st.one_of(lines(0), st.tuples(keys, inner).map(lambda pair: [f"{pair[0]}:", *pair[1]]), inner)


@given(st.lists(lines(2), max_size=4))
def test_no_sheet_raises_anything_but_a_sheet_error(tmp_path_factory: pytest.TempPathFactory, drawn: list[list[str]]) -> None:
    path = written(tmp_path_factory.getbasetemp(), "\n".join(line for some in drawn for line in some))
    try:
        sheet = read_sheet(path)
    except SheetError as error:
        assert all(mistake.where.startswith(f"{path}:") and mistake.what for mistake in error.mistakes)
    else:
        assert sheet.path == path
