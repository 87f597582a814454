"""Values out of a YAML file, checked; what is wrong is collected and told all at once."""

import math
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TypeVar

from audiobook.errors import Mistake, SheetError, did_you_mean
from audiobook.languages import fault
from audiobook.yamlfile.nodes import Node, Shape

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\Z", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d+\Z", re.ASCII)
_SECONDS = re.compile(r"\s*([^\sa-zA-Z]*)\s*(ms|s|sec|secs|seconds?|milliseconds?)?\s*\Z", re.ASCII)
_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}

T = TypeVar("T")


class Checker:
    """Takes values out of nodes and collects the mistakes. A wrong value is None (or empty), and `finish` raises."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.mistakes: list[tuple[int, Mistake]] = []

    def where(self, line: int) -> str:
        """Return file and line, as in a Mistake."""
        return f"{self.path}:{line}"

    def mistake(self, node: Node, what: str) -> None:
        """Collect a mistake at a node."""
        self.mistakes.append((node.line, Mistake(self.where(node.line), what)))

    def finish(self) -> None:
        """Raise SheetError with all mistakes, by line; do nothing where there are none."""
        if self.mistakes:
            raise SheetError([mistake for _, mistake in sorted(self.mistakes, key=lambda at: at[0])])

    def entries(self, node: Node, form: str) -> list[tuple[Node, Node]]:
        """Return a map's keys with their values. Keys that stand twice are mistakes, and only the first counts; `form` says what would work."""
        if node.shape is Shape.NOTHING:
            return []
        if node.shape is not Shape.MAP:
            self.mistake(node, f"{node} where a map is wanted; {form} would work")
            return []
        seen: dict[str, Node] = {}
        found = []
        for key, value in node.entries:
            if key.shape in (Shape.LIST, Shape.MAP):
                self.mistake(key, f"{key} as a key; {form} would work")
            elif key.text in seen:
                self.mistake(key, f"{key} stands here for the second time; the first is on line {seen[key.text].line}")
            else:
                seen[key.text] = key
                found.append((key, value))
        return found

    def table(self, node: Node, keys: Collection[str], form: str) -> dict[str, Node]:
        """Return a map's values by key. Unknown keys are mistakes; keys without a value are left out."""
        known = {}
        for key, value in self.entries(node, form):
            if key.text in keys:
                known[key.text] = value
            else:
                self.mistake(key, f"no key {key}" + (did_you_mean(key.text, keys) or f"; there are {', '.join(keys)}"))
        return {key: value for key, value in known.items() if value.shape is not Shape.NOTHING}

    def items(self, node: Node, form: str) -> tuple[Node, ...]:
        """Return a list's items."""
        if node.shape is Shape.NOTHING:
            return ()
        if node.shape is Shape.LIST:
            return node.items
        self.mistake(node, f"{node} where a list is wanted; {form} would work")
        return ()

    def text(self, node: Node, form: str = "text") -> str:
        """Return a single value as written; white space round it does not count, and nothing is a mistake."""
        if node.shape is Shape.TEXT and node.text.strip():
            return node.text.strip()
        self.mistake(node, f"{node if node.shape is not Shape.TEXT else 'an empty text'} where {form} would work")
        return ""

    def language(self, node: Node) -> str | None:
        """Return a language's code, as in BCP 47."""
        code = self.text(node, "a language such as en or en-gb")
        if not code:
            return None
        if wrong := fault(code):
            self.mistake(node, f"{node} {wrong}")
            return None
        return code

    def number(self, node: Node, low: float, high: float) -> float | None:
        """Return a number from low to high."""
        return self._within(node, node.text if node.shape is Shape.TEXT else "", 1.0, low, high, f"{low:g} to {high:g} would work")

    def whole(self, node: Node, low: int, high: int) -> int | None:
        """Return a whole number from low to high."""
        if node.shape is Shape.TEXT and _WHOLE.match(node.text) and len(node.text) < 20 and low <= int(node.text) <= high:
            return int(node.text)
        self.mistake(node, f"{node} is not a whole number from {low} to {high}")
        return None

    def seconds(self, node: Node, most: float) -> float | None:
        """Return a length of time in seconds: 0.5, "0.5s" or "500ms", from 0 to `most` seconds."""
        form = f"seconds from 0 to {most:g} would work, as in 0.5, 0.5s or 500ms"
        split = _SECONDS.match(node.text) if node.shape is Shape.TEXT else None
        unit = 0.001 if split and (split[2] or "").startswith("m") else 1.0
        return self._within(node, split[1] if split else "", unit, 0.0, most, form)

    def _within(self, node: Node, text: str, unit: float, low: float, high: float, form: str) -> float | None:
        if not _NUMBER.match(text):
            self.mistake(node, f"{node} is not a number; {form}")
            return None
        number = float(text) * unit
        if not (math.isfinite(number) and low <= number <= high):
            self.mistake(node, f"{node.text} is out of range; {form}")
            return None
        return number

    def choice(self, node: Node, words: Mapping[str, T]) -> T | None:
        """Return what one of the words means; capitals do not count."""
        found = node.text.strip().casefold() if node.shape is Shape.TEXT else ""
        if found in words:
            return words[found]
        near = did_you_mean(node.text, words) if node.shape is Shape.TEXT else ""
        self.mistake(node, f"{node} means nothing here" + (near or f"; {' or '.join(words)} would work"))
        return None

    def file(self, node: Node) -> Path | None:
        """Return a file's path, relative to the YAML file's folder; a file that is not there is a mistake."""
        name = self.text(node, "a file's path")
        if not name:
            return None
        try:
            path = self.path.parent / Path(name).expanduser()
            if path.is_file():
                return path
            found = "is a folder" if path.is_dir() else "no such file"
        except (OSError, ValueError, RuntimeError) as error:
            found = str(error)
        self.mistake(node, f"{node}: {found}; a path relative to {self.path.parent}/ would work")
        return None

    def value(self, node: Node) -> str | int | float | bool | None:
        """Return a single value as what it looks like: a truth, a whole number, a number, else text. Quoted, it is text."""
        if node.shape is not Shape.TEXT:
            self.mistake(node, f"{node} where a single value is wanted")
            return None
        if node.plain and node.text.casefold() in _TRUTH:
            return _TRUTH[node.text.casefold()]
        if node.plain and _WHOLE.match(node.text) and len(node.text) < 20:
            return int(node.text)
        if node.plain and _NUMBER.match(node.text) and math.isfinite(float(node.text)):
            return float(node.text)
        return node.text
