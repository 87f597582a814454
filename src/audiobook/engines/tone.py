"""The tone engine: sound that spells out what was asked, so that a finished file shows each line, its voice, and what is missing.

A take is: silence · opening mark · nine symbols · a hum of the voice's own pitch, one swell a word · closing mark · silence. A symbol is four tones at
a time, one of four in each of four groups: 8 bits. The symbols say 40 bits of the text's digest, 16 of the voice's, 16 of their own check sum. Samples come
from a table of integers by integer arithmetic, so that they are the same on every machine.
"""

import hashlib
import itertools
import math
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audiobook.audio import Audio, from_int16
from audiobook.cast import Offer
from audiobook.engines import Tolerance, by_name, offered
from audiobook.errors import EngineError
from audiobook.sheet import Gender
from audiobook.take import Utterance
from audiobook.words import words

RATE = 22050  # Hz
SYMBOL = 0.024  # seconds
STEP = 1 / SYMBOL  # Hz between two tones that are orthogonal over a symbol
LOWEST = 24  # the lowest tone, in steps: 1,000 Hz, above every voice's hum
APART = 4  # steps between two tones
GROUPS = 4  # tones that sound at a time
SYMBOLS = 9  # bytes: five of the text, two of the voice, two of check sum
MARK = 2  # symbols that a mark lasts
_TABLE_BITS = 12
_AMPLITUDE = 1500  # of one tone, of 32,768: with it, what is spelt is as loud as what is hummed
_HUM = 9000

_NAMES = [f"{part}-{number}" for part in ("bass", "tenor", "alto", "soprano") for number in (1, 2, 3)]
_FIRST = ("tenor-2", "alto-2", "bass-2", "soprano-2", "tenor-3", "alto-3", "bass-3", "soprano-1", "tenor-1", "alto-1", "bass-1", "soprano-3")  # by rank
_LOWEST_VOICE = 62.0  # Hz
_INTERVAL = 2 ** (3.2 / 12)  # between two voices: more than the three semitones by which listeners tell them


def _tone(number: int) -> float:
    """Return the frequency of a tone in Hz: 0 to 15 spell data, four a group; 16 and 17 open, 18 and 19 close."""
    return (LOWEST + APART * number) * STEP


def _table() -> NDArray[np.int64]:
    return np.array([round(32767 * math.sin(2 * math.pi * index / (1 << _TABLE_BITS))) for index in range(1 << _TABLE_BITS)], dtype=np.int64)


_SINE = _table()
_OFFERS = tuple(
    Offer(name, "en", Gender.MALE if index < 6 else Gender.FEMALE, rank=_FIRST.index(name), f0=round(_LOWEST_VOICE * _INTERVAL**index, 1))
    for index, name in enumerate(_NAMES)
)


def text_digest(text: str) -> int:
    """Return the 40 bits that stand for a text."""
    return int.from_bytes(hashlib.sha256(text.encode(errors="surrogatepass")).digest()[:5])


def voice_digest(name: str) -> int:
    """Return the 16 bits that stand for a voice."""
    return int.from_bytes(hashlib.sha256(name.encode(errors="surrogatepass")).digest()[:2])


