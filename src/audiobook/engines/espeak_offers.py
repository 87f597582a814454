"""What is known of espeak-ng's voices: measured by tools/measure_voices, read from its table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from audiobook.cast import Offer
from audiobook.engines.espeak_files import languages, variants
from audiobook.sheet import Gender

_TABLE = Path(__file__).with_name("espeak_voices.tsv")
_PLAINEST = "en-us"
_UNMEASURED = 1000  # ranks from which voices follow that nobody measured
_LAST = 2000
_NO_PROSE = {"en-shaw"}  # reads another alphabet
_SPIKY = {"klatt", "klatt2"}  # variants whose peaks stand 15 dB and more above what limiting leaves of them: cast by themselves only after all others


@dataclass(frozen=True, slots=True)
class _Row:
    gender: Gender
    clear: bool
    rank: int
    f0: float
    timbre: tuple[float, ...]


@cache
def offers() -> Mapping[str, Offer]:
    """Return what can be cast, by name: English accents in all variants, other languages in those that are clear; their pitch and timbre are not measured."""
    table = _table()
    english = {accent for accent, _ in table}
    found: dict[str, Offer] = {}
    for plain in languages():
        for variant in ("", *variants()):
            name = f"{plain.name}+{variant}" if variant else plain.name
            row = table.get((plain.name, variant))
            like = table.get((_PLAINEST, variant))
            if row:
                rank = row.rank + 2 * _UNMEASURED if variant in _SPIKY else row.rank
                found[name] = Offer(name, plain.language, row.gender, row.clear, rank, row.f0, row.timbre)
            elif like and like.clear and plain.name not in english:
                found[name] = Offer(name, plain.language, like.gender, plain.name not in _NO_PROSE, _UNMEASURED + like.rank)
            elif not like:
                found[name] = Offer(name, plain.language, Gender.UNKNOWN, plain.name not in _NO_PROSE, _LAST)
    return found


@cache
def _table() -> Mapping[tuple[str, str], _Row]:
    return dict(_rows(_TABLE.read_text(encoding="utf-8")))


def _rows(content: str) -> Iterator[tuple[tuple[str, str], _Row]]:
    """Yield accent and variant with what was measured, line by line; the first line is a heading."""
    for line in content.splitlines()[1:]:
        accent, variant, gender, clear, rank, _errors, f0, timbre = line.split("\t")
        yield (accent, variant), _Row(Gender(gender), clear == "1", int(rank), float(f0), tuple(int(tenths) / 10 for tenths in timbre.split()))
