"""A cast back into voices.yaml: new characters appended, lost voices exchanged, all else byte for byte as it was."""

from collections import Counter
from importlib.resources import files
from pathlib import Path

from audiobook.cast import Cast, Voice
from audiobook.casting.parts import parts, spoken
from audiobook.casting.sheets import read_sheet
from audiobook.casting.voicing import parse_voice, written_voice
from audiobook.script import Script
from audiobook.sheet import Direction, Gender, Sheet
from audiobook.yamlfile import Node, Shape, append, entry, exchange, missing, parse, quoted, rewrite

_ENGINE, _NARRATOR = "# engine: pyttsx3", "# narrator: en-us"  # lines of the template


def template() -> str:
    """Return the voices.yaml that documents itself, without a character in it."""
    return files("audiobook.casting").joinpath("voices.yaml").read_text("utf-8")


def save_cast(path: Path, script: Script, cast: Cast) -> tuple[str, ...]:
    """Append the characters that were cast just now, with their line counts as comments; return the names appended.

    A file that is not there is made, documented, with the cast's engine and narrator. Nothing else is touched.

    Raises:
        SheetError: the file has mistakes, or is written so that nothing can be appended safely.
        OutputError: it cannot be written.
    """
    sheet = read_sheet(path)
    own = sheet.engine or cast.narrator.engine.kind
    known = {called.casefold() for each in sheet.characters for called in (each.name, *each.aliases)}
    fresh = {name.casefold(): name for name in reversed(cast.appended) if name.casefold() not in known}
    names = tuple(name for name in cast.appended if fresh.get(name.casefold()) == name)
    if not names and sheet.path is not None:
        return ()
    lines: Counter[str] = Counter()
    for speaker, count in spoken(script).items():
        lines[speaker.casefold()] += count
    people = {character.name: character.gender for character in script.characters}
    base = sheet.defaults.pitch or 0.0
    additions = [entry(name, _value(cast.parts[name], own, base), _comment(lines[name.casefold()], people.get(name))) for name in names]
    rewrite(path, lambda text: append(text, "characters", additions, path), fresh=_fresh(cast.narrator) if sheet.path is None else "")
    return names


def recast_missing(path: Path, script: Script, cast: Cast) -> tuple[str, ...]:
    """Exchange the voices that the machine lacks for those that `cast(…, recast_missing=True)` gave instead; return whose they were.

    Raises:
        SheetError: the file has mistakes, or a voice stands where it cannot be exchanged safely.
        OutputError: it cannot be written.
    """
    if missing(path):
        return ()
    sheet = read_sheet(path)
    own = sheet.engine or cast.narrator.engine.kind
    named = {part.known.name: part.names[0] for part in parts(script, sheet) if part.known}
    wanted: dict[str, str] = {}
    for known in sheet.characters:
        voice = cast.parts.get(named.get(known.name, known.name))
        if voice and _is_other(known.direction, voice, sheet):
            wanted[known.name] = quoted(written_voice(voice.engine, voice.name, own))
    narrator = quoted(written_voice(cast.narrator.engine, cast.narrator.name, own)) if _is_other(sheet.narrator, cast.narrator, sheet) else None

    def change(text: str) -> str:
        root = parse(text, path)
        characters = root.get("characters")
        places = [(node, wanted[key.text]) for key, node in (characters.entries if characters else ()) if key.text in wanted]
        if narrator and (place := root.get("narrator")):
            places.append((place, narrator))
        return exchange(text, [(_voice_node(node), value) for node, value in places], path) if places else text

    rewrite(path, change)
    return (("narrator",) if narrator else ()) + tuple(wanted)


def _fresh(narrator: Voice) -> str:
    """Return a new file's text, in which the engine and the narrator are written."""
    voice = written_voice(narrator.engine, narrator.name, narrator.engine.kind)
    return template().replace(_ENGINE, f"engine: {quoted(narrator.engine.kind)}", 1).replace(_NARRATOR, f"narrator: {quoted(voice)}", 1)


def _value(voice: Voice, own: str, base: float) -> str:
    """Return a voice as a character's value; in the long form where it speaks higher or lower than `base` semitones."""
    name = quoted(written_voice(voice.engine, voice.name, own))
    return name if voice.pitch == base else f"{{voice: {name}, pitch: {voice.pitch:g}}}"


def _comment(lines: int, gender: Gender | None) -> str:
    counted = "1 line" if lines == 1 else f"{lines:,} lines"
    return counted if gender in (None, Gender.UNKNOWN) else f"{counted}, {gender}"


def _is_other(direction: Direction, voice: Voice, sheet: Sheet) -> bool:
    """Tell whether the sheet names another voice than this one."""
    if direction.voice is None:
        return False
    engine, name = parse_voice(direction.voice, voice.engine, sheet)
    return (engine.kind, name) != (voice.engine.kind, voice.name)


def _voice_node(node: Node) -> Node:
    """Return where a character's voice stands: the value itself, or that of its `voice:`."""
    return node.get("voice") or node if node.shape is Shape.MAP else node
