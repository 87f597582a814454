"""One run for one story, or for many over the same workers: prepare, record, mix, encode, publish."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from audiobook.audio import Audio
from audiobook.book import Book, Coding
from audiobook.cast import Voice
from audiobook.errors import AudiobookError, EngineError, OutputError, SoundError, StoreError
from audiobook.events import Event, Notice, Report
from audiobook.executors import LocalExecutor, TaskExecutor
from audiobook.mixing.level import CALIBRATION
from audiobook.mixing.masters import Master, gain_under, pauses_under
from audiobook.production.donating import Donating
from audiobook.production.foreseeing import encoded_shares, foreseen
from audiobook.production.making import Floor, drain, master_rate
from audiobook.production.mastering import finish_of, mastered
from audiobook.production.order import Gaps, Lost, Order, Outcome
from audiobook.production.pieces import book_of, pieces_of, stem
from audiobook.production.preparing import Prepared, default_jobs, parts_of, prepare
from audiobook.production.presses import Presses
from audiobook.production.publishing import guard, publish, writers_of
from audiobook.production.relaying import Turn, relay
from audiobook.production.trimming import trim
from audiobook.production.workspace import Shelf, place_of, shelf
from audiobook.recording.record import Recording
from audiobook.sound.pressed import read_pressing
from audiobook.store import DamagedTake, Store, read_take
from audiobook.store.rushes import drop_rushes
from audiobook.store.stories import add_paces, needs_of, paces, write_needs
from audiobook.take import Utterance
from audiobook.writers.writer import Writer

__all__ = ["Gaps", "Order", "Outcome", "render", "render_all"]


def silent(_: Event) -> None:
    """Report nothing."""


def nothing() -> None:
    """Do nothing."""


def render(
    order: Order,
    report: Report = silent,
    *,
    executor: TaskExecutor | None = None,
    speakers: TaskExecutor | None = None,
    recorded: Callable[[], None] = nothing,
) -> Outcome:
    """Make the audiobook(s) of one story.

    Args:
        order: What is wished.
        report: Is told of progress.
        executor: Where chapters are encoded, and lines spoken unless there are speakers; by default the cores of this machine, for this run.
        speakers: Where lines are spoken instead: a cluster.
        recorded: Is called when nothing is left to record; chapters may still be encoded then.

    Raises:
        AudiobookError: it cannot be made; what was recorded is safe.
    """
    order, master = mastered(order)
    writers = writers_of(order.formats)
    prepared = prepare(order, report)
    place = place_of(order.workspace, order.story, order.out) if order.dry_run else shelf(order.workspace, order.story, order.out)
    if not order.split:
        guard(stem(order, prepared.tags.title), order.formats, writers, place)
    with ExitStack() as stack:
        root = order.workspace / ".audiobook"
        if order.dry_run and not root.is_dir():  # what only looks makes nothing
            root = Path(stack.enter_context(TemporaryDirectory()))
        store = stack.enter_context(Store(root))
        jobs = default_jobs(order)
        works = executor or stack.enter_context(LocalExecutor(jobs))
        for kind in prepared.alone:
            works.limit(kind, 1)
        speaks = speakers or works
        rushes = None if speakers else partial(store.scratch, ".rushes")
        recording = Recording(store, speaks, prepared.revisions, report, rushes, window=2 * speaks.jobs + 2)
        if order.dry_run:
            return _foreseen(order, prepared, recording, place, writers, jobs)
        if master.notice:
            report(Notice(master.notice))
        return _made(order, master, prepared, recording, works, place, writers, report, recorded)


def render_all(orders: Sequence[Order], report: Report = silent, *, speakers: TaskExecutor | None = None) -> list[Outcome | AudiobookError]:
    """Make the audiobooks of several stories over the same workers; what goes wrong with one does not stop the others.

    A story is recorded while the chapters of the one before are still being encoded.
    """
    with LocalExecutor(max(map(default_jobs, orders), default=1)) as executor:

        def one(number: int, tell: Report, recorded: Callable[[], None]) -> Outcome | AudiobookError:
            speak = Turn(speakers, number) if speakers else None
            try:
                return render(orders[number], tell, executor=Turn(executor, number), speakers=speak, recorded=recorded)
            except AudiobookError as error:
                return error

        return relay(one, len(orders), report, partial(executor.shutdown, cancel_futures=True))


def _made(
    order: Order,
    master: Master,
    prepared: Prepared,
    recording: Recording,
    works: TaskExecutor,
    place: Shelf,
    writers: dict[str, Writer],
    report: Report,
    recorded: Callable[[], None],
) -> Outcome:
    _note(order, prepared, recording, ())
    pauses, parts = pauses_under(master, prepared.sheet.pauses), len(prepared.sessions)
    finish = finish_of(recording.store, prepared.sheet, master, pauses, parts, opens=prepared.opens, closes=prepared.closes, credits_too=prepared.credited)
    gain_of, rates = _levels(prepared, recording, master)
    recording.begin()
    rate = master_rate(rates, order.rate, {each for each in rates if all(_carries(writer, each) for writer in writers.values())})
    codings = {name: writer.coding(rate, order.bitrate) for name, writer in writers.items()}
    distinct = tuple(dict.fromkeys(codings.values()))
    presses = Presses(recording.store, works, distinct, Donating(lambda: _last_chapters(order, recording.store)), report)
    floor = Floor(
        prepared.sessions,
        recording,
        recording.store,
        presses,
        finish,
        rate,
        gain_of,
        report,
        order.gaps,
        prepared.cast.narrator,
        recorded,
    )
    try:
        floor.make()
    finally:
        add_paces(recording.store.root, {**recording.paces, **floor.presses.paces})
    lost = tuple(Lost(hole.utterance.text, hole.why) for hole in recording.holes.values())
    if lost and order.gaps is Gaps.STOP:
        raise EngineError(_told(lost))
    before = trim(floor)
    try:
        book, (files, kept) = _published(order, prepared, floor, codings, writers, place)
    except SoundError:
        if not floor.mend():
            raise
        book, (files, kept) = _published(order, prepared, floor, codings, writers, place)
    _note(order, prepared, recording, {*before, *floor.presses.keys.values()}, finish.sounds)
    return replace(
        _outcome(order, prepared, place),
        files=tuple(files),
        kept=tuple(kept),
        seconds=book.timeline.seconds,
        takes=len({recording.key(utterance) for utterance in prepared.utterances}),
        recorded=recording.recorded,
        recorded_by=dict(recording.by_voice),
        lost=lost,
    )


def _carries(writer: Writer, rate: int) -> bool:
    """Tell whether the format can have that rate, in Hz."""
    try:
        writer.coding(rate, None)
    except OutputError:
        return False
    return True


def _published(
    order: Order, prepared: Prepared, floor: Floor, codings: dict[str, Coding], writers: dict[str, Writer], place: Shelf
) -> tuple[Book, tuple[list[Path], list[Path]]]:
    book = book_of(prepared, floor)
    return book, publish(pieces_of(order, book, floor), order.formats, writers, codings, place, floor.report)


def _calibrations(prepared: Prepared) -> dict[Voice, Utterance]:
    """Return what each voice, at its own volume, says to be levelled."""
    asked = {replace(utterance.voice, volume=1.0): utterance.language for utterance in prepared.utterances}
    return {voice: Utterance(CALIBRATION, voice, language) for voice, language in asked.items()}


def _read_again(recording: Recording, utterance: Utterance) -> Audio:
    """Return an utterance's sound; when its take turns out to be damaged, it is recorded again."""
    key = recording.key(utterance)
    try:
        return read_take(recording.takes[key])
    except DamagedTake as damage:
        recording.report(Notice(str(damage)))
        recording.again(key, utterance, priority=0)
        drain(recording, ())
        return read_take(recording.takes[key])


