"""Small stories for the readers' tests, and views of what became of them."""

from audiobook.document import Block, BlockKind, Document
from audiobook.readers.compose import compose

WORDS = (
    "The ferry left the quay a little after six, with nobody on board but the pilot and a crate of hens, and the river was so still that the wake "
    "reached both banks before the bell had stopped."
)
"""A sentence of narration, long enough that nobody takes it for a title."""
SPEECH = '"You are late again," said Mara, and she threw him the rope without looking where it went.'


def told(text: str, title: str = "Story") -> Document:
    """Return the document that the text makes."""
    return compose(text, "story.txt", title)


def prose(count: int) -> str:
    """Return some paragraphs, a blank line between them."""
    return "\n\n".join(WORDS if index % 3 else SPEECH for index in range(1, count + 1))


def wrapped(text: str, width: int = 68) -> str:
    """Return the text with its lines broken by hand."""
    import textwrap

    return "\n\n".join(textwrap.fill(paragraph, width) for paragraph in text.split("\n\n"))


def of_kind(document: Document, kind: BlockKind) -> list[str]:
    """Return the text of the blocks of one kind, in order."""
    return [content(document, block) for block in document.blocks if block.kind is kind]


def content(document: Document, block: Block) -> str:
    """Return a block's text."""
    return block.span.of(document.text)


def titles(document: Document) -> list[str]:
    """Return the chapters' titles."""
    return [chapter.title for chapter in document.chapters]


def whys(document: Document) -> list[tuple[str, str]]:
    """Return what each note was taken for, and its first words."""
    return [(block.why, content(document, block)[:24]) for block in document.blocks if block.kind is BlockKind.NOTE]
