"""Everything before the first sound: story → document → script → cast → sessions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from audiobook.attribution import attribute
from audiobook.cast import Cast, Catalogue, EngineSpec, Voice
from audiobook.casting import cast as cast_parts
from audiobook.casting import engines_named, read_sheet, recast_missing, save_cast, speaks
from audiobook.engines import Engine, Tolerance, kinds, open_engine
from audiobook.errors import AudiobookError, OutputError, StoryError
from audiobook.events import Attributed, Notice, Read, Report
from audiobook.mixing.masters import master_of
from audiobook.production.mastering import credited
from audiobook.production.opinions import second_opinion
from audiobook.production.order import DEFAULT_ENGINE, Order, Part
from audiobook.readers import read
from audiobook.readers.sidecar import read_sidecar, sidecar_path
from audiobook.recording.plan import Scope, check_words, plan, unread
from audiobook.script import Kind, Script, Segment, check_tiling
from audiobook.sheet import Sheet
from audiobook.sidecar import BookTags, Sidecar
from audiobook.take import Session, Utterance
from audiobook.words import wordless, words
from audiobook.writers.cover import fit
from audiobook.yamlfile import missing

WORDS_A_MINUTE = 160
"""Of finished sound, pauses included: for estimates before anything is recorded."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A story that is ready to be recorded."""

    script: Script
    sheet: Sheet
    sheet_path: Path
    cast: Cast
    sessions: tuple[Session, ...]
    tags: BookTags
    words_spoken: int
    """Of the whole story, also where only a part of it is recorded."""
    words_unread: Mapping[str, int]
    unattributed: int
    """Lines of speech without a speaker."""
    revisions: Mapping[EngineSpec, str]
    alone: tuple[str, ...] = ()
    """Kinds of engines of which only one may speak at a time."""
    opens: bool = True
    """The first session is the book's first; and…"""
    closes: bool = True
    """…the last one is its last, to its end."""
    credited: bool = False
    """The first and the last session are credits."""

    @property
    def utterances(self) -> list[Utterance]:
        """All that is to be said, in order; the same words may occur again."""
        return [utterance for session in self.sessions for line in session.lines for utterance in line.utterances]


def sheet_of(order: Order) -> tuple[Path, Sheet]:
    """Return the voices.yaml in force and what it says; where there is none, an empty sheet."""
    path = order.voices or order.workspace / "voices.yaml"
    if order.voices is not None and missing(path):
        raise AudiobookError(f"{path}: there is no such file; without --voices, {order.workspace / 'voices.yaml'} is used, and made where there is none")
    return path, read_sheet(path, engines=kinds())


def script_of(order: Order, sheet: Sheet, report: Report) -> tuple[Script, Sidecar]:
    """Read the story and say who speaks each line."""
    document = read(order.story)
    beside = Sidecar() if order.story == "-" else read_sidecar(sidecar_path(Path(order.story)))
    report(Read(document.source, document.title, len(document.chapters), len(words(document.text))))
    script = attribute(document, facts_of(sheet), beside.fixes)
    script = second_opinion(order, script, report)
    check_tiling(script)
    for message in (*document.notices, *script.notices):
        report(Notice(message))
    report(Attributed(len(_lines(script)), _unattributed(script), len({segment.speaker for segment in _lines(script)} - {None})))
    return script, beside


def facts_of(sheet: Sheet) -> Sheet:
    """Return the sheet with those characters of whom it says more than a voice: names that a run appended are findings of it, no facts for the next."""
    return replace(sheet, characters=tuple(known for known in sheet.characters if known.aliases or known.gender is not None))


def _lines(script: Script) -> list[Segment]:
    return [segment for segment in script.segments if segment.kind in (Kind.DIALOGUE, Kind.THOUGHT)]


def _unattributed(script: Script) -> int:
    return sum(segment.speaker is None and not wordless(script.text(segment)) for segment in _lines(script))


def engines_of(order: Order, sheet: Sheet) -> tuple[EngineSpec, Mapping[EngineSpec, Engine]]:
    """Return the engine that voices without a prefix belong to, and all engines in play, opened (which loads nothing heavy)."""
    kind = order.engine or sheet.engine or DEFAULT_ENGINE
    default = EngineSpec(kind, tuple(sorted(sheet.engines.get(kind, {}).items())))
    return default, {spec: open_engine(spec) for spec in engines_named(sheet, default)}


def cast_of(order: Order, script: Script, sheet: Sheet) -> tuple[Cast, Mapping[EngineSpec, Engine]]:
    """Give everybody a voice."""
    default, engines = engines_of(order, sheet)
    catalogue = Catalogue({spec: engine.voices() for spec, engine in engines.items()})
    cast = cast_parts(script, sheet, catalogue, default, one_voice=order.one_voice, recast_missing=order.recast_missing)
    return cast, engines


