"""What counts as a word, and what markup means: the ground on which the law of words stands."""

import html
import re
from html.entities import html5

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NAMES = (
    "a|abbr|acronym|address|article|aside|b|big|blockquote|br|center|cite|code|dd|del|dfn|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|img|ins|"
    "kbd|li|main|mark|nav|ol|p|pre|q|rp|rt|ruby|s|samp|section|small|span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|var|wbr"
)
_TAG = re.compile(rf"</?(?P<name>{_NAMES})(?:\s+[\w:-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s<>\"']+))*+\s*/?>", re.IGNORECASE)
_INLINE = frozenset(re.findall(r"\w+", "a abbr acronym b big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup tt u var wbr"))
_SCHEME = r"(?:[a-z][a-z0-9+.-]{0,15}:|/|\#|\./|www\.)"
_TARGET = re.compile(rf"\]\({_SCHEME}[^()\s\[\]]*+(?:\([^()\s\[\]]*+\)[^()\s\[\]]*+)?(?:[ \t]+\"[^\"\n]*+\")?\)", re.IGNORECASE)
_IMAGE = re.compile(r"!\[(?=[^\[\]]*+\]\()")
_LINK_OPEN = re.compile(rf"\[(?=[^\[\]]*+\]\({_SCHEME})", re.IGNORECASE)
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|(?:>[ \t]?)+)|^[ \t]*(?:={3,}|-{3,})[ \t]*$|\\$", re.MULTILINE)
_CLOSING_HASHES = re.compile(r"(?<=\s)#{1,6}$")
_ESCAPE = re.compile(r"\\([*_~`#\[\]()>!\\-])")
_STRESS = re.compile(r"(?<![\w*_~`/])[*_~`]{1,9}(?=\S)|(?<=\S)[*_~`]{1,9}(?![\w*_~`])")
_SLASHED = re.compile(r"(?<![\w/:.<])/(?=\w[^/\n]*/(?![\w/]))([^/\n]+)/")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
_SHELTER = 0xF0000  # private code points, in which escaped marks wait until stress marks are gone
_SHELTERED = {_SHELTER + code: code for code in range(128)}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def meant(text: str) -> str:
    """Return the text as it is meant to be heard: markup read as what it marks, white space folded, no word changed.

    `*really*`, `_really_` and `/really/` are "really"; `## Two` is "Two"; `[text](url)` is "text"; `&amp;` is "&"; HTML tags and soft hyphens go.
    """
    if "<" in text:
        text = _TAG.sub(lambda tag: "" if tag["name"].lower() in _INLINE else " ", text)
    if "](" in text:
        text = _TARGET.sub("", _LINK_OPEN.sub("", _IMAGE.sub("[", text)))
    if "#" in text or ">" in text or "\\" in text or "---" in text or "===" in text:
        text = _CLOSING_HASHES.sub("", _LINE_MARK.sub("", text.strip()).strip())
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    if "/" in text:
        text = _SLASHED.sub(r"\1", text)
    if "\\" in text:
        text = _ESCAPE.sub(lambda escape: chr(_SHELTER + ord(escape[1])), text)
    text = _STRESS.sub("", text)
    return _SPACE.sub(" ", text.translate(_INVISIBLE).translate(_SHELTERED)).strip()


def words(text: str) -> list[str]:
    """Return the runs of letters and digits in what the text means, in order: what must be spoken, once each."""
    return _WORD.findall(meant(text))


def wordless(text: str) -> bool:
    """Tell whether there is nothing to say in the text: such a line is a pause."""
    return _WORD.search(meant(text)) is None


def _character(entity: re.Match[str]) -> str:
    """Return what an entity stands for; what only looks like one stays as it is."""
    written = entity[0]
    return html.unescape(written) if written[1] == "#" or written[1:] in html5 else written