def _levels(prepared: Prepared, recording: Recording, master: Master) -> tuple[Callable[[Voice], float], set[int]]:
    """Record each voice's calibration text; return the voices' gains and the rates of their sound."""
    texts = _calibrations(prepared)
    drain(recording, texts.values())
    for text in texts.values():
        if hole := recording.holes.get(recording.key(text)):
            raise EngineError(f"voice {text.voice.name!r} of engine {text.voice.engine.kind!r} cannot speak: {hole.why}")
    heard = {voice: _read_again(recording, text) for voice, text in texts.items()}
    takes = {voice: recording.takes[recording.key(text)] for voice, text in texts.items()}
    drop_rushes(takes.values())
    gains = {voice: gain_under(master, audio) for voice, audio in heard.items()}
    return (lambda voice: gains[replace(voice, volume=1.0)]), {take.rate for take in takes.values()}


def _known_as(order: Order) -> str:
    """Return what the store knows a story by."""
    return order.story if order.story == "-" else str(Path(order.story).resolve())


def _last_chapters(order: Order, store: Store) -> list[Path]:
    """Return the encoded chapters that the story's last render used."""
    needs = needs_of(store.root, _known_as(order))
    return [store.chapter_path(key) for key in sorted(needs.chapters)] if needs else []


def _codec(pressing: Path) -> str | None:
    """Return the codec of an encoded chapter; None where it is gone or damaged."""
    try:
        return read_pressing(pressing).coding.codec
    except SoundError:
        return None


