"""A cast back into voices.yaml."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.cast import Cast, Catalogue, EngineSpec, Offer, Voice
from audiobook.casting import cast, read_sheet, recast_missing, save_cast, template
from audiobook.errors import OutputError, SheetError
from audiobook.script import Character, Script
from audiobook.sheet import Sheet
from tests.casting.plays import ENGINE, OTHER, F, band, catalogue, men, play, women

CATALOGUE = catalogue(*band(24))
PLAY = play("Mara Old_Tobin Mara Kit", "Old_Tobin * Mara", people=(*women("Mara"), *men("Old Tobin")))


def made_of(parts: dict[str, Voice], *, narrator: Voice | None = None, appended: Iterable[str] | None = None) -> Cast:
    return Cast(narrator or Voice(ENGINE, "en-us"), parts, appended=tuple(parts if appended is None else appended))


def named(script: Script, *names: str) -> Script:
    """Return a script with one line of each of these speakers, whatever their names."""
    from dataclasses import replace

    drawn = play(" ".join(f"P{number}" for number in range(len(names))))
    segments = tuple(replace(segment, speaker=name) for segment, name in zip(drawn.segments, names, strict=True))
    return replace(drawn, segments=segments, characters=tuple(Character(name) for name in names))


def test_a_file_that_is_not_there_is_made_and_documents_itself(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    made = cast(PLAY, Sheet(), CATALOGUE, ENGINE)
    assert save_cast(path, PLAY, made) == ("Mara", "Old Tobin", "Kit")
    text = path.read_text("utf-8")
    assert [line for line in template().splitlines() if line not in text.splitlines()] == ["# engine: pyttsx3", "# narrator: en-us"]
    assert "\nengine: pyttsx3\n" in text and f"\nnarrator: {made.narrator.name}\n" in text
    voices = {name: voice.name for name, voice in made.parts.items()}
    mara, tobin, kit = (
        f"  Mara: {voices['Mara']}   # 3 lines, female\n",
        f"  Old Tobin: {voices['Old Tobin']}   # 2 lines, male\n",
        f"  Kit: {voices['Kit']}   # 1 line\n",
    )
    assert text.endswith(f"characters:\n{mara}{tobin}{kit}")


def test_what_was_saved_is_cast_again_and_saved_no_more(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    first = cast(PLAY, Sheet(), CATALOGUE, ENGINE)
    save_cast(path, PLAY, first)
    before = path.read_bytes()
    second = cast(PLAY, read_sheet(path), CATALOGUE, ENGINE)
    assert second == first and second.appended == ()
    assert save_cast(path, PLAY, second) == () and path.read_bytes() == before


def test_a_file_is_made_also_for_a_story_without_a_character(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    assert save_cast(path, play("- -"), cast(play("- -"), Sheet(), CATALOGUE, ENGINE)) == ()
    assert read_sheet(path).engine == "pyttsx3" and read_sheet(path).characters == ()


def test_what_is_there_stays_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    before = b"# mine\r\nthoughts:   narrator\r\ncharacters:\r\n    'Mara' :  en-us+v1   # my favourite\r\n\r\n# the end\r\n"
    path.write_bytes(before)
    made = cast(PLAY, read_sheet(path), CATALOGUE, ENGINE)
    assert save_cast(path, PLAY, made) == ("Old Tobin", "Kit")
    head, tail = before.split(b"\r\n\r\n")
    assert path.read_bytes().startswith(head + b"\r\n    Old Tobin: ") and path.read_bytes().endswith(b"   # 1 line\r\n\r\n" + tail)
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n") == before.count(b"\n") + 2


def test_a_shifted_voice_is_written_with_its_pitch(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    offers = catalogue(Offer("one", "en", F, f0=220.0))
    script = play("Ann Bea", people=women("Ann", "Bea"))
    made = cast(script, Sheet(), offers, ENGINE)
    save_cast(path, script, made)
    assert "  Ann: {voice: one, pitch: 3}   # 1 line, female\n  Bea: {voice: one, pitch: -3}   # 1 line, female\n" in path.read_text()
    assert cast(script, read_sheet(path), offers, ENGINE) == made


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("engine: pyttsx3\n", "  Mara: espeak:en-us+f3   # 3 lines, female\n"),
        ("engine: espeak\n", "  Mara: en-us+f3   # 3 lines, female\n"),
        ("", "  Mara: espeak:en-us+f3   # 3 lines, female\n"),
    ],
)
def test_a_voice_of_another_engine_than_the_sheets_is_written_with_it(tmp_path: Path, text: str, line: str) -> None:
    path = tmp_path / "voices.yaml"
    path.write_text(text)
    save_cast(path, PLAY, made_of({"Mara": Voice(OTHER, "en-us+f3")}))
    assert line in path.read_text()


def test_a_voice_with_a_colon_in_its_name_is_read_as_itself(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    offers = catalogue(Offer("a:b", "en", F, f0=100.0), Offer("c: d", "en", F, f0=200.0))
    made = cast(PLAY, Sheet(), offers, ENGINE)
    save_cast(path, PLAY, made)
    assert cast(PLAY, read_sheet(path), offers, ENGINE) == made


def test_those_whom_the_file_knows_meanwhile_are_not_appended(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    made = cast(PLAY, Sheet(), CATALOGUE, ENGINE)
    path.write_text("characters:\n  MARA: x\n  Tobin: {aliases: [old tobin]}\n")
    assert save_cast(path, PLAY, made) == ("Kit",)


def test_names_that_differ_in_capitals_only_are_appended_once(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    assert save_cast(path, named(PLAY, "Mara", "MARA", "mara"), made_of({name: Voice(ENGINE, "x") for name in ("Mara", "MARA", "mara")})) == ("Mara",)
    assert path.read_text().endswith("  Mara: x   # 3 lines\n")


def test_thousands_of_lines_are_counted_with_a_comma(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    save_cast(path, play("Mara " * 1234), made_of({"Mara": Voice(ENGINE, "x")}))
    assert path.read_text().endswith("  Mara: x   # 1,234 lines\n")


def test_a_sheet_with_mistakes_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    path.write_text("characters: [Mara]\n")
    with pytest.raises(SheetError, match="a list where a map is wanted"):
        save_cast(path, PLAY, made_of({"Mara": Voice(ENGINE, "x")}))
    assert path.read_text() == "characters: [Mara]\n"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"voices\.yaml: cannot be written: No such file or directory"):
        save_cast(tmp_path / "none" / "voices.yaml", PLAY, made_of({"Mara": Voice(ENGINE, "x")}))


@pytest.mark.parametrize(
    "name",
    [
        "yes",
        "null",
        "1984",
        "~",
        "- dash",
        "a: b",
        "a #b",
        "it's",
        'Tom "the Cat"',
        "\\",
        "two\nlines",
        "🚢" * 300,
        "x" * 300,
        "x" * 3000,
        "{a}",
        "*a",
        "é",
        "Zoë",
        "<<",
        "李雷",
        "?",
        "=",
        "0x1F",
        "1_000",
        "2026-11-21",
        "a\x00b",
        "a\u2028b",
    ],
)
def test_an_odd_name_is_the_same_after_saving(tmp_path: Path, name: str) -> None:
    path = tmp_path / "voices.yaml"
    assert save_cast(path, named(PLAY, name), made_of({name: Voice(ENGINE, "x")})) == (name,)
    assert [known.name for known in read_sheet(path).characters] == [name]


people = st.lists(st.text(min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=5, unique_by=str.casefold)
spoken = st.text(min_size=1, max_size=20).map(str.strip).filter(bool)
own = st.sampled_from(
    ["", "# mine\n", "characters:\n  Somebody: x  # y\n\n# end\n", "characters: {}\nengine: espeak\n", "\ufeffengine: pyttsx3\r\ncharacters:\r\n\r\n"]
)


@given(people, st.data())
def test_names_and_voices_are_the_same_after_saving(tmp_path_factory: pytest.TempPathFactory, names: list[str], data: st.DataObject) -> None:
    path = tmp_path_factory.getbasetemp() / "drawn.yaml"
    before = data.draw(own)
    path.write_bytes(before.encode())
    voices = {name: Voice(data.draw(st.sampled_from([ENGINE, OTHER])), data.draw(spoken), pitch=data.draw(st.sampled_from([0.0, 3.0, -6.0]))) for name in names}
    script = named(PLAY, *names)
    added = save_cast(path, script, made_of(voices))
    after = path.read_bytes().decode()
    assert any(after.startswith(before[:at]) and after.endswith(before[at:]) for at in range(len(before) + 1))
    offers = Catalogue({spec: tuple(Offer(voice.name, "en", F) for voice in voices.values()) for spec in (ENGINE, OTHER)})
    sheet = read_sheet(path)
    assert [known.name for known in sheet.characters if known.name != "Somebody"] == list(added)
    default = OTHER if sheet.engine == "espeak" else ENGINE
    again = cast(script, _without(sheet, "Somebody"), _with_options(offers, sheet), default)
    assert {name: (voice.engine.kind, voice.name, voice.pitch) for name, voice in again.parts.items() if name in added} == {
        name: (voice.engine.kind, voice.name, voice.pitch) for name, voice in voices.items() if name in added
    }


def _without(sheet: Sheet, name: str) -> Sheet:
    from dataclasses import replace

    return replace(sheet, characters=tuple(known for known in sheet.characters if known.name != name))


def _with_options(offers: Catalogue, sheet: Sheet) -> Catalogue:
    """Return the catalogue with each engine also as the sheet, which has no options, names it."""
    return Catalogue({**offers.offers, **{EngineSpec(spec.kind): held for spec, held in offers.offers.items()}})


LOST = """\
narrator: {voice: gone, rate: 0.9}  # n
characters:
  Mara: gone+1   # 3 lines, female
  Old Tobin:
    # below
    voice: "gone+2"   # old
    pitch: -2
  Kit: en-us+v5
  Elsewhere: {voice: gone+3, gender: female}
