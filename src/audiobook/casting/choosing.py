"""Which voices suit a character, and which of them can be told apart.

Sets of voices are whole numbers with one bit a candidate, the best candidate lowest: 5,000 characters and 4,000 candidates take a second.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from audiobook.cast import EngineSpec, Offer
from audiobook.casting.parts import Part
from audiobook.sheet import Gender

DISTINCT_PITCH = 3.0  # semitones between medians of F0
DISTINCT_TIMBRE = 3.0  # Euclidean distance of Offer.timbre; the same voice on other words is 2.4 away on average
_SHIFTS = (0, 3, -3, 6, -6)  # semitones; any two are DISTINCT_PITCH apart
_MOST = 1000  # voices that are considered for one story
_MOST_PITCH = 12.0  # semitones, as in voices.yaml
_A_HAIR = 1e-9  # so that 3 semitones computed as 2.9999999 are 3

_Key = tuple[EngineSpec, str, float]


@dataclass(frozen=True, slots=True)
class Sound:
    """A voice at a pitch: what a listener tells it by."""

    engine: EngineSpec
    offer: Offer
    pitch: float
    """Semitones above the voice's own."""

    @property
    def key(self) -> _Key:
        """What makes it this voice and no other."""
        return self.engine, self.offer.name, self.pitch


def interval(one: Offer, other: Offer) -> float | None:
    """Return by how many semitones one voice speaks above another, each at its own pitch; None where nobody measured."""
    if one.name == other.name:
        return 0.0
    return 12 * math.log2(one.f0 / other.f0) if one.f0 and other.f0 else None


def timbre(one: Offer, other: Offer) -> float | None:
    """Return the distance of two voices' timbres; None where nobody measured, or not in the same way."""
    if one.name == other.name:
        return 0.0
    return math.dist(one.timbre, other.timbre) if one.timbre and len(one.timbre) == len(other.timbre) else None


def suited(offers: Iterable[Offer], language: str) -> list[Offer]:
    """Return the voices listeners understand, best first: those of the language where there are any, its very accent before others.

    Voices that somebody measured come before those of which nobody knows whom they resemble.
    """
    wanted = _code(language)

    def order(offer: Offer) -> tuple[bool, bool, int, str]:
        return "-" in wanted and _code(offer.language) != wanted, not (offer.f0 or offer.timbre), offer.rank, offer.name

    clear = [offer for offer in offers if offer.clear]
    native = [offer for offer in clear if _primary(offer.language) == _primary(language)]
    return sorted(native or clear, key=order)[:_MOST]


def speaks(offers: Iterable[Offer], language: str) -> bool:
    """Tell whether a voice is of the language, whatever its accent."""
    return any(_primary(offer.language) == _primary(language) for offer in offers)


def _code(language: str) -> str:
    return language.casefold().replace("_", "-")


def _primary(language: str) -> str:
    """Return a code's first part, as voices have it."""
    first = _code(language).partition("-")[0]
    return _AS_VOICES.get(first, first)


_AS_VOICES = {"zh": "cmn", "no": "nb", "nn": "nb"}  # Chinese is read as Mandarin, Norwegian as Bokmål


def shifts(pitch: float) -> tuple[float, ...]:
    """Return the pitches in semitones at which voices are cast by themselves, the plain one first; any two are DISTINCT_PITCH apart."""
    return tuple(pitch + shift for shift in _SHIFTS if abs(pitch + shift) <= _MOST_PITCH or not shift)


