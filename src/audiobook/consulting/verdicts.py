"""What a second opinion does to a line: another speaker, another confidence, a reason that tells of both."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from audiobook.consulting.questions import sureness
from audiobook.script import Kind, Script, Segment

TRUST = 0.8
"""How often a model is taken to be right on a line that we doubt: an assumption, since it depends on the model."""


def with_opinions(script: Script, opinions: Mapping[int, str | None], model: str) -> Script:
    """Return the script with the opinions, speakers by segment, weighed against its own."""
    if not opinions:
        return script
    segments = tuple(_weighed(segment, opinions[index], model) if index in opinions else segment for index, segment in enumerate(script.segments))
    lines = Counter(segment.speaker for segment in segments if segment.speaker is not None)
    return replace(script, segments=segments, characters=tuple(sorted(script.characters, key=lambda character: -lines[character.name])))


def _weighed(segment: Segment, speaker: str | None, model: str) -> Segment:
    own = sureness(segment)
    if segment.kind not in (Kind.DIALOGUE, Kind.THOUGHT) or segment.confidence == 1.0:
        return segment
    if speaker == segment.speaker:
        why = f"second opinion: {model} agrees (we {segment.confidence:.2f}){f'; {segment.reason}' if segment.reason else ''}"
        return replace(segment, confidence=max(segment.confidence, agreed(segment.confidence)), reason=why)
    if own >= TRUST:
        return segment
    thought = f"we thought {segment.speaker} ({segment.confidence:.2f})" if segment.speaker is not None else "we knew nobody"
    return replace(segment, speaker=speaker, confidence=overruled(own), reason=f"second opinion: {model} says {speaker or 'nobody'}; {thought}")


def agreed(own: float) -> float:
    """Return the confidence of a line on which both agree, from our own: what two witnesses are worth who err apart."""
    both = own * TRUST
    return both / (both + (1 - own) * (1 - TRUST))


def overruled(own: float) -> float:
    """Return the confidence of the other's answer, from our own in ours: it is right and we are wrong, or it is wrong."""
    theirs = (1 - own) * TRUST
    return theirs / (theirs + (1 - TRUST))
