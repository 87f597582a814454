"""A YAML text as a tree that knows where each thing stands in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from audiobook.errors import Mistake, SheetError

if TYPE_CHECKING:
    from ruamel.yaml.events import Event

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_DEEPEST = 20  # lists and maps in one another; ruamel takes quadratic time over deep ones
_MOST_SHOWN = 40  # characters of a wrong value, in a message
_HALF = re.compile("[\ud800-\udfff]")
_IN_PLAIN_WORDS = (
    (r"character '\\t' that cannot start", "a tab; YAML is indented with spaces"),
    (r"mapping values are not allowed", "a ':' that does not fit here; put quotes round text with a colon in it, and indent the keys of one map alike"),
    (r"while scanning a quoted scalar", "a quotation mark that is never closed"),
    (r"found unknown escape character '(.)'", r"\\\1 means nothing inside double quotes; single quotes take it as it is"),
    (r"expected escape sequence of", "an escape after a backslash that is not complete; single quotes take backslashes as they are"),
    (r"could not find expected ':'", "a line without ':'; 'Name: value' would work, indented like its neighbours"),
    (r"found character '(.)' that cannot start", r"'\1' cannot start a value; put quotes round it"),
    (r"expected ',' or '([\]}])'", r"a list or map in brackets without its ',' or '\1'"),
    (r"expected the node content", "an end where a value is wanted"),
    (r"expected <block end>", "a line that is not indented like its neighbours"),
    (r"found undefined alias '(.*)'", r"'*\1' refers to nothing; put quotes round text that begins with *"),
    (r"while scanning an alias|while scanning an anchor", "'*' or '&' before a name; put quotes round text that begins with one"),
    (r"while scanning a directive", "a line that begins with '%'; put quotes round it"),
)


class Shape(StrEnum):
    """What a node is."""

    NOTHING = "nothing"
    """An empty value, `null` or `~`."""
    TEXT = "text"
    """Any single value: also a number, as written."""
    LIST = "a list"
    MAP = "a map"


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """One value of a YAML text, and where it stands."""

    shape: Shape
    line: int
    """From 1."""
    start: int
    end: int
    """Half-open range of code points in the text; a block's ends after its last value, before white space and comments."""
    column: int
    """Of its first sign, from 0."""
    text: str = ""
    """Of a single value: as written, quotes taken off."""
    plain: bool = False
    """A single value without quotes."""
    flow: bool = False
    """A list or map in brackets."""
    items: tuple["Node", ...] = ()
    """Of a list; of a map: key, value, key, value."""

    @property
    def entries(self) -> Iterator[tuple["Node", "Node"]]:
        """A map's keys with their values, in order."""
        return ((key, value) for at, (key, value) in enumerate(pairwise(self.items)) if at % 2 == 0)

    def get(self, key: str) -> "Node | None":
        """Return the first value of a map's key."""
        return next((value for name, value in self.entries if name.text == key), None) if self.shape is Shape.MAP else None

    def __str__(self) -> str:
        match self.shape:
            case Shape.TEXT:
                return repr(self.text if len(self.text) <= _MOST_SHOWN else self.text[: _MOST_SHOWN - 1] + "…")
            case _:
                return self.shape.value


def load(path: Path) -> Node:
    """Read a YAML file; an empty one is NOTHING.

    Raises:
        SheetError: it cannot be read, is not UTF-8 or not YAML; with the line and what was found there.
    """
    return parse(decode(path), path)


def missing(path: Path) -> bool:
    """Tell whether there is no file of that name.

    Raises:
        SheetError: nobody may look, since a folder above it may not be entered.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except PermissionError as error:
        raise SheetError([Mistake(str(path), f"cannot be looked at: {error.strerror}; a folder that may be entered would work")]) from error
    except (OSError, ValueError):
        return False
    return False


def decode(path: Path) -> str:
    """Return a file's text, newlines and a byte order mark untouched.

    Raises:
        SheetError: it cannot be read, or is not UTF-8.
    """
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise SheetError([Mistake(str(path), f"cannot be read: {getattr(error, 'strerror', None) or error}")]) from error
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        found = "this is UTF-16" if wide else f"byte 0x{content[error.start]:02x} is not UTF-8"
        line = 1 if wide else content.count(b"\n", 0, error.start) + 1
        raise SheetError([Mistake(f"{path}:{line}", f"{found}; save the file as UTF-8")]) from error


def parse(text: str, path: Path) -> Node:
    """Return a YAML text as a tree; `path` is for messages.

    Raises:
        SheetError: not YAML, or more than one document.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    mark = len(text) - len(text.removeprefix("\ufeff"))
    tree = _Tree(path, mark)
    try:
        for event in YAML(typ="safe", pure=True).parse(text[mark:]):
            tree.take(event)
    except YAMLError as error:
        raise SheetError([_syntax(error, text, path)]) from error
    except (ValueError, OverflowError) as error:  # ruamel's scanner on escapes such as "\U99999999"
        raise SheetError([Mistake(f"{path}:{tree.line}", "after this line, an escape that is no character")]) from error
    return tree.root


