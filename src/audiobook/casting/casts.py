"""Everybody's voice: what the sheet says, and for the others what is chosen."""

from collections.abc import Sequence

from audiobook.cast import Cast, Catalogue, EngineSpec, Offer, Voice
from audiobook.casting.choosing import Sound, Stage, shifts, suited
from audiobook.casting.parts import Part, parts
from audiobook.casting.voicing import Voices
from audiobook.errors import CastError
from audiobook.script import Script
from audiobook.sheet import Direction, Gender, Known, Sheet


def cast(
    script: Script,
    sheet: Sheet,
    catalogue: Catalogue,
    default_engine: EngineSpec,
    *,
    one_voice: bool = False,
    recast_missing: bool = False,
) -> Cast:
    """Return everybody's voice. The same script, sheet and catalogue give the same cast, and who stands in the sheet keeps theirs.

    `one_voice`: the narrator reads everything. `recast_missing`: characters whose voices the catalogue lacks are cast anew, those of the
    sheet who are not in this story too (under the sheet's names).

    Raises:
        CastError: voices of the sheet that are not in the catalogue, all at once; or no voice to cast.
    """
    voices = Voices(catalogue, default_engine, sheet)
    _check(sheet, voices, one_voice=one_voice, recast_missing=recast_missing)
    offers = suited(catalogue.offers.get(default_engine, ()), sheet.language or script.document.language)
    narrator = _sound(sheet.narrator, Direction(), voices) or Sound(default_engine, _first(offers, catalogue, default_engine), sheet.narrator.pitch or 0.0)
    reader = _voice(narrator, sheet.narrator, Direction(), pace=sheet.narration_rate)
    if one_voice:
        return Cast(reader, {}, sheet.thoughts, sheet.unsure_below)
    found = parts(script, sheet)
    if recast_missing:
        found += _absent(found, sheet, voices)
    sounds = _sounds(found, sheet, voices, narrator, default_engine, offers)
    everybody = {
        name: reader if sound is narrator and part.narrates else _voice(sound, _direction(part), sheet.defaults)
        for part, sound in zip(found, sounds, strict=True)
        for name in part.names
    }
    fresh = tuple(part.names[0] for part in found if part.known is None and sheet.defaults.voice is None and not part.narrates)
    return Cast(reader, everybody, sheet.thoughts, sheet.unsure_below, fresh)


def _check(sheet: Sheet, voices: Voices, *, one_voice: bool, recast_missing: bool) -> None:
    """Raise CastError for the voices of the sheet that are not there."""
    used = [] if recast_missing else [sheet.narrator]
    if not one_voice:
        used += [sheet.defaults] + ([] if recast_missing else [known.direction for known in sheet.characters])
    lacking = [direction for direction in used if direction.voice and not voices.find(direction.voice)]
    if lacking:
        mistakes = [str(voices.complaint(direction)) for direction in sorted(lacking, key=lambda direction: direction.line)]
        raise CastError("\n".join([*mistakes, "`audiobook cast --recast-missing` casts them anew, with voices that this machine has"]))


def _first(offers: Sequence[Offer], catalogue: Catalogue, engine: EngineSpec) -> Offer:
    if offers:
        return offers[0]
    if catalogue.offers.get(engine):
        raise CastError(f"{engine.kind}: none of its {len(catalogue.offers[engine])} voices is easy to understand; name voices in voices.yaml")
    raise CastError(f"{engine.kind}: has no voices on this machine; another --engine would work (`audiobook doctor` tells which)")


def _sounds(found: Sequence[Part], sheet: Sheet, voices: Voices, narrator: Sound, engine: EngineSpec, offers: Sequence[Offer]) -> list[Sound]:
    """Return how each part sounds, in order: those with a voice first, so that the others keep clear of them."""
    fixed = [_sound(_direction(part), sheet.defaults, voices) for part in found]
    base = sheet.defaults.pitch or 0.0
    pitches = [_pitches(part, base) for part in found]
    heights = dict.fromkeys((*shifts(base), *(pitch for each, sound in zip(pitches, fixed, strict=True) if sound is None for pitch in each)))
    stage = Stage(narrator, engine, offers, list(heights))
    scenes = {part.known.name: part.scenes for part in found if part.known}
    for known in sheet.characters:
        if sound := _sound(known.direction, sheet.defaults, voices):
            stage.give(sound, scenes.get(known.name, ()))
    open_parts = [part for part, sound in zip(found, fixed, strict=True) if sound is None and not part.narrates]
    if open_parts and not offers:
        raise CastError(f"{engine.kind}: no voice to cast for {open_parts[0].names[0]!r}; name one in voices.yaml")
    sounds = []
    for part, mine, sound in zip(found, pitches, fixed, strict=True):
        reader = narrator if part.narrates else None
        sounds.append(sound or reader or stage.choose(part, mine) or narrator)
        if sound is None and reader is None:
            stage.give(sounds[-1], part.scenes)
    return sounds


def _direction(part: Part) -> Direction:
    return part.known.direction if part.known else Direction()


def _pitches(part: Part, base: float) -> tuple[float, ...]:
    """Return the pitches at which a part may be cast. What the sheet says stays; a lost voice is exchanged for another at its pitch."""
    direction = _direction(part)
    if direction.pitch is not None:
        return (direction.pitch,)
    return (base,) if direction.voice else shifts(base)


def _sound(direction: Direction, defaults: Direction, voices: Voices) -> Sound | None:
    """Return the voice that the sheet names; None where it names none that is there."""
    found = voices.find(direction.voice or defaults.voice or "")
    pitch = direction.pitch if direction.pitch is not None else defaults.pitch or 0.0
    return Sound(*found, pitch) if found else None


def _voice(sound: Sound, direction: Direction, defaults: Direction, *, pace: float = 1.0) -> Voice:
    rate = direction.rate if direction.rate is not None else defaults.rate if defaults.rate is not None else 1.0
    volume = direction.volume if direction.volume is not None else defaults.volume if defaults.volume is not None else 1.0
    return Voice(sound.engine, sound.offer.name, rate * pace, sound.pitch, volume)


def _absent(found: Sequence[Part], sheet: Sheet, voices: Voices) -> list[Part]:
    """Return parts for those who are not in this story and whose voices are not there."""
    here = {part.known.name for part in found if part.known}

    def lost(known: Known) -> bool:
        return known.name not in here and known.direction.voice is not None and not voices.find(known.direction.voice)

    return [Part((known.name,), known, known.gender or Gender.UNKNOWN, 0, ()) for known in sheet.characters if lost(known)]
