"""How a text is written in YAML so that it reads as this very text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_PLAIN = re.compile(r"[^\W\d_](?:(?:[\w .+'()/-]|:(?=\w))*[\w.+'()/-])?\Z")
_NOT_PLAIN = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "inf", "nan"])  # values to some readers of YAML
_RAW = re.compile(r"[^\"\\\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\uffff]*\Z")
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LONGEST_KEY = 900  # YAML wants "? " before a key of more than 1,024 signs


@dataclass(frozen=True, slots=True)
class Addition:
    """One entry to be added to a map, or one item to a list."""

    lines: tuple[str, ...]
    """In block style, without the indentation that they get: `Name: voice   # comment`, or `- line: x` and `  speaker: y`."""
    flow: str
    """The same for a map or list in brackets: `Name: voice`, or `{line: x, speaker: y}`."""


def quoted(text: str, *, always: bool = False) -> str:
    """Return a text as YAML that reads as this very text: in quotes where it needs them, or always."""
    if not always and _PLAIN.match(text) and text.casefold() not in _NOT_PLAIN:
        return text
    if _RAW.match(text):
        return f'"{text}"'
    if _RAW.match(text.replace('"', "").replace("\\", "")):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(sign if _RAW.match(sign) else _escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    code = ord(sign)
    return _SHORT.get(sign) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")


def entry(name: str, value: str, comment: str = "") -> Addition:
    """Return a map's entry. The value is YAML already; the comment stands behind it in block style."""
    key, tail = quoted(name), f"   # {comment}" if comment else ""
    if len(key) <= _LONGEST_KEY:
        return Addition((f"{key}: {value}{tail}",), f"{key}: {value}")
    return Addition((f"? {key}", f": {value}{tail}"), f"? {key} : {value}")


def item(values: Mapping[str, str]) -> Addition:
    """Return a list's item that is a map of single values; the values are YAML already."""
    pairs = [f"{key}: {value}" for key, value in values.items()]
    return Addition((f"- {pairs[0]}", *(f"  {pair}" for pair in pairs[1:])), "{" + ", ".join(pairs) + "}")
