"""Who gets which voice."""

import math
import time
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiobook.cast import Cast, Catalogue, EngineSpec, Offer, Voice
from audiobook.casting import cast, engines_named, parse_voice
from audiobook.document import BlockKind
from audiobook.errors import CastError
from audiobook.script import Character, Kind, Script
from audiobook.sheet import Direction, Gender, Known, Sheet, Thoughts
from tests.casting.plays import ENGINE, OTHER, F, M, U, band, catalogue, men, play, women
from tests.strategies import NAMES, scripts

BAND = band(24)
CATALOGUE = catalogue(*BAND)
PLAY = play("Mara Tobin Mara Pip", "Tobin * Mara Mara Jo", people=(*women("Mara", "Jo"), *men("Tobin", "Pip")))


def known(
    name: str, voice: str | None = None, *, line: int = 1, aliases: tuple[str, ...] = (), gender: Gender | None = None, pitch: float | None = None
) -> Known:
    return Known(name, aliases, gender, Direction(voice, pitch=pitch, line=line), line)


def apart(one: Voice, other: Voice, offers: Catalogue) -> bool:
    """Tell whether listeners tell two voices apart: 3 semitones of F0, or 3 of timbre."""
    a, b = (next(offer for offer in offers.offers[voice.engine] if offer.name == voice.name) for voice in (one, other))
    semitones = abs(12 * math.log2(a.f0 * 2 ** (one.pitch / 12) / (b.f0 * 2 ** (other.pitch / 12))))
    return semitones >= 3 - 1e-6 or math.dist(a.timbre, b.timbre) >= 3


def mates(script: Script) -> set[tuple[str, str]]:
    """Return all pairs who have lines in one scene, found the slow way."""
    scenes: list[set[str]] = []
    for _, blocks in script.chapters():
        scenes.append(set())
        for block, indices in blocks:
            if block.kind == "break":
                scenes.append(set())
            for index in indices:
                segment = script.segments[index]
                if segment.kind in (Kind.DIALOGUE, Kind.THOUGHT) and segment.speaker:
                    scenes[-1].add(segment.speaker)
    return {pair for scene in scenes for pair in combinations(sorted(scene), 2)}


def test_everybody_with_a_line_gets_a_voice_of_their_gender() -> None:
    made = cast(PLAY, Sheet(), CATALOGUE, ENGINE)
    genders = {offer.name: offer.gender for offer in BAND}
    assert {name: genders[voice.name] for name, voice in made.parts.items()} == {"Mara": F, "Tobin": M, "Pip": M, "Jo": F}
    assert made.appended == ("Mara", "Tobin", "Pip", "Jo")


def test_most_lines_are_cast_first_and_get_the_best_voice() -> None:
    script = play("Ann Bea Bea", people=women("Ann", "Bea"))
    offers = [Offer(name, "en", F, rank=rank, f0=f0) for name, rank, f0 in (("good", 1, 200.0), ("better", 0, 300.0), ("narrator", -1, 100.0))]
    made = cast(script, Sheet(), catalogue(*offers), ENGINE)
    assert made.narrator.name == "narrator"
    assert {name: voice.name for name, voice in made.parts.items()} == {"Bea": "better", "Ann": "good"}
    assert made.appended == ("Bea", "Ann")


def test_those_who_share_a_scene_can_be_told_apart_and_from_the_narrator() -> None:
    made = cast(PLAY, Sheet(), CATALOGUE, ENGINE)
    assert mates(PLAY) == {("Mara", "Tobin"), ("Mara", "Pip"), ("Pip", "Tobin"), ("Jo", "Mara")}
    assert all(apart(made.parts[one], made.parts[other], CATALOGUE) for one, other in mates(PLAY))
    assert all(apart(made.narrator, voice, CATALOGUE) for voice in made.parts.values())


@pytest.mark.parametrize("shown", ["block", "segment"])
def test_a_scene_break_is_a_block_or_a_segment(shown: str) -> None:
    alike = [Offer(name, "en", F, rank=rank, f0=200.0 + rank) for rank, name in enumerate(("one", "two"))]
    script = play("Ann * Bea", people=women("Ann", "Bea"))
    if shown == "block":
        script = replace(script, segments=tuple(segment for segment in script.segments if segment.kind is not Kind.BREAK))
    else:
        chapters = tuple(replace(each, blocks=tuple(replace(block, kind=BlockKind.PROSE) for block in each.blocks)) for each in script.document.chapters)
        script = replace(script, document=replace(script.document, chapters=chapters))
    made = cast(script, Sheet(), catalogue(Offer("narrator", "en", M, rank=-1, f0=90.0), *alike), ENGINE)
    assert [voice.name for voice in made.parts.values()] == ["one", "two"]


