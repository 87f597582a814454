"""Plain text and Markdown: `.txt`, `.md`, `.markdown`, standard input."""

from audiobook.document import Document
from audiobook.readers.compose import compose
from audiobook.readers.decoding import decode


def read(content: bytes, source: str, title: str) -> Document:
    """Read a story that is text; title is what it is called where the text does not tell.

    Raises:
        StoryError: the content is no text, or holds no word.
    """
    text, notices = decode(content, source)
    return compose(text, source, title, notices)
