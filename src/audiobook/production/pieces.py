"""From encoded chapters to what the files hold: the whole book, or its chapters one by one, with what each is made of."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from audiobook.book import Book, Coding
from audiobook.mixing.arrange import join
from audiobook.production.making import Floor
from audiobook.production.order import Order
from audiobook.production.preparing import Prepared
from audiobook.production.workspace import file_name
from audiobook.writers.cover import inputs
from audiobook.writers.split import split


@dataclass(frozen=True, slots=True)
class Piece:
    """What one file of each format holds."""

    name: str
    """Below the shelf's folder, without a suffix; with `/` where it stands in a folder of its own."""
    book: Book
    """Its cover is made when a file is."""
    keys: Mapping[Coding, tuple[str, ...]]
    """Content addresses of its pressings."""
    cover: str
    """A digest of all that the cover is made of."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A book's files to be."""

    whole: Piece
    chapters: tuple[Piece, ...] = ()
    """One a file, the sample behind them; empty: the whole book is one file."""
    source: str = "-"
    """The story's path, which no file may take; `-`: none."""


def book_of(prepared: Prepared, floor: Floor) -> Book:
    """Join the chapters; the cover is still to come."""
    timeline = join([floor.timelines[index] for index in range(len(floor.sessions))])
    master = {coding: tuple(floor.presses.pressings[index, coding] for index in range(len(floor.sessions))) for coding in floor.presses.codings}
    return Book(prepared.script, timeline, master, prepared.tags, None)


def pieces_of(order: Order, book: Book, floor: Floor) -> Pieces:
    """Return what the files hold: where the order splits the book, each chapter by itself, numbered, and the sample if there is one."""
    keys = {coding: tuple(floor.presses.keys[index, coding] for index in range(len(floor.sessions))) for coding in floor.presses.codings}
    title, cover = stem(order, book.tags.title), _digest(inputs(book.tags, book.script))
    whole = Piece(title, book, keys, cover)
    if not order.split:
        return Pieces(whole, source=order.story)
    chapters = split(book)
    digits = max(2, len(str(len(chapters))))
    pieces = [
        Piece(f"{title}/{each.track:0{digits}} - {file_name(each.tags.title)}", each, {coding: (made[number],) for coding, made in keys.items()}, cover)
        for number, each in enumerate(chapters)
    ]
    if (last := len(floor.sessions)) in floor.timelines:
        sample = _sample(book, floor, last)
        pieces.append(Piece(f"{title}/{file_name(sample.tags.title)}", sample, {coding: (floor.presses.keys[last, coding],) for coding in keys}, cover))
    return Pieces(whole, tuple(pieces), order.story)


def _sample(book: Book, floor: Floor, index: int) -> Book:
    timeline = floor.timelines[index]
    (mark,) = timeline.marks
    master = {coding: (floor.presses.pressings[index, coding],) for coding in floor.presses.codings}
    return replace(book, timeline=timeline, master=master, tags=replace(book.tags, title=mark.title), album=book.tags.title)


def stem(order: Order, title: str) -> str:
    """Return the name of the files of a whole book, without a suffix; it says when they are only a part of the book."""
    chapter = f" - chapter {order.chapter}" if order.chapter is not None else ""
    minutes = f" - first {order.minutes:g} minutes" if order.minutes is not None else ""
    return file_name(f"{title}{chapter}{minutes}")


def _digest(content: object) -> str:
    return hashlib.sha256(repr(content).encode()).hexdigest()
