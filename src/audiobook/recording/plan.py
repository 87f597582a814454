"""What is to be recorded: each chapter's lines, with their voices and places; and the law of words over them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from audiobook.cast import Cast, Voice
from audiobook.document import BlockKind
from audiobook.errors import LawError
from audiobook.recording.speech import parts, spoken
from audiobook.script import Kind, Script, Segment
from audiobook.take import Line, Place, Session, Utterance
from audiobook.words import words


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that nobody speaks, and where."""

    segment: int
    words: int


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a story is read aloud, besides the story itself."""

    notes: bool = False
    """Authors' notes, licences, contents pages."""
    headings: bool = True
    """Chapters' titles."""

    @property
    def unread(self) -> frozenset[Kind]:
        """Kinds of segments that nobody reads."""
        return frozenset({Kind.BREAK, *(() if self.notes else (Kind.NOTE,)), *(() if self.headings else (Kind.HEADING,))})


STORY = Scope()


def plan(script: Script, cast: Cast, *, title: str, announcements: Sequence[str] = (), scope: Scope = STORY) -> tuple[Session, ...]:
    """Return a session for each chapter that has a word in it.

    Args:
        title: The book's, for a chapter that has none.
        announcements: Said by the narrator before everything else.
        scope: What is read besides the story. A chapter whose title stands nowhere in the text is announced by it.
    """
    sessions: list[Session] = []
    for number, (chapter, blocks) in enumerate(script.chapters(), start=1):
        lines = _Lines(script, cast)
        if not sessions:
            lines.announce(announcements)
        if scope.headings and chapter.title and not any(block.kind is BlockKind.HEADING for block, _ in blocks):
            lines.announce([chapter.title])
        for block, indices in blocks:
            if block.kind is BlockKind.BREAK:
                lines.scene()
            for index in indices:
                if script.segments[index].kind not in scope.unread:
                    lines.say(index)
            lines.paragraph(heading=block.kind is BlockKind.HEADING)
        if any(line.utterances and line.segment is not None for line in lines.made):
            sessions.append(Session(_title(chapter.title, number, title), tuple(lines.made)))
    return tuple(_unique(sessions))


class _Lines:
    """Builds a chapter's lines; knows where the next one stands."""

    def __init__(self, script: Script, cast: Cast) -> None:
        self._script = script
        self._cast = cast
        self._place = Place.OPENING
        self._speaker: str | None = None
        self.made: list[Line] = []

    def announce(self, texts: Iterable[str]) -> None:
        for text in texts:
            if said := spoken(text):
                self._add(Line(self._place, self._cast.narrator, self._utterances(said, self._cast.narrator)))
                self._place = Place.AFTER_HEADING

    def say(self, index: int) -> None:
        segment = self._script.segments[index]
        if segment.kind is Kind.BREAK:
            self.scene()
            return
        voice = self._cast.voice_for(segment)
        utterances = self._utterances(spoken(self._script.text(segment)), voice)
        if not utterances and (self._place is Place.WITHIN or segment.kind is Kind.NOTE):
            return  # a stray mark within a paragraph
        speaker = _speaker(segment)
        place = Place.SPEAKER if self._place is Place.PARAGRAPH and speaker != self._speaker and None not in (speaker, self._speaker) else self._place
        self._add(Line(place, voice, utterances, index))
        self._speaker = speaker
        self._place = Place.WITHIN

    def paragraph(self, *, heading: bool) -> None:
        if self._place is Place.WITHIN:
            self._place = Place.AFTER_HEADING if heading else Place.PARAGRAPH

    def scene(self) -> None:
        if self._place is not Place.OPENING:
            self._place = Place.SCENE

    def _utterances(self, said: str, voice: Voice) -> tuple[Utterance, ...]:
        return tuple(Utterance(part, voice, self._script.document.language) for part in parts(said))

    def _add(self, line: Line) -> None:
        self.made.append(line)


def _speaker(segment: Segment) -> str | None:
    return segment.speaker if segment.kind in (Kind.DIALOGUE, Kind.THOUGHT) else None


def _title(title: str, number: int, book: str) -> str:
    return " ".join(title.split()) or (book if number == 1 else f"Part {number}")


def _unique(sessions: Sequence[Session]) -> Iterable[Session]:
    """Number titles that occur twice: players show chapters by title alone."""
    seen: dict[str, int] = {}
    for session in sessions:
        count = seen[session.title] = seen.get(session.title, 0) + 1
        yield session if count == 1 else replace(session, title=f"{session.title} ({count})")


def unread(script: Script, scope: Scope = STORY) -> tuple[Unread, ...]:
    """Return the segments with words that are not spoken."""
    counted = ((index, len(words(script.text(segment)))) for index, segment in enumerate(script.segments) if segment.kind in scope.unread)
    return tuple(Unread(index, count) for index, count in counted if count)


def check_words(script: Script, sessions: Sequence[Session], scope: Scope = STORY) -> int:
    """Return the number of words of the story that are spoken.

    Raises:
        LawError: the words handed to the engines and those listed as unread are not the words of the story, in order.
    """
    asked: dict[int, list[str]] = {}
    for session in sessions:
        for line in session.lines:
            if line.segment is not None:
                asked.setdefault(line.segment, []).extend(word for utterance in line.utterances for word in words(utterance.text))
    skipped = {each.segment for each in unread(script, scope)}
    heard: list[str] = []
    for index, segment in enumerate(script.segments):
        heard += words(script.text(segment)) if index in skipped else asked.get(index, [])
    story = words(script.document.text)
    if heard != story:
        at = next((at for at, (one, other) in enumerate(zip(heard, story, strict=False)) if one != other), min(len(heard), len(story)))
        raise LawError(
            f"{script.document.source}: {len(story)} words in the story, {len(heard)} spoken or left unread; they part at word {at + 1}: "
            f"{' '.join(story[at : at + 8])!r} against {' '.join(heard[at : at + 8])!r}. This is our mistake, please report it; nothing was written"
        )
    return sum(len(said) for said in asked.values())