@dataclass(slots=True)
class Stage:
    """The candidates, which are all offers at all pitches, and who of them has been heard where.

    Candidate `row * len(offers) + column` is the offer of that column at the pitch of that row.
    """

    narrator: Sound
    engine: EngineSpec
    offers: Sequence[Offer]
    """Best first."""
    pitches: Sequence[float]
    """Semitones above the voices' own."""
    _heard: dict[int, int] = field(default_factory=dict)
    """By scene: the candidates that cannot be told from somebody there."""
    _crowd: dict[int | None, list[int]] = field(default_factory=dict)
    """By scene, and for all scenes under None: the candidates that one character has there, that two have, …"""
    _alike: dict[_Key, int] = field(default_factory=dict)
    _near: dict[tuple[EngineSpec, str], list[tuple[int, float | None]]] = field(default_factory=dict)
    _bits: dict[_Key, int] = field(default_factory=dict)
    _pools: dict[tuple[Gender, tuple[float, ...]], int] = field(default_factory=dict)

    _own: int = 0
    """The candidates that are the narrator's voice, at any pitch."""

    def __post_init__(self) -> None:
        keys = ((self.engine, offer.name, pitch) for pitch in self.pitches for offer in self.offers)
        self._bits = {key: 1 << at for at, key in enumerate(keys)}
        self._own = sum(bit for key, bit in self._bits.items() if key[:2] == self.narrator.key[:2])

    def give(self, sound: Sound, scenes: Sequence[int]) -> None:
        """Note that somebody of these scenes speaks so."""
        alike, bit = self._like(sound), self._bits.get(sound.key, 0)
        for scene in scenes:
            self._heard[scene] = self._heard.get(scene, 0) | alike
        for place in (None, *scenes):
            layers = self._crowd.setdefault(place, [])
            full = next((at for at, layer in enumerate(layers) if not layer & bit), len(layers))
            if full == len(layers):
                layers.append(0)
            layers[full] |= bit

    def choose(self, part: Part, pitches: tuple[float, ...]) -> Sound | None:
        """Return the character's voice: one that nobody has, else such a one at another pitch, else one of somebody they never meet.

        The narrator's at another pitch comes last. Where these scenes have all been given away, it is the one that fewest have there; None
        where there is only the narrator's.
        """
        plain, every = self._pool(part.gender, pitches[:1]), self._pool(part.gender, pitches)
        heard = narrator = self._like(self.narrator)
        for scene in part.scenes:
            heard |= self._heard.get(scene, 0)
        for pool in (plain & ~heard & ~self._had(1, (None,)), every & ~heard & ~self._own, every & ~heard):
            if pool:
                return self._rarest(pool, (None,))
        left = every & ~narrator or every & ~self._bits.get(self.narrator.key, 0)
        return self._rarest(left, part.scenes) if left else None

    def _rarest(self, pool: int, places: Sequence[int | None]) -> Sound:
        """Return the best of a pool that fewest have in these places; one of them, of which the pool has some."""
        times = 1
        while not pool & ~self._had(times, places):
            times += 1
        free = pool & ~self._had(times, places)
        row, column = divmod((free & -free).bit_length() - 1, len(self.offers))
        return Sound(self.engine, self.offers[column], self.pitches[row])

    def _had(self, times: int, places: Sequence[int | None]) -> int:
        """Return the candidates that so many characters have in one of the places."""
        had = 0
        for place in places:
            layers = self._crowd.get(place, ())
            had |= layers[times - 1] if times <= len(layers) else 0
        return had

    def _pool(self, gender: Gender, pitches: tuple[float, ...]) -> int:
        """Return the candidates of a gender at these pitches; where the engine has none, those of unknown gender, else all."""
        if (gender, pitches) not in self._pools:
            mine = [(self._bits[self.engine, offer.name, pitch], offer.gender) for pitch in pitches for offer in self.offers]
            wanted = () if gender is Gender.UNKNOWN else (gender, Gender.UNKNOWN)
            pools = [sum(bit for bit, theirs in mine if theirs is each) for each in wanted]
            self._pools[gender, pitches] = next(filter(None, pools), sum(bit for bit, _ in mine))
        return self._pools[gender, pitches]

    def _like(self, sound: Sound) -> int:
        """Return the candidates that cannot be told from a voice: near in pitch and timbre, as far as those were measured."""
        if sound.key not in self._alike:
            found = 0
            for column, apart in self._near_in_timbre(sound):
                for row, pitch in enumerate(self.pitches):
                    if apart is None or abs(apart + sound.pitch - pitch) < DISTINCT_PITCH - _A_HAIR:
                        found |= 1 << (row * len(self.offers) + column)
            self._alike[sound.key] = found
        return self._alike[sound.key]

    def _near_in_timbre(self, sound: Sound) -> list[tuple[int, float | None]]:
        """Return the offers that only pitch could tell from a voice, each with the interval between them. Two that nobody measured are told."""
        key = (sound.engine, sound.offer.name)
        if key not in self._near:
            pairs = ((column, interval(sound.offer, offer), timbre(sound.offer, offer)) for column, offer in enumerate(self.offers))
            self._near[key] = [
                (column, apart)
                for column, apart, distance in pairs
                if (apart is not None or distance is not None) and (distance or 0.0) < DISTINCT_TIMBRE - _A_HAIR
            ]
        return self._near[key]