"""


def test_only_the_voices_that_are_not_there_are_exchanged(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    path.write_text(LOST)
    made = cast(PLAY, read_sheet(path), CATALOGUE, ENGINE, recast_missing=True)
    assert recast_missing(path, PLAY, made) == ("narrator", "Mara", "Old Tobin", "Elsewhere")
    expected = LOST.replace("gone,", f"{made.narrator.name},", 1).replace("gone+1", made.parts["Mara"].name)
    expected = expected.replace('"gone+2"', made.parts["Old Tobin"].name).replace("gone+3", made.parts["Elsewhere"].name)
    assert path.read_text() == expected
    again = cast(PLAY, read_sheet(path), CATALOGUE, ENGINE)
    assert again.narrator == made.narrator and again.parts == {name: voice for name, voice in made.parts.items() if name != "Elsewhere"}
    assert recast_missing(path, PLAY, again) == ()


def test_a_character_under_an_alias_is_exchanged_too(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    path.write_text("characters:\n  Captain: {voice: gone, aliases: [Mara]}\n")
    made = cast(PLAY, read_sheet(path), CATALOGUE, ENGINE, recast_missing=True)
    assert recast_missing(path, PLAY, made) == ("Captain",)
    assert path.read_text() == f"characters:\n  Captain: {{voice: {made.parts['Mara'].name}, aliases: [Mara]}}\n"


def test_nothing_is_exchanged_where_nothing_is_missing_or_no_file_is(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    made = cast(PLAY, Sheet(), CATALOGUE, ENGINE)
    assert recast_missing(path, PLAY, made) == () and not path.exists()
    save_cast(path, PLAY, made)
    before = path.read_bytes()
    assert recast_missing(path, PLAY, cast(PLAY, read_sheet(path), CATALOGUE, ENGINE, recast_missing=True)) == () and path.read_bytes() == before