def _note(order: Order, prepared: Prepared, recording: Recording, chapters: Iterable[str], sounds: Iterable[str] = ()) -> None:
    """Note what the story needs of the store, so that pruning leaves it."""
    takes = {*sounds, *(recording.key(utterance) for utterance in (*prepared.utterances, *_calibrations(prepared).values()))}
    part = order.chapter is not None or order.minutes is not None or not chapters
    try:
        write_needs(recording.store.root, _known_as(order), prepared.tags.title, takes, chapters, more=part)
    except OSError as error:
        raise StoreError(f"{recording.store.root}: cannot be written: {error.strerror}; what was recorded so far is safe") from error


def _foreseen(order: Order, prepared: Prepared, recording: Recording, place: Shelf, writers: dict[str, Writer], jobs: int) -> Outcome:
    """Say what a run would do, and do none of it."""
    utterances = prepared.utterances
    missing = recording.missing(utterances)
    counts = Counter(utterance.voice.name for utterance in missing)
    total = len({recording.key(utterance) for utterance in utterances})
    codings = {writer.coding(order.rate or 22_050, order.bitrate) for writer in writers.values()}
    known = paces(recording.store.root)
    held = {codec for path in _last_chapters(order, recording.store) if (codec := _codec(path))}
    shares = encoded_shares(prepared.sessions, missing, codings, held)
    seconds, time = foreseen(utterances, missing, recording, shares, known, jobs)
    size = round(sum(seconds * (coding.bitrate or coding.rate * 16) / 8 for coding in codings))
    return replace(
        _outcome(order, prepared, place), seconds=seconds, takes=total, recorded=len(missing), recorded_by=dict(counts), dry=True, time=time, size=size
    )


def _outcome(order: Order, prepared: Prepared, place: Shelf) -> Outcome:
    return Outcome(
        source=order.story,
        title=prepared.tags.title,
        folder=place.folder,
        chapters=tuple(session.title for session in prepared.sessions),
        parts=parts_of(prepared.script, prepared.cast),
        words_spoken=prepared.words_spoken,
        words_unread=dict(prepared.words_unread),
        unattributed=prepared.unattributed,
        voices_file=prepared.sheet_path,
    )


def _told(lost: tuple[Lost, ...], most: int = 20) -> str:
    lines = [f"{len(lost)} line(s) could not be spoken; what was recorded is safe, and --keep-going makes the book without them:"]
    lines += [f"  {each.text[:60]!r}: {each.why}" for each in lost[:most]]
    return "\n".join([*lines, *([f"  … and {len(lost) - most} more"] if len(lost) > most else [])])
