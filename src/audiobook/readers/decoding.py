"""Bytes to text: UTF-8, UTF-16, UTF-32, and what is left of Windows-1252, which is read with a notice."""

import codecs

from audiobook.errors import StoryError

_MARKED = (  # UTF-32 before UTF-16: one's mark begins with the other's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KNOWN = (
    (b"PK\x03\x04", "a zip archive (.docx, .odt, .epub?)"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"ID3", "an MP3"),
)
_WORKS = "plain text in UTF-8 would work"
_HIGH = bytes(range(128, 256))
_CONTROL = bytes(code for code in range(32) if code not in b"\t\n\r\x0b\x0c\x1a\x1b")
_FEW_CONTROL = 8  # stray ones, such as a terminal's escape codes, make no text a program
_MOST_CONTROL = 0.005  # of all bytes; more is no text
_MOST_HIGH = 0.3  # of all bytes; more is no Western European text


def decode(content: bytes, source: str) -> tuple[str, list[str]]:
    """Return the text, nothing left out of it (a byte order mark stays as U+FEFF), and notices.

    Raises:
        StoryError: the content is empty, no text, or in an encoding that nobody can tell.
    """
    if not content:
        raise StoryError("the standard input is empty" if source == "-" else f"{source}: the file is empty")
    for magic, what in _KNOWN:
        if content.startswith(magic):
            raise StoryError(f"{source}: {what}, not a text; {_WORKS}")
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return _strict(content, encoding, source), []
    if wide := _wide(content):
        return _strict(content, wide, source), [f"{source}: read as {wide.upper()}, though it bears no byte order mark"]
    if (at := content.find(b"\0")) >= 0:
        raise StoryError(f"{source}: not a text: a NUL byte at offset {at}; {_WORKS}")
    if (found := len(content) - len(content.translate(None, _CONTROL))) > max(_FEW_CONTROL, _MOST_CONTROL * len(content)):
        first = next(at for at, code in enumerate(content) if code in _CONTROL)
        raise StoryError(f"{source}: not a text: {found} control signs, the first (0x{content[first]:02X}) at offset {first}; {_WORKS}")
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError as error:
        return _western(content, source, error.start)


def _strict(content: bytes, encoding: str, source: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise StoryError(f"{source}: begins as {encoding.upper()} but breaks off at byte {error.start} ({error.reason}); {_WORKS}") from error
    if "\0" in text:
        raise StoryError(f"{source}: not a text: a NUL at offset {text.index(chr(0))}; {_WORKS}")
    return text


def _wide(content: bytes) -> str | None:
    """Return the UTF-16 that the content obviously is: nearly every second byte is zero."""
    even, odd = content[0::2], content[1::2]
    if odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.6 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return None


def _western(content: bytes, source: str, first: int) -> tuple[str, list[str]]:
    """Read what is no UTF-8 as Windows-1252, byte by byte: in files pasted together, both occur."""
    line = content.count(b"\n", 0, first) + 1
    where = f"line {line}"
    if len(content) - len(content.translate(None, _HIGH)) > _MOST_HIGH * len(content):
        raise StoryError(f"{source}: neither UTF-8 nor a Western European encoding ({where}, byte 0x{content[first]:02X}); {_WORKS}")
    replaced = 0

    def replace(error: UnicodeError) -> tuple[str, int]:
        nonlocal replaced
        assert isinstance(error, UnicodeDecodeError)
        replaced += 1
        return error.object[error.start : error.start + 1].decode("cp1252"), error.start + 1

    codecs.register_error("audiobook.western", replace)
    try:
        text = content.decode("utf-8", "audiobook.western")
    except UnicodeDecodeError as error:
        raise StoryError(f"{source}: neither UTF-8 nor Windows-1252 ({where}, byte 0x{content[first]:02X}); {_WORKS}") from error
    signs = "1 byte is" if replaced == 1 else f"{replaced} bytes are"
    return text, [f"{source}: {signs} no UTF-8 (the first in {where}); read as Windows-1252"]
