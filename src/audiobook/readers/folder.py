"""A folder is one book: each of its stories is a chapter, or several, in natural order."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from audiobook.document import Block, BlockKind, Chapter, Document, Span
from audiobook.errors import StoryError
from audiobook.readers.naming import natural, title_from

_BETWEEN = "\n\n"
_NO_STORIES = frozenset(("readme", "license", "licence", "notice", "changelog", "contributing"))


def read_folder(folder: Path, readers: Mapping[str, str], read_file: Callable[[Path], Document]) -> Document:
    """Read the folder's stories one after another. Their own headings win; a file without one gets its name as its chapter's title.

    Raises:
        StoryError: there is no story in the folder, or one of them cannot be read.
    """
    paths = sorted((path for path in folder.iterdir() if _is_story(path, readers)), key=lambda path: natural(path.name))
    if not paths:
        raise StoryError(f"{folder}: no story in this folder; files that end in {', '.join(readers)} would work")
    documents = [read_file(path) for path in paths]
    chapters: list[Chapter] = []
    offset = 0
    for path, document in zip(paths, documents, strict=True):
        chapters.extend(_moved(chapter, offset) for chapter in _titled(document, title_from(path.stem)))
        offset += len(document.text) + len(_BETWEEN)
    return Document(
        _BETWEEN.join(document.text for document in documents),
        tuple(chapters),
        title_from(folder.resolve().name),
        next((document.author for document in documents if document.author), ""),
        documents[0].language,
        str(folder),
        tuple(notice for document in documents for notice in document.notices),
    )


def _is_story(path: Path, readers: Mapping[str, str]) -> bool:
    return path.suffix.lower() in readers and not path.name.startswith(".") and path.stem.lower() not in _NO_STORIES and path.is_file()


def _titled(document: Document, name: str) -> list[Chapter]:
    """Return the file's chapters; the first one without a title gets the file's own title, which then is its heading, or the file's name."""
    first, *others = document.chapters
    if first.title:
        return [first, *others]
    blocks = tuple(_promoted(block, document) for block in first.blocks)
    own = any(block.kind is BlockKind.HEADING for block in blocks)
    return [replace(first, title=document.title if own else name, blocks=blocks), *others]


def _promoted(block: Block, document: Document) -> Block:
    """Return the title on a file's title page as the heading that it is in a book of several files."""
    if block.kind is BlockKind.NOTE and block.why == "title page" and document.title in " ".join(block.span.of(document.text).split()):
        return replace(block, kind=BlockKind.HEADING, why="")
    return block


def _moved(chapter: Chapter, by: int) -> Chapter:
    def move(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    blocks = tuple(replace(block, span=move(block.span), unread=tuple(move(span) for span in block.unread)) for block in chapter.blocks)
    return Chapter(chapter.title, move(chapter.span), blocks)