def test_voices_that_sound_alike_go_to_those_who_never_meet() -> None:
    alike = [Offer(name, "en", F, rank=rank, f0=200.0 + rank, timbre=(0.0,)) for rank, name in enumerate(("one", "two"))]
    offers = catalogue(Offer("narrator", "en", M, rank=-1, f0=90.0, timbre=(0.0,)), *alike)
    people = women("Ann", "Bea")
    apart = cast(play("Ann * Bea", people=people), Sheet(), offers, ENGINE)
    assert [(voice.name, voice.pitch) for voice in apart.parts.values()] == [("one", 0), ("two", 0)]
    together = cast(play("Ann Bea", people=people), Sheet(), offers, ENGINE)
    assert [(voice.name, voice.pitch) for voice in together.parts.values()] == [("one", 0), ("one", 3)]


@pytest.mark.parametrize(("semitones", "wanted"), [(3.0, ("two", 0.0)), (2.9, ("one", 3.0))])
def test_three_semitones_are_enough_and_less_is_not(semitones: float, wanted: tuple[str, float]) -> None:
    two = Offer("two", "en", F, rank=1, f0=200.0 * 2 ** (semitones / 12))
    offers = catalogue(Offer("narrator", "en", M, rank=-1, f0=50.0), Offer("one", "en", F, rank=0, f0=200.0), two)
    made = cast(play("Ann Bea", people=women("Ann", "Bea")), Sheet(), offers, ENGINE)
    assert (made.parts["Bea"].name, made.parts["Bea"].pitch) == wanted


@pytest.mark.parametrize(("distance", "wanted"), [(3.0, ("two", 0.0)), (2.9, ("one", 3.0))])
def test_a_timbre_three_away_is_enough_and_less_is_not(distance: float, wanted: tuple[str, float]) -> None:
    offers = [Offer(name, "en", F, rank=rank, f0=200.0, timbre=(at, 1.0)) for name, rank, at in (("narrator", -1, 99.0), ("one", 0, 0.0), ("two", 1, distance))]
    made = cast(play("Ann Bea", people=women("Ann", "Bea")), Sheet(), catalogue(*offers), ENGINE)
    assert (made.parts["Bea"].name, made.parts["Bea"].pitch) == wanted


def test_two_voices_that_nobody_measured_are_taken_to_differ() -> None:
    offers = catalogue(*(Offer(name, "en", U, rank=rank) for rank, name in enumerate(("narrator", "one", "two"))))
    made = cast(play("Ann Bob"), Sheet(), offers, ENGINE)
    assert [voice.name for voice in made.parts.values()] == ["one", "two"]


def test_voices_that_somebody_measured_come_first() -> None:
    offers = catalogue(Offer("unknown", "en", U, rank=0), Offer("narrator", "en", U, rank=1, f0=90.0), Offer("one", "en", U, rank=2, timbre=(9.0,)))
    made = cast(play("Ann Bob"), Sheet(), offers, ENGINE)
    assert [made.narrator.name, *(voice.name for voice in made.parts.values())] == ["narrator", "one", "unknown"]


def test_when_voices_run_out_they_are_shifted_and_then_shared_by_those_who_never_meet() -> None:
    offers = catalogue(Offer("narrator", "en", M, rank=-1, f0=50.0), Offer("one", "en", F, f0=220.0))
    names = [f"W{number}" for number in range(7)]
    script = play("W0 W1 W2 W3 W4 *", "W5 * W6", people=women(*names))
    made = cast(script, Sheet(), offers, ENGINE)
    assert [made.parts[name].pitch for name in names] == [0, 3, -3, 6, -6, 0, 3]
    assert {voice.name for voice in made.parts.values()} == {"one"}


def test_when_all_is_taken_in_a_scene_the_rarest_there_is_given_and_never_the_narrator() -> None:
    offers = catalogue(Offer("narrator", "en", F, rank=-1, f0=220.0))
    names = [f"W{number}" for number in range(9)]
    made = cast(play(" ".join(names), people=women(*names)), Sheet(), offers, ENGINE)
    pitches = [voice.pitch for voice in made.parts.values()]
    assert sorted(pitches) == sorted([3, -3, 6, -6] * 2 + [3])


