"""Recording what is missing: batches to the workers, takes to the store, retries for what came out wrong."""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from audiobook.cast import EngineSpec
from audiobook.errors import EngineError
from audiobook.events import Notice, Report
from audiobook.recording.gates import flaw
from audiobook.recording.perform import FUNCTION, Performance, Refusal
from audiobook.store import Store
from audiobook.store.stories import Pace
from audiobook.take import Rush, Take, Utterance

BATCH_LETTERS = 1500
"""Characters that a worker is asked to speak at a time: enough that the asking costs nothing, few enough that a kill costs seconds."""
ATTEMPTS = 3
_STARTING = 60.0  # seconds that an engine may take to open
_PER_LETTER = 0.5  # seconds that a character may take to speak, on the slowest machine


class Executor(Protocol):
    """Where work is done: see executors.py."""

    def submit(self, function: str, *args: object, family: str, timeout: float, priority: int) -> "Future[object]":
        """Call "module:function" with plain data somewhere, some time."""
        ...


@dataclass(slots=True)
class Job:
    """A batch on its way."""

    spec: EngineSpec
    utterances: tuple[Utterance, ...]
    priority: int
    attempt: int = 1
    rushes: Path | None = None
    """Where its raw sound goes."""


@dataclass(frozen=True, slots=True)
class Hole:
    """An utterance that no attempt could record."""

    utterance: Utterance
    why: str


@dataclass(slots=True)
class Recording:
    """What is recorded so far, and what is under way. Driven by one thread: `feed`, wait for a future, `accept`."""

    store: Store
    executor: Executor
    revisions: Mapping[EngineSpec, str]
    report: Report
    rushes: Callable[[], Path] | None = None
    """Names a file for a batch's raw sound, which the mix reads while it is there; None: who speaks does not share this machine's disk."""
    window: int = 8
    """Batches under way at once: bounds memory, whatever the length of the book."""
    takes: dict[str, Take] = field(default_factory=dict)
    """By the utterances' keys."""
    holes: dict[str, Hole] = field(default_factory=dict)
    recorded: int = 0
    """Takes made in this run."""
    by_voice: Counter[str] = field(default_factory=Counter)
    """The same, per voice."""
    seconds: float = 0.0
    """Of sound recorded in this run."""
    letters: int = 0
    """Of text recorded in this run."""
    paces: dict[str, Pace] = field(default_factory=dict)
    """How fast each kind of engine spoke in this run."""
    _waiting: deque[Job] = field(default_factory=deque)
    _running: dict["Future[object]", Job] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """Count from here: what was recorded before (the voices' calibration) is no part of the story."""
        self.recorded, self.seconds, self.letters = 0, 0.0, 0
        self.by_voice.clear()

    def key(self, utterance: Utterance) -> str:
        """Return the content address of the utterance's take."""
        return utterance.key(self.revisions[utterance.voice.engine])

    def missing(self, utterances: Sequence[Utterance]) -> list[Utterance]:
        """Return the utterances that have no take yet, each distinct one once; takes that are in the store are picked up."""
        absent: dict[str, Utterance] = {}
        for utterance in utterances:
            key = self.key(utterance)
            if key in self.takes or key in absent:
                continue
            take = self.store.take(key)
            if take is None:
                if self.store.has_damaged(key):
                    self.report(Notice(f"the take of {_quoted(utterance)} is damaged; it is recorded again"))
                absent[key] = utterance
            else:
                self.takes[key] = take
        return list(absent.values())

    def ask(self, utterances: Sequence[Utterance], priority: int) -> None:
        """Queue utterances for recording, in batches of one engine."""
        by_engine: dict[EngineSpec, list[Utterance]] = {}
        for utterance in utterances:
            if (key := self.key(utterance)) not in self._asked:
                self._asked.add(key)
                by_engine.setdefault(utterance.voice.engine, []).append(utterance)
        for spec, mine in by_engine.items():
            self._waiting.extend(Job(spec, batch, priority) for batch in _batches(mine))

    def again(self, key: str, utterance: Utterance, priority: int) -> None:
        """Record anew what turned out to be damaged."""
        self.store.discard(key)
        self._waiting.appendleft(Job(utterance.voice.engine, (utterance,), priority))

    def feed(self) -> list["Future[object]"]:
        """Start as much as the window allows; return all futures under way."""
        while self._waiting and len(self._running) < self.window:
            job = self._waiting.popleft()
            timeout = _STARTING + _PER_LETTER * sum(len(utterance.text) for utterance in job.utterances)
            args: tuple[object, ...] = (job.spec, job.utterances)
            if self.rushes is not None:
                job.rushes = self.rushes()
                args = (*args, job.rushes)
            future = self.executor.submit(FUNCTION, *args, family=job.spec.kind, timeout=timeout, priority=job.priority)
            self._running[future] = job
        return list(self._running)

    def accept(self, future: "Future[object]") -> list[str] | None:
        """Store what came of one future; return the keys that are settled by it (taken, or holes), None for a future of somebody else."""
        job = self._running.pop(future, None)
        if job is None:
            return None
        try:
            outcome = future.result()
        except EngineError as error:
            return self._failed(job, list(job.utterances), str(error))
        assert isinstance(outcome, list)
        settled, start = list[str](), 0
        for utterance, made in zip(job.utterances, outcome, strict=True):
            settled += self._keep(job, utterance, made, start)
            start += made.facts.length if isinstance(made, Performance) else 0
        return settled

    def _keep(self, job: Job, utterance: Utterance, made: Performance | Refusal, start: int) -> list[str]:
        why = made.why if isinstance(made, Refusal) else flaw(utterance, made.facts)
        if isinstance(made, Refusal) or why is not None:
            return self._failed(job, [utterance], why or "")
        facts = made.facts
        key = self.key(utterance)
        take = self.store.add_take(
            key,
            made.flac,
            rate=facts.rate,
            length=facts.length,
            lead=facts.lead,
            trail=facts.trail,
            peak=facts.peak,
            digest=made.digest,
        )
        self.takes[key] = replace(take, rush=Rush(job.rushes, start)) if job.rushes else take
        self.recorded += 1
        self.by_voice[utterance.voice.name] += 1
        seconds = facts.length / facts.rate
        self.seconds += seconds
        self.letters += len(utterance.text)
        kind = utterance.voice.engine.kind
        self.paces[kind] = self.paces.get(kind, Pace()).with_more(len(utterance.text), seconds, made.seconds)
        return [key]

    def _failed(self, job: Job, utterances: list[Utterance], why: str) -> list[str]:
        """Try each line by itself, in a fresh attempt; after the last one it is a hole."""
        if job.attempt >= ATTEMPTS:
            self.holes.update((self.key(utterance), Hole(utterance, why)) for utterance in utterances)
            return [self.key(utterance) for utterance in utterances]
        self._waiting.extendleft(Job(job.spec, (utterance,), job.priority, job.attempt + 1) for utterance in reversed(utterances))
        return []


def _batches(utterances: Sequence[Utterance]) -> Iterator[tuple[Utterance, ...]]:
    batch: list[Utterance] = []
    letters = 0
    for utterance in utterances:
        if batch and letters + len(utterance.text) > BATCH_LETTERS:
            yield tuple(batch)
            batch, letters = [], 0
        batch.append(utterance)
        letters += len(utterance.text)
    if batch:
        yield tuple(batch)


def _quoted(utterance: Utterance, most: int = 40) -> str:
    text = utterance.text
    return repr(text if len(text) <= most else f"{text[:most]}…")
