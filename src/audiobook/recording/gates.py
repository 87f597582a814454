"""Is this take sound? Cheap gates on what an engine gave back for a line."""

import re
from dataclasses import dataclass

from audiobook.take import Utterance

SOFTEST = 0.003
"""Peak under which a take counts as silent, of full scale (-50 dB)."""
MOST_CLIPPED = 0.02
"""Share of samples at full scale above which a take counts as clipped."""
_SHORTEST_LETTER = 0.012  # seconds; the fastest voices need about 0.03
_LONGEST_SIGN = 0.6  # seconds; a digit or sign spelled out at a slow pace
_GRACE = 4.0  # seconds
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_WORD = 12  # letters that count of a word: "aaaaaaargh" and the like are said as an engine pleases


@dataclass(frozen=True, slots=True)
class Facts:
    """What was measured on a take where it was made."""

    rate: int
    """Samples a second, in Hz."""
    length: int
    """Samples."""
    lead: int
    trail: int
    """Samples of silence at its ends."""
    peak: float
    """0 to 1."""
    clipped: float
    """Share of samples at full scale, 0 to 1."""


def flaw(utterance: Utterance, facts: Facts) -> str | None:
    """Return what is wrong with a take, in words; None when it passes."""
    seconds = (facts.length - facts.lead - facts.trail) / facts.rate
    letters = sum(min(len(word), _LONGEST_WORD) for word in _WORD.findall(utterance.text))
    pace = utterance.voice.rate
    if facts.length == 0 or facts.peak < SOFTEST:
        return "silence"
    if seconds < (shortest := letters * _SHORTEST_LETTER / pace):
        return f"cut off: {seconds:.2f} s for {letters} letters, at least {shortest:.2f} s are needed"
    if seconds > (longest := _GRACE + len(utterance.text) * _LONGEST_SIGN / pace):
        return f"absurdly long: {seconds:.1f} s, at most {longest:.1f} s would be right"
    if facts.clipped > MOST_CLIPPED:
        return f"clipped: {facts.clipped:.0%} of its samples are at full scale"
    return None
