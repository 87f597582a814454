"""How a way of mastering shapes the run: formats and rates, credits, the listener's own sounds at the book's ends, a retail sample."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audiobook.cast import Voice
from audiobook.errors import Mistake, OutputError, SheetError, SoundError, StoreError
from audiobook.mixing.arrange import louder
from audiobook.mixing.masters import Master, master_of
from audiobook.mixing.sample import sample
from audiobook.mixing.signature import REVISION, closed, dressed, opened
from audiobook.mixing.trim import gain
from audiobook.production.order import Order
from audiobook.recording.speech import parts, spoken
from audiobook.sheet import Pauses, Sheet
from audiobook.sidecar import BookTags
from audiobook.store import Store, digest_of, read_take
from audiobook.take import Line, Place, Session, Take, Utterance
from audiobook.timeline import Timeline
from audiobook.writers import WRITERS

OPENING, CLOSING = "Opening Credits", "Closing Credits"


def mastered(order: Order) -> tuple[Order, Master]:
    """Return the order with what its way of mastering settles, and that way.

    Raises:
        OutputError: there is no such way, or the order wishes what it does not allow.
    """
    master = master_of(order.master)
    formats = order.formats or (master.format or "m4b",)
    if master.format and (wrong := [name for name in formats if name in WRITERS and name != master.format]):
        raise OutputError(f"--master {order.master} makes {master.format} files, not {', '.join(wrong)}; --to {master.format} would work, or --master podcast")
    for option, wished, fixed, size, unit in (
        ("--sample-rate", order.rate, master.rate, 1, "Hz"),
        ("--bitrate", order.bitrate, master.bitrate, 1000, "kbit/s"),
    ):
        if wished and fixed and wished != fixed:
            raise OutputError(f"--master {order.master} has {fixed // size} {unit}, not {wished // size}; without {option} it would work")
    split = order.split or master.longest is not None
    return replace(order, formats=formats, rate=master.rate or order.rate, bitrate=master.bitrate or order.bitrate, split=split), master


def credited(sessions: Sequence[Session], tags: BookTags, narrator: Voice, language: str) -> tuple[Session, ...]:
    """Return the chapters between opening and closing credits, which the narrator speaks."""
    said = ", ".join([tags.title, *([f"written by {tags.author}"] if tags.author else []), *([f"narrated by {tags.narrator}"] if tags.narrator else [])])

    def credits_of(title: str, text: str) -> Session:
        utterances = tuple(Utterance(part, narrator, language) for part in parts(spoken(text)))
        return Session(title, (Line(Place.OPENING, narrator, utterances),))

    return (credits_of(OPENING, f"{said}."), *sessions, credits_of(CLOSING, f"This has been {said}."))


@dataclass(frozen=True, slots=True)
class Finish:
    """What is done to chapters' timelines once they are arranged."""

    master: Master
    pauses: Pauses
    chapters: int
    intro: Take | None = None
    outro: Take | None = None
    credited: bool = False
    """The first and the last chapter are credits, and a sample is wanted."""
    trim: int = 0
    """Steps by which the whole book is louder than its voices' levels make it."""

    @property
    def sounds(self) -> tuple[str, ...]:
        """Keys of the listener's own sounds in the store."""
        return tuple(take.key for take in (self.intro, self.outro) if take)

    def chapter(self, index: int, timeline: Timeline) -> Timeline:
        """Return a chapter as it is mixed.

        Raises:
            OutputError: it is longer than a file may be.
        """
        if self.intro and index == 0:
            timeline = opened(timeline, self.intro)
        if self.outro and index == self.chapters - 1:
            timeline = closed(timeline, self.outro)
        if self.master.longest and timeline.seconds > 60 * self.master.longest:
            (mark,) = timeline.marks
            raise OutputError(
                f"chapter {mark.title!r} is {timeline.seconds / 60:.0f} minutes long, and a file may have {self.master.longest:g}; "
                "a heading in the story where the chapter can be divided would work, or --master podcast"
            )
        return louder(timeline, gain(self.trim)) if self.trim else timeline

    def sample(self, chapters: Sequence[Timeline]) -> Timeline | None:
        """Return the sample, where one is wanted."""
        return sample(chapters[1:-1], self.pauses.tail) if self.credited else None


def finish_of(store: Store, sheet: Sheet, master: Master, pauses: Pauses, chapters: int, *, opens: bool, closes: bool, credits_too: bool) -> Finish:
    """Return what is done to timelines, the listener's own sounds made ready.

    Args:
        store: keeps the sounds as they go into the book.
        sheet: names them.
        master: the way of mastering.
        pauses: as the master allows them.
        chapters: how many there are.
        opens: the first of them is the book's first.
        closes: the last of them is the book's last.
        credits_too: the first and the last of them are credits.

    Raises:
        SheetError: a sound that cannot be read, with the line that names it.
    """
    intro = _taken(store, sheet, "intro", sheet.intro, sheet.intro_line, master) if sheet.intro and opens else None
    outro = _taken(store, sheet, "outro", sheet.outro, sheet.outro_line, master) if sheet.outro and closes else None
    return Finish(master, pauses, chapters, intro, outro, credits_too)


def _taken(store: Store, sheet: Sheet, name: str, path: Path, line: int, master: Master) -> Take:
    from audiobook.sound.clips import load_clip
    from audiobook.sound.flac import encode_take
    from audiobook.sound.measure import peak

    try:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        key = hashlib.sha256(repr((REVISION, content, master.target, round(master.ceiling, 6))).encode()).hexdigest()
        if (kept := _intact(store, key)) is not None:
            return kept
        audio = dressed(load_clip(path), master.target, master.ceiling)
    except (SoundError, OSError) as error:
        raise SheetError([Mistake(f"{sheet.path}:{line}", f"{name}: {error}")]) from error
    flac = encode_take(audio)
    return store.add_take(key, flac, rate=audio.rate, length=len(audio), lead=0, trail=0, peak=peak(audio), digest=digest_of(flac))


def _intact(store: Store, key: str) -> Take | None:
    take = store.take(key)
    try:
        return take if take is not None and len(read_take(take)) else None
    except StoreError:
        store.discard(key)
        return None
