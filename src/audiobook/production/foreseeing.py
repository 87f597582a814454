"""What a run would take, before it is done: by paces that were measured in this workspace, else by rules of thumb."""

from collections.abc import Collection, Mapping, Sequence

from audiobook.book import Coding
from audiobook.production.preparing import WORDS_A_MINUTE
from audiobook.recording.record import Recording
from audiobook.store.stories import Pace
from audiobook.take import Utterance


def foreseen(
    utterances: Sequence[Utterance],
    missing: Sequence[Utterance],
    recording: Recording,
    codings: Collection[Coding],
    known: Mapping[str, Pace],
    jobs: int,
) -> tuple[float, float | None]:
    """Return (seconds of finished sound, seconds that the run takes), both about; the second is None where an engine or a codec was never measured."""
    recorded = (recording.takes.get(recording.key(utterance)) for utterance in utterances)
    spoken = sum((take.length - take.lead - take.trail) / take.rate for take in recorded if take)
    keys = {recording.key(utterance) for utterance in missing}
    absent = [utterance for utterance in utterances if recording.key(utterance) in keys]
    paused = spoken * _PAUSES + sum(_seconds(utterance, known) for utterance in absent)
    names = {*(utterance.voice.engine.kind for utterance in missing), *(f"encoding {coding.codec}" for coding in codings)}
    if any(name not in known for name in names):
        return paused, None
    work = sum(len(utterance.text) * _each(known[utterance.voice.engine.kind]) for utterance in missing)
    work += sum(paused * _each(known[f"encoding {coding.codec}"]) for coding in codings)
    return paused, work / jobs


_PAUSES = 1.09  # times the speech alone: the pauses of an ordinary story


def _seconds(utterance: Utterance, known: Mapping[str, Pace]) -> float:
    pace = known.get(utterance.voice.engine.kind)
    if pace and pace.amount:
        return len(utterance.text) * pace.sound / pace.amount / utterance.voice.rate
    return 60 * len(utterance.text.split()) / WORDS_A_MINUTE / utterance.voice.rate


def _each(pace: Pace) -> float:
    """Return the seconds of work that one unit takes."""
    return pace.work / pace.amount if pace.amount else 0.0
