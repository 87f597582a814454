"""What a voice is called in voices.yaml, and which of the catalogue's voices that is."""

import re

from audiobook.cast import Catalogue, EngineSpec, Offer
from audiobook.errors import Mistake, did_you_mean
from audiobook.sheet import Direction, Sheet

_WITH_ENGINE = re.compile(r"(\w+(?:\.\w+)+:\w+(?=:)|[^:]*):(.*)\Z", re.DOTALL)
_SUGGESTED = 20
"""Missing voices that get a "did you mean"; the search for near names takes a tenth of a second in a catalogue of 15,000."""


def parse_voice(text: str, default_engine: EngineSpec, sheet: Sheet) -> tuple[EngineSpec, str]:
    """Return the engine and the name of a voice as written: `en-us+f3` is the default engine's, `espeak:en-us+f3` is espeak's.

    Another engine than the default one gets the options that the sheet has for it.
    """
    kind, name = split_voice(text)
    if kind in ("", default_engine.kind):
        return default_engine, name
    return EngineSpec(kind, tuple(sorted(sheet.engines.get(kind, {}).items()))), name


def split_voice(text: str) -> tuple[str, str]:
    """Return the engine's kind and the voice's name as written; the kind is empty where none stands in front.

    A kind may itself be a `package.module:factory`.
    """
    found = _WITH_ENGINE.match(text)
    return (found[1], found[2]) if found else ("", text)


def written_voice(engine: EngineSpec, name: str, own: str) -> str:
    """Return a voice as voices.yaml has it; `own` is the engine whose voices stand there without a prefix."""
    return name if engine.kind == own and ":" not in name else f"{engine.kind}:{name}"


def engines_named(sheet: Sheet, default_engine: EngineSpec) -> tuple[EngineSpec, ...]:
    """Return the engines that the sheet's voices need, the default one first: those that must be in the catalogue."""
    directions = (sheet.narrator, sheet.defaults, *(known.direction for known in sheet.characters))
    return tuple(dict.fromkeys((default_engine, *(parse_voice(each.voice, default_engine, sheet)[0] for each in directions if each.voice))))


class Voices:
    """The catalogue's voices by name."""

    def __init__(self, catalogue: Catalogue, default_engine: EngineSpec, sheet: Sheet) -> None:
        self._offers = {spec: {offer.name: offer for offer in offers} for spec, offers in catalogue.offers.items()}
        self._default = default_engine
        self._sheet = sheet
        self._complaints: dict[str, str] = {}

    def find(self, text: str) -> tuple[EngineSpec, Offer] | None:
        """Return the voice that is written so; None where this machine has none."""
        engine, name = parse_voice(text, self._default, self._sheet)
        offer = self._offers.get(engine, {}).get(name)
        return (engine, offer) if offer else None

    def complaint(self, direction: Direction) -> Mistake:
        """Return what to say of a voice that is not there, with the nearest names."""
        voice = direction.voice or ""
        if voice not in self._complaints:
            self._complaints[voice] = self._what(voice)
        return Mistake(f"{self._sheet.path or 'voices.yaml'}:{direction.line}", self._complaints[voice])

    def _what(self, voice: str) -> str:
        engine, name = parse_voice(voice, self._default, self._sheet)
        if engine not in self._offers:
            kinds = sorted({spec.kind for spec in self._offers})
            return f"no engine {engine.kind!r}" + (did_you_mean(engine.kind, kinds) or f"; there are {', '.join(kinds)}")
        near = did_you_mean(name, self._offers[engine], most=3) if len(self._complaints) < _SUGGESTED else ""
        return f"no voice {name!r} in {engine.kind}" + (near or f"; `audiobook voices --engine {engine.kind}` lists them")