class ToneEngine:
    """Speaks in tones."""

    tolerates = Tolerance.THREADS

    def __init__(self, seconds_per_word: float, rate: int) -> None:
        self._seconds_per_word = seconds_per_word
        self._rate = rate
        self._offers = by_name(_OFFERS)
        self.revision = "tone-2"

    def ready(self) -> str | None:
        """It works everywhere."""
        return None

    def voices(self) -> tuple[Offer, ...]:
        """Return its twelve voices, 3.2 semitones apart."""
        return _OFFERS

    def synthesize(self, asked: Utterance) -> Audio:
        """Return the tones that spell text and voice; the rate shortens the hum, the pitch moves it."""
        voice = asked.voice
        offer = offered(voice.name, self._offers, voice.engine.kind)
        count = len(words(asked.text))
        if not count:
            raise EngineError(f"engine '{voice.engine.kind}' was asked to say {asked.text!r}, which holds no word")
        digest = text_digest(asked.text)
        silence = [self._samples(0.05 + (digest >> shift) % 64 / 640) for shift in (0, 8)]
        hum = _hum(count, offer.f0 * 2 ** (voice.pitch / 12), self._samples(self._seconds_per_word / voice.rate), self._rate)
        pieces = (_still(silence[0]), self._spelt(digest, voice_digest(voice.name)), hum, self._mark((18, 19)), _still(silence[1]))
        return Audio(from_int16(np.concatenate(pieces).astype(np.int16)), self._rate)

    def _samples(self, seconds: float) -> int:
        return round(seconds * self._rate)

    def _spelt(self, text: int, voice: int) -> NDArray[np.int64]:
        said = text.to_bytes(5) + voice.to_bytes(2)
        said += _check(said)
        symbols = [_chord([_tone(4 * group + (byte >> 2 * group) % 4) for group in range(GROUPS)], self._samples(SYMBOL), self._rate) for byte in said]
        return np.concatenate([self._mark((16, 17)), *symbols])

    def _mark(self, tones: tuple[int, int]) -> NDArray[np.int64]:
        return _chord([_tone(tone) for tone in tones for _ in range(2)], MARK * self._samples(SYMBOL), self._rate)


def open_tone(*, seconds_per_word: float = 0.35, rate: int = RATE) -> ToneEngine:
    """Open it; a text lasts at least as long as it takes to spell it, about 0.5 s."""
    if not 0 <= seconds_per_word <= 10 or not 11025 <= rate <= 192000:
        raise EngineError(f"engine 'tone': seconds_per_word {seconds_per_word:g}, rate {rate}; 0 to 10 and 11025 to 192000 would work")
    return ToneEngine(seconds_per_word, rate)


def _check(said: bytes) -> bytes:
    return (zlib.crc32(said) & 0xFFFF).to_bytes(2)


def _still(length: int) -> NDArray[np.int64]:
    return np.zeros(length, dtype=np.int64)


def _wave(frequency: float, length: int, rate: int) -> NDArray[np.int64]:
    """Return a sine of full scale (32,767), by integers: shape (length,)."""
    step = round(frequency * (1 << 32) / rate)
    wave: NDArray[np.int64] = _SINE[(np.arange(length, dtype=np.int64) * step >> (32 - _TABLE_BITS)) & ((1 << _TABLE_BITS) - 1)]
    return wave


def _chord(frequencies: list[float], length: int, rate: int) -> NDArray[np.int64]:
    sound: NDArray[np.int64] = np.sum([_wave(frequency, length, rate) for frequency in frequencies], axis=0)
    return sound * _AMPLITUDE >> 15


