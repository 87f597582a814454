"""Where chapters are encoded: what the store has is left alone, and what its last pressings hold is copied."""

from collections import Counter
from collections.abc import Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path

from audiobook.book import Coding, Pressing
from audiobook.errors import AudiobookError, SoundError
from audiobook.events import Notice, Report
from audiobook.executors import TaskExecutor
from audiobook.mixing.stretches import shares
from audiobook.production.donating import Donating
from audiobook.production.pressing import FUNCTION, Pressed, chapter_key, parts_of
from audiobook.sound.encoders import headroom
from audiobook.sound.press import APART, encoder_revision
from audiobook.sound.pressed import packets, read_pressing
from audiobook.store import Store
from audiobook.store.stories import Pace
from audiobook.timeline import Timeline
from audiobook.workers import WorkerLost

_SECONDS = 120.0  # that a chapter's encoding may take, and…
_SHARE = 1.0  # …for each second of its sound; encoders are 100 times faster
_SHARE_LEAST = 60.0  # seconds of a chapter that are worth a worker's while
_LOSSES = 3  # workers that may be lost over one chapter
_MEASURED = 0.5  # of a chapter: where less of it was encoded, and the rest copied, it tells nothing of how fast the encoder is


@dataclass(frozen=True, slots=True)
class Job:
    """A chapter on its way."""

    index: int
    coding: Coding
    timeline: Timeline
    ceiling: float
    parts: tuple[tuple[str, int], ...]
    """Its stretches' keys and lengths."""
    shared: bool
    """Whether idle workers may share it."""
    helped: tuple[Path, ...] = ()
    """Its shares, encoded."""


@dataclass(slots=True)
class _Shares:
    """A chapter that several workers encode: their pressings are the donors of its own."""

    job: Job
    left: int
    paths: list[Path] = field(default_factory=list)