def test_the_narrators_voice_at_another_pitch_comes_last() -> None:
    offers = catalogue(Offer("narrator", "en", F, rank=-1, f0=220.0), Offer("one", "en", F, f0=220.0))
    names = [f"W{number}" for number in range(6)]
    made = cast(play(" ".join(names[:5]), names[5], people=women(*names)), Sheet(), offers, ENGINE)
    assert [(voice.name, voice.pitch) for voice in made.parts.values()] == [("one", 3), ("one", -3), ("one", 6), ("one", -6), ("narrator", 3), ("one", 3)]


def test_a_shifted_voice_stays_within_twelve_semitones() -> None:
    offers = catalogue(Offer("narrator", "en", M, rank=-1, f0=50.0), Offer("one", "en", F, f0=220.0))
    names = [f"W{number}" for number in range(4)]
    made = cast(play(" ".join(names), people=women(*names)), Sheet(defaults=Direction(pitch=10.0)), offers, ENGINE)
    assert [voice.pitch for voice in made.parts.values()] == [10, 7, 4, 10]


def test_an_unknown_gender_may_have_any_voice_and_a_missing_one_the_next_best() -> None:
    offers = catalogue(Offer("narrator", "en", F, rank=-1, f0=50.0), Offer("man", "en", M, rank=0, f0=100.0), Offer("it", "en", U, rank=1, f0=200.0))
    made = cast(play("Ann Bob Kit", people=(*women("Ann"), *men("Bob"), Character("Kit"))), Sheet(), offers, ENGINE)
    assert {name: voice.name for name, voice in made.parts.items()} == {"Ann": "narrator", "Bob": "man", "Kit": "it"}
    assert made.parts["Ann"].pitch == 3


def test_voices_that_listeners_do_not_understand_are_never_cast() -> None:
    offers = tuple(replace(offer, clear=index % 3 == 0, rank=index % 3) for index, offer in enumerate(BAND))
    made = cast(play(" ".join(f"P{number}" for number in range(30))), Sheet(), catalogue(*offers), ENGINE)
    clear = {offer.name for offer in offers if offer.clear}
    assert {voice.name for voice in made.parts.values()} | {made.narrator.name} <= clear


def test_the_user_may_name_a_voice_that_listeners_do_not_understand() -> None:
    offers = (replace(BAND[0], clear=False), *BAND[1:])
    made = cast(PLAY, Sheet(narrator=Direction(offers[0].name)), catalogue(*offers), ENGINE)
    assert made.narrator.name == offers[0].name


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("en", {"en-us+v0", "en-gb+v0"}), ("en-gb", {"en-gb+v0"}), ("de", {"de+v0"}), ("EN_gb", {"en-gb+v0"}), ("fr", {"en-us+v0", "de+v0", "en-gb+v0"})],
)
def test_the_story_is_read_in_its_language(language: str, wanted: set[str]) -> None:
    offers = catalogue(*band(6, language="de"), *band(6, language="en-us"), *band(6, language="en-gb"))
    for script, sheet in ((play("Ann Bob", language=language), Sheet()), (play("Ann Bob", language="la"), Sheet(language=language))):
        made = cast(script, sheet, offers, ENGINE)
        assert made.narrator.name in wanted
        parents = {name.partition("+")[0].partition("-")[0] for name in wanted}
        assert {voice.name.partition("+")[0].partition("-")[0] for voice in made.parts.values()} <= parents


def test_what_the_sheet_says_holds() -> None:
    sheet = Sheet(
        narrator=Direction("en-us+v5", 0.9, -1.0, 0.8),
        defaults=Direction(rate=1.2, pitch=2.0, volume=0.5),
        characters=(known("Tobin", "en-us+v7"), Known("Mara", direction=Direction("en-us+v2", 1.5, 0.0, 1.0))),
        narration_rate=1.1,
        thoughts=Thoughts.NARRATOR,
        unsure_below=0.3,
    )
    made = cast(PLAY, sheet, CATALOGUE, ENGINE)
    assert made.narrator == Voice(ENGINE, "en-us+v5", 0.9 * 1.1, -1.0, 0.8)
    assert made.parts["Tobin"] == Voice(ENGINE, "en-us+v7", 1.2, 2.0, 0.5)
    assert made.parts["Mara"] == Voice(ENGINE, "en-us+v2", 1.5, 0.0, 1.0)
    assert (made.thoughts, made.unsure_below, made.appended) == (Thoughts.NARRATOR, 0.3, ("Pip", "Jo"))


