"""voices.yaml into a Sheet, with every mistake at once."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from audiobook.casting.voicing import split_voice
from audiobook.errors import did_you_mean
from audiobook.sheet import Direction, Gender, Known, Pauses, Sheet, Thoughts
from audiobook.yamlfile import Checker, Node, Shape, load, missing

RATE = (0.5, 2.0)  # times the voice's own pace
PITCH = (-12.0, 12.0)  # semitones
VOLUME = (0.0, 2.0)  # times the voice's own
LONGEST_PAUSE = 30.0  # seconds

_KEYS = (
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
)
_DIRECTION = ("voice", "rate", "pitch", "volume")
_CHARACTER = (*_DIRECTION, "aliases", "gender")
_PAUSES = ("within", "sentence", "paragraph", "speaker", "wordless", "scene", "heading", "head", "tail")
_GENDERS = {
    "female": Gender.FEMALE,
    "male": Gender.MALE,
    "unknown": Gender.UNKNOWN,
    **dict.fromkeys(("f", "woman", "girl", "she"), Gender.FEMALE),
    **dict.fromkeys(("m", "man", "boy", "he"), Gender.MALE),
    **dict.fromkeys(("nonbinary", "non-binary", "nb", "neutral", "they", "other"), Gender.UNKNOWN),
}
_THOUGHTS = {each.value: each for each in Thoughts}


def read_sheet(path: Path, *, engines: Collection[str] = ()) -> Sheet:
    """Read voices.yaml; a file that is not there is an empty sheet without a path.

    `engines` are the names of engines there are; where given, others are mistakes, but for a `package.module:factory`.

    Raises:
        SheetError: with all mistakes, by line.
    """
    if missing(path):
        return Sheet()
    root = load(path)
    check = Checker(path)
    top = check.table(root, _KEYS, "'narrator:', 'characters:' and the like")
    reader = _Reader(check, engines)
    values: dict[str, Any] = {
        "narrator": reader.direction(top["narrator"]) if "narrator" in top else None,
        "defaults": reader.direction(top["defaults"]) if "defaults" in top else None,
        "characters": reader.characters(top["characters"]) if "characters" in top else None,
        "engines": reader.engines(top["engines"]) if "engines" in top else None,
        "pauses": reader.pauses(top["pauses"]) if "pauses" in top else None,
        "engine": reader.engine(top["engine"], top["engine"].text.strip()) if "engine" in top else None,
        "language": check.language(top["language"]) if "language" in top else None,
        "thoughts": check.choice(top["thoughts"], _THOUGHTS) if "thoughts" in top else None,
        "series": check.text(top["series"], "a series' name") if "series" in top else None,
        "intro": check.file(top["intro"]) if "intro" in top else None,
        "outro": check.file(top["outro"]) if "outro" in top else None,
        "intro_line": top["intro"].line if "intro" in top else None,
        "outro_line": top["outro"].line if "outro" in top else None,
        "unsure_below": reader.only(top.get("casting"), "unsure_below", 0.0, 1.0),
        "narration_rate": reader.only(top.get("narration"), "rate", *RATE),
    }
    sheet = Sheet(path=path, **{key: value for key, value in values.items() if value is not None})
    pace = (sheet.narrator.rate or 1.0) * sheet.narration_rate
    if not RATE[0] <= pace <= RATE[1] and not check.mistakes:
        check.mistake(top["narration"], f"narrator.rate times narration.rate is {pace:g}; together {RATE[0]:g} to {RATE[1]:g} would work")
    check.finish()
    return sheet


class _Reader:
    """Reads the sheet's sections."""

    def __init__(self, check: Checker, engines: Collection[str]) -> None:
        self.check = check
        self.known_engines = engines

    def only(self, node: Node | None, key: str, low: float, high: float) -> float | None:
        """Read a section with one number in it."""
        held = self.check.table(node, (key,), f"'{key}: number'") if node else {}
        return self.check.number(held[key], low, high) if key in held else None

    def engine(self, node: Node, name: str) -> str | None:
        """Check an engine's name."""
        if not name or node.shape is not Shape.TEXT:
            self.check.text(node, "an engine's name")
            return None
        if self.known_engines and name not in self.known_engines and ":" not in name:
            self.check.mistake(node, f"no engine {name!r}" + (did_you_mean(name, self.known_engines) or f"; there are {', '.join(self.known_engines)}"))
        return name

    def direction(self, node: Node, held: Mapping[str, Node] | None = None) -> Direction:
        """Read a voice's name, or a map with voice, rate, pitch and volume."""
        if held is None:
            held = (
                {"voice": node} if node.shape is Shape.TEXT else self.check.table(node, _DIRECTION, "a voice's name, or a map with voice, rate, pitch, volume")
            )
        voice = self.check.text(held["voice"], "a voice's name") if "voice" in held else ""
        if kind := split_voice(voice)[0]:
            self.engine(held["voice"], kind)
        return Direction(
            voice=voice or None,
            rate=self.check.number(held["rate"], *RATE) if "rate" in held else None,
            pitch=self.check.number(held["pitch"], *PITCH) if "pitch" in held else None,
            volume=self.check.number(held["volume"], *VOLUME) if "volume" in held else None,
            line=held["voice"].line if "voice" in held else node.line,
        )

    def characters(self, node: Node) -> tuple[Known, ...]:
        """Read the characters; a name or alias may stand for one of them only, whatever its capitals."""
        owners: dict[str, tuple[str, int]] = {}
        return tuple(self._character(key, value, owners) for key, value in self.check.entries(node, "'Name: voice'"))

    def _character(self, key: Node, value: Node, owners: dict[str, tuple[str, int]]) -> Known:
        name = key.text
        if not name.strip():
            self.check.mistake(key, "a character without a name")
        self._own(key, name, name, owners)
        if value.shape in (Shape.NOTHING, Shape.TEXT):
            return Known(name, direction=self.direction(value) if value.shape is Shape.TEXT else Direction(), line=key.line)
        held = self.check.table(value, _CHARACTER, "'Name: voice', or a map with voice, rate, pitch, volume, aliases, gender,")
        aliases = []
        for alias in self._aliases(held["aliases"]) if "aliases" in held else ():
            called = self.check.text(alias, "a name")
            if called and self._own(alias, called, name, owners):
                aliases.append(called)
        gender = self.check.choice(held["gender"], _GENDERS) if "gender" in held else None
        return Known(name, tuple(aliases), gender, self.direction(value, held), key.line)

    def _aliases(self, node: Node) -> tuple[Node, ...]:
        return (node,) if node.shape is Shape.TEXT else self.check.items(node, "[one name, another]")

    def _own(self, node: Node, called: str, name: str, owners: dict[str, tuple[str, int]]) -> bool:
        """Give a name to a character; tell whether it was free."""
        if called.casefold() not in owners:
            owners[called.casefold()] = (name, node.line)
            return True
        owner, line = owners[called.casefold()]
        if owner != name:
            self.check.mistake(node, f"{node} is already a name of {owner!r}, on line {line}; a name can be one character's only")
        return False

    def engines(self, node: Node) -> dict[str, dict[str, str | int | float | bool]]:
        """Read the engines' options, as written."""
        found: dict[str, dict[str, str | int | float | bool]] = {}
        for key, value in self.check.entries(node, "an engine's name with its options"):
            options = ((option.text, self.check.value(held)) for option, held in self.check.entries(value, "'option: value'"))
            found[self.engine(key, key.text) or ""] = {option: held for option, held in options if held is not None}
        return found

    def pauses(self, node: Node) -> Pauses:
        """Read the pauses, in seconds."""
        held = self.check.table(node, _PAUSES, "'scene: 1.5' and the like")
        seconds = {name: self.check.seconds(value, LONGEST_PAUSE) for name, value in held.items()}
        return Pauses(**{name: value for name, value in seconds.items() if value is not None})