def prepare(order: Order, report: Report) -> Prepared:
    """Do everything before the first sound. voices.yaml gets the new characters, unless the order says no.

    Raises:
        StoryError, SheetError, CastError, EngineError: see there.
        LawError: a word would be lost, added or changed.
    """
    path, sheet = sheet_of(order)
    script, beside = script_of(order, sheet, report)
    cast, engines = cast_of(order, script, sheet)
    tags = tags_of(order, script, beside, cast)
    language = order.tags.language or beside.tags.language or sheet.language or tags.language
    tags = replace(tags, series=tags.series or sheet.series, language=language)
    if tags.cover is not None:
        fit(tags.cover)  # before hours of recording
    if not speaks(engines[cast.narrator.engine].voices(), language):
        report(Notice(f"no voice of {cast.narrator.engine.kind} speaks {language!r}; those of another language read it"))
    scope = Scope(notes=order.notes, headings=order.announce)
    whole = order.chapter is None and order.minutes is None
    with_credits = whole and master_of(order.master).longest is not None
    announcements = _announcements(tags) if order.announce and not with_credits else ()
    sessions = plan(script, cast, title=tags.title, announcements=announcements, scope=scope)
    spoken = check_words(script, sessions, scope)
    if not spoken:
        raise StoryError(f"{order.story}: there is no word to speak in it; --notes reads what was taken for notes")
    if order.save_cast and not order.one_voice and not order.dry_run:
        try:
            made_folder(path.parent)
            if order.recast_missing and path.exists():
                recast_missing(path, script, cast)
            save_cast(path, script, cast)
        except OutputError as error:
            raise OutputError(f"{error}; --workspace names another folder, --no-save-cast does without") from error
    revisions = {spec: engine.revision for spec, engine in engines.items()}
    alone = tuple(sorted({spec.kind for spec, engine in engines.items() if engine.tolerates is Tolerance.ONE}))
    chosen = _selected(sessions, order)
    opens, closes = order.chapter in (None, 1), chosen[-1] == sessions[-1]
    if with_credits:
        chosen = credited(chosen, tags, cast.narrator, script.document.language)
    left_out = _unread(script, scope), _unattributed(script)
    return Prepared(script, sheet, path, cast, chosen, tags, spoken, *left_out, revisions, alone, opens, closes, with_credits)


def made_folder(folder: Path) -> None:
    """Make the folder, unless it is there.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: this folder cannot be made: {error.strerror}") from error


def tags_of(order: Order, script: Script, beside: Sidecar, cast: Cast) -> BookTags:
    """Return what is known of the book: the command line wins over the sidecar, the sidecar over the file."""
    document = script.document
    known = BookTags(
        document.title, document.author, language=document.language, genre="Audiobook", narrator=f"{cast.narrator.name} ({cast.narrator.engine.kind})"
    )
    picture = _picture(Path(order.story)) if order.story != "-" else None
    for said in (BookTags(cover=picture), beside.tags, order.tags):
        values = ((each.name, getattr(said, each.name)) for each in fields(BookTags))
        known = replace(known, **{name: value for name, value in values if value and str(value).strip()})
    return known


def _picture(story: Path) -> Path | None:
    """Return a cover that lies beside the story (`<story>.jpg`), or in its folder (`cover.jpg`)."""
    places = [story / "cover"] if story.is_dir() else [story.with_suffix("")]
    paths = (place.with_name(place.name + suffix) for place in places for suffix in (".jpg", ".jpeg", ".png", ".webp"))
    return next((path for path in paths if path.is_file()), None)


def _announcements(tags: BookTags) -> list[str]:
    return [tags.title, *([f"By {tags.author}"] if tags.author else [])]


def _selected(sessions: Sequence[Session], order: Order) -> tuple[Session, ...]:
    """Return what the order wants of the book: all, one chapter, or the first minutes."""
    if order.chapter is not None:
        if not 1 <= order.chapter <= len(sessions):
            raise StoryError(f"{order.story}: there is no chapter {order.chapter}; it has {len(sessions)}")
        sessions = sessions[order.chapter - 1 : order.chapter]
    if order.minutes is None:
        return tuple(sessions)
    left = order.minutes * WORDS_A_MINUTE
    kept: list[Session] = []
    for session in sessions:
        lines = []
        for line in session.lines:
            if left <= 0:
                break
            lines.append(line)
            left -= sum(len(words(utterance.text)) for utterance in line.utterances)
        if any(line.utterances for line in lines):
            kept.append(replace(session, lines=tuple(lines)))
    return tuple(kept)


def _unread(script: Script, scope: Scope) -> dict[str, int]:
    """Count the words that are not read, by what they were taken for."""
    why = {block.span.start: block.why for block in script.document.blocks}
    counts: Counter[str] = Counter()
    for each in unread(script, scope):
        segment = script.segments[each.segment]
        counts["chapter titles" if segment.kind is Kind.HEADING else why.get(segment.span.start) or "notes within the text"] += each.words
    return dict(counts.most_common())


def parts_of(script: Script, cast: Cast) -> tuple[Part, ...]:
    """Return the cast for people: the narrator, then the characters by lines."""
    lines = Counter(segment.speaker for segment in _lines(script) if segment.speaker)
    pieces = sum(cast.voice_for(segment) == cast.narrator for segment in script.segments if segment.kind is not Kind.NOTE)
    rows = [Part("Narrator", pieces, voice_name(cast.narrator))]
    for name, count in sorted(lines.items(), key=lambda row: (-row[1], row[0])):
        if name == "Narrator" and cast.parts.get(name, cast.narrator) == cast.narrator:
            continue  # who tells the story as "I", under no other name; counted above
        rows.append(Part(name, count, voice_name(cast.parts.get(name, cast.narrator)), name in cast.appended))
    return tuple(rows)


def voice_name(voice: Voice) -> str:
    """Return a voice as people write it: `espeak:en-us+f3`, with what is changed of it."""
    changes = [f"{word} {value:g}" for word, value, own in (("rate", voice.rate, 1), ("pitch", voice.pitch, 0), ("volume", voice.volume, 1)) if value != own]
    return f"{voice.engine.kind}:{voice.name}" + (f" ({', '.join(changes)})" if changes else "")


def estimate(words_spoken: int) -> float:
    """Return about how many seconds so many words take."""
    return 60 * words_spoken / WORDS_A_MINUTE


def default_jobs(order: Order) -> int:
    """Return how many workers to use: as ordered, else the cores that the process may use."""
    from audiobook.executors import available_jobs

    return order.jobs or available_jobs()