def test_a_character_named_by_an_alias_is_that_character() -> None:
    sheet = Sheet(characters=(known("Captain Doyle", "en-us+v4", aliases=("the captain", "MARA")), known("Tobias Reed", "en-us+v1")))
    script = play("Mara Tobin", people=(*women("Mara"), Character("Tobin", ("tobias reed", "Toby"), M)))
    made = cast(script, sheet, CATALOGUE, ENGINE)
    assert {name: voice.name for name, voice in made.parts.items()} == {"Mara": "en-us+v4", "Tobin": "en-us+v1"}
    assert made.appended == ()


def test_an_alias_does_not_take_the_voice_of_somebody_of_that_very_name() -> None:
    sheet = Sheet(characters=(known("Tobin", "en-us+v1"),))
    script = play("Tobin Reed", people=(*men("Tobin"), Character("Reed", ("Tobin",), M)))
    made = cast(script, sheet, CATALOGUE, ENGINE)
    assert made.parts["Tobin"].name == "en-us+v1" != made.parts["Reed"].name and made.appended == ("Reed",)


def test_names_that_differ_in_capitals_only_are_one_character() -> None:
    made = cast(play("Mara MARA Mara Tobin"), Sheet(), CATALOGUE, ENGINE)
    assert made.parts["Mara"] == made.parts["MARA"] and made.appended == ("Mara", "Tobin")


def test_the_sheets_gender_wins() -> None:
    made = cast(PLAY, Sheet(characters=(known("Mara", gender=M),)), CATALOGUE, ENGINE)
    assert next(offer.gender for offer in BAND if offer.name == made.parts["Mara"].name) is M
    assert "Mara" not in made.appended


def test_a_default_voice_is_everybodys_who_has_none_and_is_not_appended() -> None:
    sheet = Sheet(defaults=Direction("en-us+v9"), characters=(known("Tobin", "en-us+v1"),))
    made = cast(PLAY, sheet, CATALOGUE, ENGINE)
    assert {name: voice.name for name, voice in made.parts.items()} == {"Mara": "en-us+v9", "Jo": "en-us+v9", "Pip": "en-us+v9", "Tobin": "en-us+v1"}
    assert made.appended == ()


def test_a_character_with_a_pitch_of_their_own_keeps_it() -> None:
    made = cast(PLAY, Sheet(characters=(known("Jo", pitch=5.0),)), CATALOGUE, ENGINE)
    assert made.parts["Jo"].pitch == 5 and all(apart(made.parts["Jo"], made.parts[name], CATALOGUE) for name in ("Mara",))


def test_who_tells_the_story_speaks_in_the_narrators_voice() -> None:
    script = play("Mara Tobin Mara", people=(replace(women("Mara")[0], narrates=True), *men("Tobin")))
    made = cast(script, Sheet(), CATALOGUE, ENGINE)
    assert made.parts["Mara"] == made.narrator != made.parts["Tobin"]
    assert made.appended == ("Tobin",)
    chosen = cast(script, Sheet(characters=(known("Mara", BAND[2].name),)), CATALOGUE, ENGINE)
    assert chosen.parts["Mara"].name == BAND[2].name != chosen.narrator.name


def test_one_voice_is_the_narrators() -> None:
    sheet = Sheet(narrator=Direction("en-us+v3"), characters=(known("Mara", "none such"),))
    made = cast(PLAY, sheet, CATALOGUE, ENGINE, one_voice=True)
    assert made == Cast(Voice(ENGINE, "en-us+v3"), {})
    assert {made.voice_for(segment).name for segment in PLAY.segments} == {"en-us+v3"}


def test_thoughts_count_as_lines() -> None:
    assert set(cast(play("(Mara) -"), Sheet(), CATALOGUE, ENGINE).parts) == {"Mara"}


def test_those_who_say_nothing_are_not_cast() -> None:
    made = cast(play("- *", people=women("Mara")), Sheet(characters=(known("Tobin", "en-us+v1"),)), CATALOGUE, ENGINE)
    assert made.parts == {} and made.appended == ()


