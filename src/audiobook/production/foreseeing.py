"""What a run would take, before it is done: by paces that were measured in this workspace, else by rules of thumb."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from audiobook.book import Coding
from audiobook.production.preparing import WORDS_A_MINUTE
from audiobook.recording.record import Recording
from audiobook.sound.press import APART
from audiobook.store.stories import Pace
from audiobook.take import Session, Utterance


def foreseen(
    utterances: Sequence[Utterance],
    missing: Sequence[Utterance],
    recording: Recording,
    shares: Mapping[Coding, float],
    known: Mapping[str, Pace],
    jobs: int,
) -> tuple[float, float | None]:
    """Return (seconds of finished sound, seconds that the run takes), both about; the second is None where an engine or a codec was never measured.

    Args:
        utterances: the story's.
        missing: those that have to be recorded.
        recording: knows the others.
        shares: what of the book is encoded in each coding, 0 to 1.
        known: measured paces.
        jobs: how much is done at a time.
    """
    recorded = (recording.takes.get(recording.key(utterance)) for utterance in utterances)
    spoken = sum((take.length - take.lead - take.trail) / take.rate for take in recorded if take)
    keys = {recording.key(utterance) for utterance in missing}
    absent = [utterance for utterance in utterances if recording.key(utterance) in keys]
    paused = spoken * _PAUSES + sum(_seconds(utterance, known) for utterance in absent)
    names = {*(utterance.voice.engine.kind for utterance in missing), *(f"encoding {coding.codec}" for coding in shares)}
    if any(name not in known for name in names):
        return paused, None
    work = sum(len(utterance.text) * _each(known[utterance.voice.engine.kind]) for utterance in missing)
    work += sum(share * paused * _each(known[f"encoding {coding.codec}"]) for coding, share in shares.items())
    return paused, work / jobs


def encoded_shares(sessions: Sequence[Session], missing: Collection[Utterance], codings: Collection[Coding], held: Collection[str]) -> dict[Coding, float]:
    """Return about what share of the book is to be encoded in each coding, 0 to 1: all of it unless the last render used that codec, of which `held` tells."""
    new = set(missing)
    spoken = [[utterance for line in session.lines for utterance in line.utterances] for session in sessions]
    changed = _letters(utterance for utterances in spoken for utterance in utterances if utterance in new)
    touched = sum(_letters(utterances) for utterances in spoken if not new.isdisjoint(utterances))
    whole = sum(map(_letters, spoken)) or 1
    return {coding: 1.0 if coding.codec not in held else (changed if coding.codec in APART else touched) / whole for coding in codings}


def _letters(utterances: Iterable[Utterance]) -> int:
    return sum(len(utterance.text) for utterance in utterances)


_PAUSES = 1.09  # times the speech alone: the pauses of an ordinary story


def _seconds(utterance: Utterance, known: Mapping[str, Pace]) -> float:
    pace = known.get(utterance.voice.engine.kind)
    if pace and pace.amount:
        return len(utterance.text) * pace.sound / pace.amount / utterance.voice.rate
    return 60 * len(utterance.text.split()) / WORDS_A_MINUTE / utterance.voice.rate


def _each(pace: Pace) -> float:
    """Return the seconds of work that one unit takes."""
    return pace.work / pace.amount if pace.amount else 0.0