@dataclass(slots=True)
class Presses:
    """A book's chapters, being encoded or done. Driven by one thread."""

    store: Store
    executor: TaskExecutor
    codings: Sequence[Coding]
    donating: Donating
    report: Report
    pressings: dict[tuple[int, Coding], Pressing] = field(default_factory=dict)
    """What is done, by the chapter's number."""
    keys: dict[tuple[int, Coding], str] = field(default_factory=dict)
    """Content addresses of the pressings."""
    paces: dict[str, Pace] = field(default_factory=dict)
    """How fast each codec encoded in this run."""
    _running: dict["Future[object]", Job] = field(default_factory=dict)
    _sharing: dict["Future[object]", tuple[_Shares, Timeline]] = field(default_factory=dict)
    _losses: Counter[int] = field(default_factory=Counter)

    @property
    def under_way(self) -> Collection["Future[object]"]:
        """What somebody has to wait for."""
        return [*self._running, *self._sharing]

    def encode(self, index: int, timeline: Timeline, ceiling: float, *, shared: bool = False) -> None:
        """Have a chapter encoded, no sample above the ceiling, in each coding in which the store does not have it.

        One that is shared is divided among workers that have nothing else to do.
        """
        for coding in self.codings:
            under = ceiling * headroom(coding)
            parts = parts_of(timeline, under)
            key = chapter_key(parts, coding, encoder_revision(coding))
            self.keys[index, coding] = key
            if (made := self._made(key)) is not None:
                self.pressings[index, coding] = made
            else:
                self._press(Job(index, coding, timeline, under, parts, shared))

    def _made(self, key: str) -> Pressing | None:
        """Return the encoded chapter of this key, if the store has it."""
        path = self.store.chapter_path(key)
        if not path.exists():
            return None
        try:
            return read_pressing(path)
        except SoundError:
            self.report(Notice(f"{path}: an encoded chapter is damaged; it is encoded again"))
            return None

    def _press(self, job: Job) -> None:
        donors = self.donating.holders((key for key, _ in job.parts), job.coding)
        count = min(self.executor.jobs, int(job.timeline.seconds // _SHARE_LEAST))
        if job.shared and job.coding.codec in APART and not donors and count > 1 and len(self._running) + len(self._sharing) < self.executor.jobs:
            pieces = shares(job.timeline, count)
            group = _Shares(job, len(pieces))
            for piece in pieces:
                self._sharing[self._submit(job, piece, ())] = group, piece
        else:
            self._running[self._submit(job, job.timeline, donors)] = job

    def _submit(self, job: Job, timeline: Timeline, donors: Sequence[Path]) -> "Future[object]":
        asked = (timeline, job.coding, job.ceiling, self.store.scratch(".press"), donors, job.timeline.seconds)
        return self.executor.submit(FUNCTION, *asked, family="mix", timeout=_SECONDS + _SHARE * timeline.seconds, priority=2 * job.index)

    def number(self, future: "Future[object]") -> int:
        """Return the number of the chapter that is under way there."""
        return (self._running.get(future) or self._sharing[future][0].job).index

    def settle(self, future: "Future[object]") -> bool:
        """Take over what came of a chapter; True when it is now done in every coding.

        Raises:
            DamagedTake: one of its takes is not what was stored.
            SoundError, StoreError, WorkerLost: see there.
        """
        if future in self._sharing:
            self._settle_share(future)
            return False
        job = self._running.pop(future)
        try:
            made = future.result()
        except WorkerLost as lost:
            self._losses[job.index] += 1
            if self._losses[job.index] > _LOSSES:
                raise
            self.report(Notice(f"{lost}; chapter {job.index + 1} is encoded again"))
            self._press(job)
            return False
        assert isinstance(made, Pressed)
        for path in filter(Path.exists, made.damaged):  # several chapters may have found it
            self.report(Notice(f"{path}: an encoded chapter is damaged; what was wanted of it is encoded again"))
            path.unlink(missing_ok=True)
        for path in job.helped:
            path.unlink(missing_ok=True)
        self._clock(job.coding, job.timeline, made)
        path = self.store.adopt_chapter(self.keys[job.index, job.coding], made.pressing.path)
        self.pressings[job.index, job.coding] = read_pressing(path)
        return all((job.index, coding) in self.pressings for coding in self.codings)

    def _settle_share(self, future: "Future[object]") -> None:
        """Note a share; after the last, have the chapter put together. What a share lacks is encoded then, and what it failed of comes up again."""
        group, piece = self._sharing.pop(future)
        group.left -= 1
        try:
            made = future.result()
            assert isinstance(made, Pressed)
            self._clock(group.job.coding, piece, made)
            group.paths.append(made.pressing.path)
        except WorkerLost as lost:
            self.report(Notice(f"{lost}; its share of chapter {group.job.index + 1} is encoded again"))
        except AudiobookError:
            pass
        if not group.left:
            job = replace(group.job, helped=tuple(group.paths))
            self._running[self._submit(job, job.timeline, job.helped)] = job

    def _clock(self, coding: Coding, timeline: Timeline, made: Pressed) -> None:
        sound, name = timeline.seconds - made.copied, f"encoding {coding.codec}"
        if sound >= _MEASURED * timeline.seconds:
            self.paces[name] = self.paces.get(name, Pace()).with_more(sound, sound, made.work)

    def damaged(self) -> set[int]:
        """Drop the pressings whose packets are not those that were written; return their chapters' numbers."""
        found = [at for at, pressing in self.pressings.items() if not _intact(pressing)]
        for at in found:
            path = self.pressings.pop(at).path
            self.report(Notice(f"{path}: an encoded chapter is damaged; it is encoded again"))
            path.unlink(missing_ok=True)
        return {index for index, _ in found}


def _intact(pressing: Pressing) -> bool:
    try:
        return sum(1 for _ in packets(pressing)) == pressing.packets
    except SoundError:
        return False
