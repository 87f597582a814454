"""Edits of a YAML text by inserting and exchanging pieces of it: what is not added or exchanged stays byte for byte."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from audiobook.errors import Mistake, SheetError
from audiobook.yamlfile.nodes import Node, Shape, parse
from audiobook.yamlfile.quoting import Addition

_STEP = 2  # spaces of indentation
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")

Outline = tuple[str, str, bool, tuple["Outline", ...]]
"""What a node says, without where: shape, text, plain, items."""


def append(text: str, section: str, additions: Sequence[Addition], path: Path) -> str:
    """Return the text with the additions behind what a top-level section holds; the section is made where it is missing.

    All of the text stays: the result is the text with something inserted at one place (an explicit `null` gives way).

    Raises:
        SheetError: not YAML, or so unusual that nothing can be inserted safely.
    """
    if not additions:
        return text
    root = parse(text, path)
    held = root.get(section)
    if held is not None and held.flow:
        new = _into_brackets(text, held, ", ".join(addition.flow for addition in additions))
    elif root.flow:
        new = _into_flow_root(text, root, held, section, additions)
    elif held is None or held.shape is Shape.NOTHING:
        new = _open(text, root, held, section, additions)
    else:
        at = _comments_end(text, _line_end(text, held.end), held.column)
        new = _insert(text, at, _lines(additions, held.column))
    if _is_old_with(new, root, section, additions, path):
        return new
    wanted = "; ".join(addition.flow for addition in additions[:3]) + ("; …" if len(additions) > 3 else "")
    raise SheetError([Mistake(f"{path}:{(held or root).line}", f"nothing can be added to '{section}' as it is written here; add by hand: {wanted}")])


def exchange(text: str, exchanges: Sequence[tuple[Node, str]], path: Path) -> str:
    """Return the text with single values exchanged for other YAML, all else untouched. The nodes are those of this very text.

    Raises:
        SheetError: a value stands where it cannot be exchanged safely (others refer to it).
    """
    new = text
    for node, value in sorted(exchanges, key=lambda pair: pair[0].start, reverse=True):
        new = new[: node.start] + value + new[node.end :]
    try:
        exchanged = {node.start: _outline(parse(f"[{value}]", path).items[0]) for node, value in exchanges}
        if _outline(parse(new, path)) == _outline(parse(text, path), exchanged):
            return new
    except SheetError:
        pass
    node, value = exchanges[0]
    raise SheetError([Mistake(f"{path}:{node.line}", f"{node} cannot be exchanged as it is written here; write by hand: {value}")])


def _outline(node: Node, exchanged: Mapping[int, Outline] | None = None) -> Outline:
    if exchanged and node.shape is Shape.TEXT and node.start in exchanged:
        return exchanged[node.start]
    return (node.shape.value, node.text, node.plain, tuple(_outline(item, exchanged) for item in node.items))


def _is_old_with(new: str, root: Node, section: str, additions: Sequence[Addition], path: Path) -> bool:
    """Tell whether the new text says what the old one did, plus the additions at the end of their section."""
    brackets = "[]" if _is_list(additions) else "{}"
    try:
        after = parse(new, path)
        added = [_outline(item) for addition in additions for item in parse(brackets[0] + addition.flow + brackets[1], path).items]
    except SheetError:
        return False
    old = [(key.text, _outline(value)) for key, value in root.entries]
    wanted = Shape.LIST if _is_list(additions) else Shape.MAP
    held = root.get(section)
    full = (wanted.value, "", False, (*(_outline(item) for item in (held.items if held else ())), *added))
    expected = [(key, full if key == section else outline) for key, outline in old]
    if held is None:
        expected.append((section, full))
    return expected == [(key.text, _outline(value)) for key, value in after.entries]


def _is_list(additions: Sequence[Addition]) -> bool:
    return additions[0].lines[0].startswith("- ")


def _lines(additions: Sequence[Addition], column: int) -> list[str]:
    return [" " * column + line for addition in additions for line in addition.lines]


def _insert(text: str, at: int, lines: Sequence[str]) -> str:
    """Return the text with whole lines inserted at the start of a line, or at its end."""
    newline = "\r\n" if "\r\n" in text[: text.find("\n") + 1] else "\n"
    before = newline if at and text[at - 1] != "\n" and text[:at] != "\ufeff" else ""
    return text[:at] + before + "".join(line + newline for line in lines) + text[at:]


def _line_end(text: str, at: int) -> int:
    """Return where the line after `at` begins; `at` itself where it begins one (after a block of text)."""
    if at and text[at - 1] == "\n":
        return at
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _comments_end(text: str, at: int, column: int) -> int:
    """Return where the comments end that follow at the section's indentation, so that a commented entry stays with its like."""
    end = at
    while column and at < len(text):
        after = text.find("\n", at) + 1 or len(text)
        line = text[at:after]
        bare = line.lstrip(" ")
        if bare.startswith("#") and len(line) - len(bare) >= column:
            end = after
        elif bare.strip():
            break
        at = after
    return end


def _open(text: str, root: Node, held: Node | None, section: str, additions: Sequence[Addition]) -> str:
    """Return the text with the additions in a section that is empty or missing."""
    lines = _lines(additions, root.column + _STEP)
    if held is None:
        lines = [*([""] if text.strip("\ufeff \t\r\n") else []), " " * root.column + f"{section}:", *lines]
        return _insert(text, len(text), lines)
    text = text[: held.start] + text[held.end :]  # an explicit null
    return _insert(text, _comments_end(text, _line_end(text, held.start), root.column + 1), lines)


def _into_flow_root(text: str, root: Node, held: Node | None, section: str, additions: Sequence[Addition]) -> str:
    """Return the text with the additions in a section, empty or missing, of a map in brackets."""
    brackets = "[]" if _is_list(additions) else "{}"
    value = brackets[0] + ", ".join(addition.flow for addition in additions) + brackets[1]
    if held is None:
        return _into_brackets(text, root, f"{section}: {value}")
    return text[: held.start] + (value if held.start < held.end else f" {value}") + text[held.end :]


def _into_brackets(text: str, held: Node, flow: str) -> str:
    """Return the text with something put before a closing bracket, and a comma where one is needed."""
    at = held.end - 1
    since = text[held.items[-1].end : at] if held.items else ","
    comma = "" if "," in "".join(_COMMENT.sub("", line) for line in since.splitlines()) else ", "
    return text[:at] + comma + flow + text[at:]