def _syntax(error: Exception, text: str, path: Path) -> Mistake:
    """Return ruamel's complaint in plain words, with its line."""
    mark = getattr(error, "problem_mark", None)
    position = getattr(error, "position", None)
    if mark is None and isinstance(position, int):
        return Mistake(f"{path}:{text.count(chr(10), 0, position) + 1}", f"a control character (U+{ord(text[position]):04X}); delete it")
    problem, context = getattr(error, "problem", None) or "", getattr(error, "context", None) or ""
    begins = getattr(error, "context_mark", None) if "quoted" in context and "end of stream" in problem else None
    line = (begins or mark).line + 1 if mark else 1
    for pattern, words in _IN_PLAIN_WORDS:
        if found := re.search(pattern, problem) or re.search(pattern, context):
            return Mistake(f"{path}:{line}", f"not YAML: {found.expand(words)}")
    return Mistake(f"{path}:{line}", f"not YAML: {problem or context or 'not understood'}")


class _Tree:
    """Builds nodes from ruamel's events, without recursion."""

    def __init__(self, path: Path, mark: int) -> None:
        self.path = path
        self.mark = mark
        self.line = 1
        self.root = Node(Shape.NOTHING, 1, mark, mark, 0)
        self._open: list[tuple[Node, str | None, list[Node]]] = []
        self._anchors: dict[str, Node | None] = {}
        self._documents = 0

    def take(self, event: "Event") -> None:
        """Take the next event."""
        from ruamel.yaml import events

        self.line = event.start_mark.line + 1
        match event:
            case events.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise self._mistake("a second document ('---'); one file holds one")
            case events.ScalarEvent():
                self._close(self._scalar(event), event.anchor)
            case events.AliasEvent():
                self._close(self._alias(event), None)
            case events.MappingStartEvent() | events.SequenceStartEvent():
                self._begin(event)
            case events.MappingEndEvent() | events.SequenceEndEvent():
                opened, anchor, items = self._open.pop()
                end = self._end(event) if opened.flow else max((item.end for item in items), default=opened.end)
                self._close(replace(opened, end=end, items=tuple(items)), anchor)
            case _:
                pass

    def _begin(self, event: "Event") -> None:
        from ruamel.yaml import events

        assert isinstance(event, events.MappingStartEvent | events.SequenceStartEvent)
        if event.tag is not None:
            raise self._mistake(f"a tag ({event.tag}) means nothing here; put quotes round text that begins with !")
        if len(self._open) >= _DEEPEST:
            raise self._mistake(f"lists and maps in one another, more than {_DEEPEST} deep")
        if event.anchor:
            self._anchors[event.anchor] = None
        shape = Shape.MAP if isinstance(event, events.MappingStartEvent) else Shape.LIST
        self._open.append((self._node(shape, event, flow=bool(event.flow_style)), event.anchor, []))

    def _scalar(self, event: "Event") -> Node:
        from ruamel.yaml import events

        assert isinstance(event, events.ScalarEvent)
        if event.tag is not None:
            raise self._mistake(f"a tag ({event.tag}) means nothing here; put quotes round text that begins with !")
        if _HALF.search(event.value):
            raise self._mistake("an escape that is half a character (\\ud800 to \\udfff)")
        plain = event.implicit[0]
        shape = Shape.NOTHING if plain and event.value in _NULL else Shape.TEXT
        return replace(self._node(shape, event), text=event.value, plain=plain)

    def _alias(self, event: "Event") -> Node:
        from ruamel.yaml import events

        assert isinstance(event, events.AliasEvent)
        if event.anchor not in self._anchors:
            raise self._mistake(f"'*{event.anchor}' refers to nothing; put quotes round text that begins with *")
        target = self._anchors[event.anchor]
        if target is None:
            raise self._mistake(f"'*{event.anchor}' refers to itself")
        here = self._node(target.shape, event)
        return replace(target, line=here.line, start=here.start, end=here.end, column=here.column)

    def _node(self, shape: Shape, event: "Event", *, flow: bool = False) -> Node:
        start = event.start_mark
        return Node(shape, start.line + 1, start.index + self.mark, self._end(event), start.column, flow=flow)

    def _end(self, event: "Event") -> int:
        end: int = event.end_mark.index
        return end + self.mark

    def _close(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = node
        if self._open:
            self._open[-1][2].append(node)
        else:
            self.root = node

    def _mistake(self, what: str) -> SheetError:
        return SheetError([Mistake(f"{self.path}:{self.line}", what)])
