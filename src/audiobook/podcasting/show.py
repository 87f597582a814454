"""Books as a show with episodes: what stands in a feed, before it is written down."""

import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from audiobook.errors import OutputError
from audiobook.events import Notice, Report
from audiobook.languages import two_letters
from audiobook.podcasting.ledger import Ledger
from audiobook.podcasting.volumes import Volume
from audiobook.sound.probe import Probed

TRANSCRIPTS = {".vtt": "text/vtt", ".srt": "application/x-subrip"}
"""Suffixes of transcripts that lie beside a sound file, with their media types."""

_SHOWS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")  # the podcast namespace's own, for podcast:guid
_LONGEST = 4000  # bytes of a description
_SPEAKER = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_MOST_PEOPLE = 40
_APART = re.compile(r"\s*(?:[,;/]|\s&\s)\s*")
_SCHEME = re.compile(r"^[a-z]+://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the files do not say. Empty: what they do say."""

    title: str = ""
    description: str = ""
    author: str = ""
    language: str = ""
    email: str = ""
    category: tuple[str, ...] = ("Fiction",)
    explicit: bool = False
    private: bool = False
    """Directories are to leave the feed out."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who took part, by the podcast taxonomy's words."""

    name: str
    role: str
    group: str


@dataclass(frozen=True, slots=True)
class Episode:
    """A sound file that is listened to at a time."""

    part: Probed
    volume: Volume
    number: int
    """Within its book, from 1."""
    guid: str
    title: str
    description: str
    published: datetime
    people: tuple[Person, ...]
    transcripts: tuple[Path, ...]

    @property
    def chapters(self) -> Path | None:
        """Where its chapters stand, as JSON; None where it has none to speak of."""
        return self.part.path.with_suffix(".chapters.json") if len(self.part.chapters) > 1 else None


@dataclass(frozen=True, slots=True)
class Show:
    """A podcast."""

    title: str
    author: str
    description: str
    language: str
    wishes: Wishes
    volumes: tuple[Volume, ...]
    episodes: tuple[Episode, ...]

    @property
    def seasons(self) -> bool:
        """Whether books are told apart by their numbers."""
        return len(self.volumes) > 1 or bool(self.volumes[0].tags.series and self.volumes[0].tags.part)


def show_guid(address: str) -> uuid.UUID:
    """Return a feed's podcast:guid, which is made of its address without scheme and closing slashes."""
    return uuid.uuid5(_SHOWS, _SCHEME.sub("", address).rstrip("/"))


def picture_path(volume: Volume) -> Path | None:
    """Return where a book's square cover stands; None where it has no cover."""
    return volume.parts[0].path.with_suffix(".cover.jpg") if volume.pictured else None


def arrange(volumes: Sequence[Volume], ledger: Ledger, wishes: Wishes, report: Report) -> tuple[Show, Ledger]:
    """Return the show of these books, at least one, and the ledger with the dates of its episodes.

    Raises:
        OutputError: a language that is wished for and is none.
    """
    episodes: list[Episode] = []
    for volume in volumes:
        ledger = ledger.dated([(_guid(volume, part), _time(part)) for part in volume.parts])
        dates = dict(ledger.published)
        episodes += [_episode(volume, part, place, dates[_guid(volume, part)]) for place, part in enumerate(volume.parts, 1)]
    first = volumes[0].tags
    together = first.series if first.series and len({volume.tags.series.casefold() for volume in volumes}) == 1 else ""
    title = wishes.title or (first.title if len(volumes) == 1 else together or "Audiobooks")
    author = wishes.author or ", ".join(_each(volume.tags.author for volume in volumes))
    described = wishes.description or (_described(volumes[0]) if len(volumes) == 1 else f"{title}: " + "; ".join(volume.tags.title for volume in volumes) + ".")
    if wishes.language and not two_letters(wishes.language):
        raise OutputError(f"--language {wishes.language}: a code such as en, en-GB or de is wanted")
    language = two_letters(wishes.language) or next((found for volume in volumes if (found := two_letters(volume.tags.language))), "")
    if not language:
        report(Notice("the files do not say their language; en is taken, --language says another"))
    if not any(volume.pictured for volume in volumes):
        report(Notice("no file has a cover; directories like Apple's refuse a feed without one"))
    return Show(title, author, shortened(described), language or "en", wishes, tuple(volumes), tuple(episodes)), ledger


def shortened(text: str) -> str:
    """Return the text, cut to what directories take, never inside a character."""
    return text if len(text.encode()) <= _LONGEST else text.encode()[: _LONGEST - 3].decode(errors="ignore").rstrip() + "…"


def _guid(volume: Volume, part: Probed) -> str:
    """Return what an episode is known by for ever: its book, and its number in it; not its file, title or address."""
    return str(uuid.uuid5(volume.identity, f"chapter {part.label.track}" if volume.split else "book"))


def _time(part: Probed) -> datetime:
    return datetime.fromtimestamp(part.path.stat().st_mtime, UTC)


def _episode(volume: Volume, part: Probed, place: int, published: datetime) -> Episode:
    number = part.label.track if volume.split and part.label.track else place
    named = volume.tags.title
    described = f"{named}, {number} of {len(volume.parts)}: {part.label.title}." if volume.split else _described(volume)
    transcripts = tuple(path for suffix in TRANSCRIPTS if (path := part.path.with_suffix(suffix)).is_file())
    title = part.label.title if volume.split else named
    return Episode(part, volume, number, _guid(volume, part), title, shortened(described), published, tuple(_people(volume, transcripts)), transcripts)


def _described(volume: Volume) -> str:
    tags = volume.tags
    by, read = (f" by {tags.author}" if tags.author else ""), (f", read by {tags.narrator}" if tags.narrator else "")
    return tags.description or f"{tags.title}{by}{read}."


def _people(volume: Volume, transcripts: Sequence[Path]) -> Iterator[Person]:
    """Yield who wrote it, who narrates, and who speaks in it as the transcript has them."""
    yield from (Person(name, "author", "writing") for name in _each(_APART.split(volume.tags.author)))
    narrators = _each(_APART.split(volume.tags.narrator))
    yield from (Person(name, "narrator", "cast") for name in narrators)
    for path in transcripts:
        if path.suffix == ".vtt":
            said = path.read_text(encoding="utf-8", errors="replace")
            names = [name for name in _each(_SPEAKER.findall(said)) if name.casefold() not in {"narrator", *(each.casefold() for each in narrators)}]
            yield from (Person(name, "voice actor", "cast") for name in names[:_MOST_PEOPLE])


def _each(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))