def test_a_voice_of_another_engine_is_named_with_it() -> None:
    sheet = Sheet(characters=(known("Mara", "espeak:en-us+f3"), known("Tobin", "pyttsx3:en-us+v1")), engines={"espeak": {"gap": 3}})
    offers = Catalogue({ENGINE: BAND, OTHER: (Offer("en-us+f3", "en-us", F),)})
    made = cast(PLAY, sheet, offers, ENGINE)
    assert made.parts["Mara"] == Voice(OTHER, "en-us+f3") and made.parts["Tobin"] == Voice(ENGINE, "en-us+v1")
    assert engines_named(sheet, ENGINE) == (ENGINE, OTHER)
    assert {voice.engine for name, voice in made.parts.items() if name != "Mara"} == {ENGINE}


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("en-us+f3", (ENGINE, "en-us+f3")),
        ("espeak:en-us+f3", (OTHER, "en-us+f3")),
        ("pyttsx3:en", (ENGINE, "en")),
        ("tone:a:b", (EngineSpec("tone"), "a:b")),
        ("our.engines:make:deep: voice", (EngineSpec("our.engines:make"), "deep: voice")),
        ("our.engine:voice", (EngineSpec("our.engine"), "voice")),
        (r"HKEY\Tokens\David 11.0", (ENGINE, r"HKEY\Tokens\David 11.0")),
    ],
)
def test_a_voices_name_may_have_its_engine_in_front(text: str, parsed: tuple[EngineSpec, str]) -> None:
    assert parse_voice(text, ENGINE, Sheet(engines={"espeak": {"gap": 3}})) == parsed


def test_voices_that_are_not_there_are_told_all_at_once_with_the_nearest() -> None:
    sheet = Sheet(
        narrator=Direction("EN-US+V1", line=3),
        characters=(known("Mara", "en-us+v100", line=7), known("Tobin", "en-us+v1", line=8), known("Nobody", "espaek:x", line=9), known("Z", "qqqqq", line=10)),
    )
    offers = Catalogue({ENGINE: BAND, OTHER: (Offer("x", "en", F),)})
    with pytest.raises(CastError) as caught:
        cast(PLAY, sheet, offers, ENGINE)
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("voices.yaml:3: no voice 'EN-US+V1' in pyttsx3 (did you mean 'en-us+v1' or ")
    assert lines[1].startswith("voices.yaml:7: no voice 'en-us+v100' in pyttsx3 (did you mean 'en-us+v10' or ") and lines[1].count(" or ") == 2
    assert lines[2] == "voices.yaml:9: no engine 'espaek' (did you mean 'espeak'?)"
    assert lines[3] == "voices.yaml:10: no voice 'qqqqq' in pyttsx3; `audiobook voices --engine pyttsx3` lists them"
    assert "audiobook cast --recast-missing" in lines[4] and len(lines) == 5


def test_voices_that_are_not_there_are_cast_anew_when_asked() -> None:
    sheet = Sheet(
        narrator=Direction("gone"),
        characters=(known("Mara", "gone", pitch=2.0), known("Tobin", "en-us+v1"), known("Elsewhere", "gone", gender=F), known("Quiet", "en-us+v3")),
    )
    made = cast(PLAY, sheet, CATALOGUE, ENGINE, recast_missing=True)
    names = {offer.name: offer.gender for offer in BAND}
    assert made.narrator.name in names and names[made.parts["Mara"].name] is F and names[made.parts["Elsewhere"].name] is F
    assert made.parts["Mara"].pitch == 2 and made.parts["Tobin"].name == "en-us+v1" and "Quiet" not in made.parts
    assert made.appended == ("Pip", "Jo")


def test_a_default_voice_that_is_not_there_is_told_also_when_casting_anew() -> None:
    with pytest.raises(CastError, match="no voice 'gone'"):
        cast(PLAY, Sheet(defaults=Direction("gone")), CATALOGUE, ENGINE, recast_missing=True)


@pytest.mark.parametrize(
    ("offers", "words"), [((), "pyttsx3: has no voices on this machine"), ((replace(BAND[0], clear=False),), "none of its 1 voices is easy to understand")]
)
def test_an_engine_without_a_voice_is_told(offers: tuple[Offer, ...], words: str) -> None:
    with pytest.raises(CastError, match=words):
        cast(PLAY, Sheet(), catalogue(*offers), ENGINE)