def _hum(count: int, frequency: float, length: int, rate: int) -> NDArray[np.int64]:
    """Return `count` swells of the frequency with its octave, each `length` samples."""
    sound: NDArray[np.int64] = (3 * _wave(frequency, count * length, rate) + _wave(2 * frequency, count * length, rate)) * _HUM >> 17
    swell = _SINE[np.arange(length, dtype=np.int64) * (1 << (_TABLE_BITS - 1)) // max(length, 1)]
    return sound * np.tile(swell, count) >> 15


# Reading it back

_HOPS = 8  # steps of the search in a symbol
_SURE = 0.4  # of a window's energy lies in a mark's two tones
_FAINT = 1e-6  # mean square below which nothing is heard


@dataclass(frozen=True, slots=True)
class Heard:
    """A take of the tone engine, found in sound."""

    text: int | None
    """text_digest of what was said; None where it cannot be read (damaged, or mixed with another)."""
    voice: int | None
    """voice_digest of who said it."""
    start: int
    """First sample of its opening mark."""
    end: int
    """Where its closing mark ends, or where the next take begins if it has none."""
    whole: bool
    """Whether it has its closing mark: the take was not cut."""


def decode(audio: Audio) -> list[Heard]:
    """Return the takes that sound, in order; it reads through lossy codecs, resampling and a gain from 0.1 to 1."""
    hop = round(audio.rate * SYMBOL / _HOPS)
    opening = _mark_starts(audio, hop, (16, 17))
    closing = _mark_starts(audio, hop, (18, 19))
    heard = []
    for start, bound in itertools.pairwise([*opening, len(audio.samples)]):
        end = next((at + MARK * _HOPS * hop for at in closing if start < at < bound), None)
        text, voice = _read(audio, start, hop) or (None, None)
        heard.append(Heard(text, voice, start, bound if end is None else end, end is not None))
    return heard


def said(asked: Utterance) -> tuple[int, int]:
    """Return the digests of text and voice by which decode() shows this utterance."""
    return text_digest(asked.text), voice_digest(asked.voice.name)


def _mark_starts(audio: Audio, hop: int, tones: tuple[int, int]) -> list[int]:
    """Return where marks of these tones begin, in samples."""
    share = _share(audio, hop, tones)
    both = np.minimum(share[:-_HOPS], share[_HOPS:])  # one window at the mark's start, one a symbol later
    starts: list[int] = []
    at = 0
    while at < len(both):
        if both[at] < _SURE:
            at += 1 if both[at] else max(1, int(np.argmax(both[at:] >= _SURE)))
            continue
        peak = at + int(np.argmax(both[at : at + 2 * _HOPS]))
        starts.append(peak * hop)
        at = peak + MARK * _HOPS
    return starts


def _share(audio: Audio, hop: int, tones: tuple[int, int]) -> NDArray[np.float64]:
    """Return how much of the energy of each window (a symbol long, one a hop) lies in the two tones, 0 to 1; 0 where it is faint."""
    count = len(audio.samples) // hop
    if count < 2 * _HOPS:
        return np.zeros(_HOPS)
    pieces = audio.samples[: count * hop].reshape(count, hop)
    energy = _windows(np.einsum("ij,ij->i", pieces, pieces, dtype=np.float64))
    found = np.zeros(len(energy))
    for tone in tones:
        turn = 2j * np.pi * _tone(tone) / audio.rate
        parts = pieces @ np.exp(-turn * np.arange(hop)).astype(np.complex64)
        found += np.abs(_windows(parts * np.exp(-turn * hop * np.arange(count)))) ** 2
    length = _HOPS * hop
    return np.where(energy > _FAINT * length, 2 * found / (length * np.maximum(energy, 1e-12)), 0.0)


def _windows(hops: NDArray[np.complex128] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sums of each _HOPS neighbours."""
    sums = np.cumsum(np.concatenate([np.zeros(1, hops.dtype), hops]))
    window: NDArray[np.float64] = sums[_HOPS:] - sums[:-_HOPS]
    return window


def _read(audio: Audio, start: int, hop: int) -> tuple[int, int] | None:
    """Return the digests that follow an opening mark, or None if no reading agrees with its check sum."""
    symbol = audio.rate * SYMBOL
    length = round(symbol)
    basis = np.exp(-2j * np.pi * np.outer(np.arange(length), [_tone(tone) for tone in range(16)]) / audio.rate)
    for nudge in (0, 1, -1, 2, -2, 3, -3):
        first = start + nudge * hop / 2 + MARK * symbol
        begins = [round(first + index * symbol) for index in range(SYMBOLS)]
        if begins[0] < 0 or begins[-1] + length > len(audio.samples):
            continue
        strength = np.abs(np.stack([audio.samples[at : at + length] for at in begins]) @ basis)
        digits = strength.reshape(SYMBOLS, GROUPS, 4).argmax(axis=2)
        spelt = bytes(int(sum(int(digit) << 2 * group for group, digit in enumerate(row))) for row in digits)
        if _check(spelt[:-2]) == spelt[-2:]:
            return int.from_bytes(spelt[:5]), int.from_bytes(spelt[5:7])
    return None
