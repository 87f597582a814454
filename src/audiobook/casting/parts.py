"""Who has lines in a script, how many, and in which scenes; and which of them the sheet knows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobook.document import BlockKind
from audiobook.script import Character, Kind, Script, Segment
from audiobook.sheet import Gender, Known, Sheet


@dataclass(frozen=True, slots=True)
class Part:
    """One character to be cast: all names in the script that mean one person."""

    names: tuple[str, ...]
    """As in the script, most lines first."""
    known: Known | None
    """What the sheet says of the character."""
    gender: Gender
    lines: int
    scenes: tuple[int, ...]
    """In order."""
    narrates: bool = False
    """Says "I" in the narration."""


def spoken(script: Script) -> Counter[str]:
    """Return how many lines of speech and thought each speaker has."""
    return Counter(segment.speaker for segment in script.segments if segment.speaker is not None and _is_line(segment))


def parts(script: Script, sheet: Sheet) -> list[Part]:
    """Return those who have lines, most lines first, then by who speaks first."""
    lines, scenes = spoken(script), _scenes(script)
    index = {called.casefold(): known for known in sheet.characters for called in (known.name, *known.aliases)}
    people = {character.name: character for character in script.characters}
    claimed = {index[name.casefold()].name for name in lines if name.casefold() in index}
    groups: dict[str, list[str]] = {}
    knowns: dict[str, Known | None] = {}
    for name in sorted(lines, key=lambda name: -lines[name]):
        known = index.get(name.casefold()) or _by_alias(people.get(name), index, claimed)
        key = (known.name if known else name).casefold()
        groups.setdefault(key, []).append(name)
        knowns[key] = known
    found = [
        Part(
            tuple(names),
            knowns[key],
            _gender(knowns[key], [people[name] for name in names if name in people]),
            sum(lines[name] for name in names),
            tuple(sorted({scene for name in names for scene in scenes[name]})),
            any(people[name].narrates for name in names if name in people),
        )
        for key, names in groups.items()
    ]
    return sorted(found, key=lambda part: (-part.lines, part.scenes))


def _is_line(segment: Segment) -> bool:
    return segment.kind in (Kind.DIALOGUE, Kind.THOUGHT)


def _by_alias(character: Character | None, index: dict[str, Known], claimed: set[str]) -> Known | None:
    """Return whom the sheet knows by one of the character's aliases, unless the script has somebody of that very name."""
    found = (index.get(alias.casefold()) for alias in (character.aliases if character else ()))
    return next((known for known in found if known and known.name not in claimed), None)


def _gender(known: Known | None, characters: Sequence[Character]) -> Gender:
    if known and known.gender:
        return known.gender
    surest = max(characters, key=lambda character: (character.gender is not Gender.UNKNOWN, character.gender_confidence), default=None)
    return surest.gender if surest else Gender.UNKNOWN


def _scenes(script: Script) -> dict[str, set[int]]:
    """Return the scenes in which each speaker has a line. A chapter and a scene break begin one."""
    found: dict[str, set[int]] = {}
    for scene, segment in _staged(script):
        if segment.speaker is not None and _is_line(segment):
            found.setdefault(segment.speaker, set()).add(scene)
    return found


def _staged(script: Script) -> Iterator[tuple[int, Segment]]:
    scene = 0
    for _, blocks in script.chapters():
        scene += 1
        for block, indices in blocks:
            scene += block.kind is BlockKind.BREAK
            for index in indices:
                scene += script.segments[index].kind is Kind.BREAK
                yield scene, script.segments[index]