def test_a_character_whom_no_voice_is_left_for_is_told() -> None:
    sheet = Sheet(narrator=Direction("espeak:x"), engines={"espeak": {"gap": 3}})
    with pytest.raises(CastError, match=r"no voice to cast for 'Mara'; name one in voices\.yaml"):
        cast(PLAY, sheet, Catalogue({ENGINE: (), OTHER: (Offer("x", "en", F),)}), ENGINE)


def in_sheet(made: Cast, names: list[str]) -> Sheet:
    return Sheet(characters=tuple(known(name, made.parts[name].name, pitch=made.parts[name].pitch) for name in names))


def test_those_in_the_sheet_keep_their_voices_when_the_story_goes_on() -> None:
    first = cast(PLAY, Sheet(), CATALOGUE, ENGINE)
    longer = play(
        "Mara Tobin Mara Pip", "Tobin * Mara Mara Jo", "Nell Nell Nell Nell Nell Mara Nell Otto", people=(*women("Nell", "Mara", "Jo"), *men("Tobin", "Pip"))
    )
    second = cast(longer, in_sheet(first, list(first.appended)), CATALOGUE, ENGINE)
    assert {name: second.parts[name] for name in first.parts} == first.parts and second.narrator == first.narrator
    assert second.appended == ("Nell", "Otto")
    assert all(apart(second.parts[one], second.parts[other], CATALOGUE) for one, other in mates(longer))


def test_a_voice_in_the_sheet_is_not_given_to_somebody_else_while_others_are_free() -> None:
    sheet = Sheet(characters=(known("Elsewhere", "en-us+v2"),))
    free = cast(PLAY, Sheet(), CATALOGUE, ENGINE)
    assert "en-us+v2" in {voice.name for voice in free.parts.values()}
    assert "en-us+v2" not in {voice.name for voice in cast(PLAY, sheet, CATALOGUE, ENGINE).parts.values()}


@given(scripts(), st.permutations(BAND), st.integers(1, len(BAND)))
def test_a_cast_is_a_function_of_its_input_in_whatever_order_voices_come(script: Script, offers: list[Offer], count: int) -> None:
    some = sorted(offers[:count], key=lambda offer: offer.name)
    made = cast(script, Sheet(), catalogue(*offers[:count]), ENGINE)
    assert made == cast(script, Sheet(), catalogue(*some), ENGINE)
    assert set(made.parts) == {segment.speaker for segment in script.segments if segment.speaker}
    assert all(voice != made.narrator for voice in made.parts.values())


@given(scripts(), st.sets(st.sampled_from(NAMES)))
@settings(max_examples=50)
def test_those_in_the_sheet_keep_their_voices_whatever_the_story(script: Script, names: set[str]) -> None:
    first = cast(play(" ".join(name.replace(" ", "_") for name in NAMES)), Sheet(), CATALOGUE, ENGINE)
    second = cast(script, in_sheet(first, sorted(names)), CATALOGUE, ENGINE)
    assert all((voice.name, voice.pitch) == (first.parts[name].name, first.parts[name].pitch) for name, voice in second.parts.items() if name in names)
    assert not set(second.appended) & names


@given(scripts())
@settings(max_examples=50)
def test_a_cast_put_into_the_sheet_is_the_same_cast(script: Script) -> None:
    first = cast(script, Sheet(), CATALOGUE, ENGINE)
    second = cast(script, in_sheet(first, list(first.appended)), CATALOGUE, ENGINE)
    assert second.parts == first.parts and second.appended == ()


@given(scripts())
@settings(max_examples=50)
def test_all_who_share_a_scene_differ_while_voices_last(script: Script) -> None:
    made = cast(script, Sheet(), CATALOGUE, ENGINE)
    assert all(apart(made.parts[one], made.parts[other], CATALOGUE) for one, other in mates(script))


@pytest.mark.parametrize("together", [50, 5000])
def test_five_thousand_characters_are_cast_in_seconds(together: int) -> None:
    offers = tuple(
        Offer(f"v{n}", "en", (F, M)[n % 2], rank=n % 100, f0=80 + n * 37 % 200, timbre=tuple((n * k * 7919 % 97) / 20 for k in range(1, 27)))
        for n in range(832)
    )
    names = [f"P{number}" for number in range(5000)]
    script = play(*(" ".join(names[at : at + together]) for at in range(0, 5000, together)))
    start = time.process_time()
    made = cast(script, Sheet(), catalogue(*offers), ENGINE)
    assert time.process_time() - start < 5
    assert len(made.parts) == 5000 and len({(voice.name, voice.pitch) for voice in made.parts.values()}) > 832
