"""The streaming heart: lines are recorded, and a chapter is mixed and encoded as soon as its last take is there."""

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace

from audiobook.cast import Voice
from audiobook.errors import StoreError
from audiobook.events import Mixed, Notice, Recorded, Report
from audiobook.mixing.arrange import arrange
from audiobook.production.mastering import Finish
from audiobook.production.order import Gaps
from audiobook.production.presses import Presses
from audiobook.recording.record import Recording
from audiobook.store import DamagedTake, Store, read_take
from audiobook.store.rushes import drop_rushes
from audiobook.take import Session, Take, Utterance
from audiobook.timeline import Timeline

_DAMAGES = 3  # times that a chapter's damaged takes are recorded again


@dataclass(slots=True)
class Floor:
    """A book in the making: which chapters wait for which takes, which are being encoded. Driven by one thread."""

    sessions: Sequence[Session]
    recording: Recording
    store: Store
    presses: Presses
    finish: Finish
    rate: int
    gain_of: Callable[[Voice], float]
    report: Report
    gaps: Gaps
    narrator: Voice
    recorded: Callable[[], None]
    """Is called when nothing is left to record."""
    timelines: dict[int, Timeline] = field(default_factory=dict)
    _instead: dict[str, Utterance | None] = field(default_factory=dict)
    _absent: dict[int, set[str]] = field(default_factory=dict)
    _waiters: dict[str, list[int]] = field(default_factory=dict)
    _utterances: dict[str, Utterance] = field(default_factory=dict)
    _damages: int = 0
    _cached: int = 0
    _total: int = 0
    _letters: int = 0
    _weights: Counter[int] = field(default_factory=Counter)
    _mixed: Mixed = Mixed(0, 0)
    _began: float = field(default_factory=time.monotonic)

    def make(self) -> None:
        """Record what is missing and encode every chapter whose takes are all there; chapters with holes are left out.

        Raises:
            StoreError, SoundError: see there.
        """
        missing = [self._want(index) for index in range(len(self.sessions))]
        self._total = len(self._utterances)
        self._cached = self._total - sum(map(len, missing))
        self._letters = sum(len(utterance.text) for utterances in missing for utterance in utterances)
        self._weights.update({index: _letters(session) for index, session in enumerate(self.sessions)})
        self._began = time.monotonic()
        for index, utterances in enumerate(missing):
            self.recording.ask(utterances, priority=2 * index + 1)
        for index in range(len(self.sessions)):
            self._encode_if_ready(index)
        self._work()

    def finish_anew(self, finish: Finish) -> None:
        """Mix and encode every chapter again, finished otherwise."""
        self.finish = finish
        self.presses.pressings.clear()
        self.timelines.clear()  # or a sample would be made of old ones and new
        for index in range(len(self.sessions)):
            self._encode_if_ready(index)
        self._work()

    def mend(self) -> bool:
        """Encode again what is found damaged when the chapters are joined; False when nothing is."""
        damaged = self.presses.damaged()
        for index in damaged:
            self._encode_if_ready(index)
        self._work()
        return bool(damaged)

    def _work(self) -> None:
        """Do what is queued, until nothing is under way."""
        self._progress()
        while under_way := [*(spoken := self.recording.feed()), *self.presses.under_way]:
            if not spoken:
                self.recorded()
            done, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in done:
                self._settle(future)
            self._progress()

    def _want(self, index: int) -> list[Utterance]:
        """Note what a session needs; return what of it is missing and nobody asked for yet."""
        utterances = [utterance for line in self.sessions[index].lines for utterance in line.utterances]
        missing = self.recording.missing(utterances)
        fresh = [utterance for utterance in missing if self.recording.key(utterance) not in self._waiters]
        self._absent[index] = {self.recording.key(utterance) for utterance in missing}
        for key in self._absent[index]:
            self._waiters.setdefault(key, []).append(index)
        self._utterances.update((self.recording.key(utterance), utterance) for utterance in utterances)
        return fresh

    def _settle(self, future: "Future[object]") -> None:
        settled = self.recording.accept(future)
        if settled is None:
            self._encoded(future)
            return
        for key in settled:
            if key not in self.recording.holes or self._filled(key):
                for index in self._waiters.pop(key, ()):
                    self._absent[index].discard(key)
                    self._encode_if_ready(index)

    def _filled(self, key: str) -> bool:
        """Do what was ordered for a line that no attempt could record; True when its chapters need not wait for it any more."""
        if self.gaps is Gaps.STOP:
            return False
        utterance = self._utterances[key]
        self._instead[key] = None
        if self.gaps is Gaps.SILENCE or utterance.voice == self.narrator:
            return True
        stand_in = replace(utterance, voice=self.narrator)
        other = self.recording.key(stand_in)
        self._instead[key] = stand_in
        self._utterances[other] = stand_in
        if not self.recording.missing([stand_in]):
            return True
        waiting = self._waiters.pop(key)
        for index in waiting:
            self._absent[index] = self._absent[index] - {key} | {other}
        self._waiters.setdefault(other, []).extend(waiting)
        self.recording.ask([stand_in], priority=2 * min(waiting) + 1)
        return False

    def _session(self, index: int) -> Session:
        """Return a session with what is spoken instead of lines that could not be."""
        session = self.sessions[index]
        if not self._instead:
            return session

        def stand_in(utterance: Utterance) -> Utterance | None:
            key = self.recording.key(utterance)
            return stand_in(found) if (found := self._instead.get(key, utterance)) not in (None, utterance) else found

        lines = (replace(line, utterances=tuple(other for each in line.utterances if (other := stand_in(each)))) for line in session.lines)
        return replace(session, lines=tuple(lines))

    def _encode_if_ready(self, index: int) -> None:
        if self._absent.get(index):
            return
        if index < len(self.sessions):
            session, pauses = self._session(index), self.finish.pauses
            timeline = arrange(session, self.recording.takes, key_of=self.recording.key, pauses=pauses, rate=self.rate, gain_of=self.gain_of)
            self.timelines[index] = self.finish.chapter(index, timeline)
            self._encode(index)
        if self._sampled():
            self._encode(len(self.sessions))

    def _sampled(self) -> bool:
        """Arrange the sample, which stands behind the chapters, once they all are; False where none is wanted."""
        chapters = [self.timelines[index] for index in range(len(self.sessions)) if index in self.timelines]
        sample = self.finish.sample(chapters) if len(chapters) == len(self.sessions) else None
        if sample is not None:
            self.timelines[len(self.sessions)] = sample
        return sample is not None

    def _encode(self, index: int) -> None:
        self.presses.encode(index, self.timelines[index], self.finish.master.ceiling, shared=not self._waiters)

    def _encoded(self, future: "Future[object]") -> None:
        index = self.presses.number(future)
        try:
            done = self.presses.settle(future)
        except DamagedTake as damage:
            self._damaged(index, damage)
            return
        if done:
            drop_rushes(clip.take for clip in self.timelines[index].clips)

    def _damaged(self, index: int, damage: DamagedTake) -> None:
        """Record a damaged take again, then its chapter."""
        self._damages += 1
        if self._damages > _DAMAGES + len(self._utterances) or damage.key not in self._utterances:
            raise damage
        if (found := self.store.take(damage.key)) is not None and _sound(found):  # somebody recorded it again in the meantime
            self.recording.takes[damage.key] = found
            self._encode_if_ready(index)
            return
        self._absent.setdefault(index, set()).add(damage.key)
        waiting = self._waiters.setdefault(damage.key, [])
        if not waiting:  # else another coding of the chapter found it, too
            self.report(Notice(str(damage)))
            self.recording.again(damage.key, self._utterances[damage.key], 2 * index)
        if index not in waiting:
            waiting.append(index)

    def _progress(self) -> None:
        there = self._total - len(self._waiters)
        elapsed, spoken = time.monotonic() - self._began, self.recording.letters
        left = max(0, self._letters - spoken) * elapsed / spoken if spoken else None
        self.report(Recorded(there, self._total, self._cached, self.recording.seconds, elapsed, left))
        pressings, codings = self.presses.pressings, self.presses.codings
        done, total = len(pressings), max(len(self.sessions), len(self.timelines)) * len(codings)
        if (done, total) != (self._mixed.done, self._mixed.total):
            whole = max(1, self._weights.total() * len(codings))
            self._mixed = Mixed(done, total, min(1.0, sum(self._weights[index] for index, _ in pressings) / whole))
        self.report(self._mixed)


def _letters(session: Session) -> int:
    """Return how much is said in a session, and a little for its pauses."""
    return 1 + sum(len(utterance.text) for line in session.lines for utterance in line.utterances)


def _sound(take: Take) -> bool:
    try:
        read_take(take)
    except StoreError:
        return False
    return True


def drain(recording: Recording, utterances: Iterable[Utterance]) -> None:
    """Record these utterances and wait for them."""
    recording.ask(recording.missing(list(utterances)), priority=0)
    while under_way := recording.feed():
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in done:
            recording.accept(future)


def master_rate(rates: Iterable[int], wished: int | None, carried: Collection[int]) -> int:
    """Return the rate at which the book is mixed, in Hz.

    As wished; else the takes' own where they agree and every format can have it; else 24,000, or 44,100 when a take has more.
    """
    if wished is not None:
        return wished
    found = set(rates)
    if len(found) == 1 and found <= set(carried):
        return found.pop()
    return 24_000 if max(found, default=0) <= 24_000 else 44_100
