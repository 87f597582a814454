"""What counts as a word, and what markup means: the ground on which the law of words stands."""

import html
import re

_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|cite|code|del|div|em|font|h[1-6]|hr|i|ins|li|ol|p|pre|s|small|span|strike|strong|sub|sup|tt|u|ul)\b[^<>]*/?>",
    re.IGNORECASE,
)
_TARGET = re.compile(r"\]\((?:[a-z][a-z0-9+.-]*:|/|#|\./|www\.)[^)\s]*(?:\s+\"[^\"]*\")?\)", re.IGNORECASE)
_IMAGE = re.compile(r"!\[(?=[^\]\n]*\]\()")
_LINK_OPEN = re.compile(r"\[(?=[^\]\n]*\]\((?:[a-z][a-z0-9+.-]*:|/|#|\./|www\.))", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([*_~`#\[\]()>!\\-])")
_STRESS = re.compile(r"(?<![\w*_~/])[*_~]{1,3}(?=\S)|(?<=\S)[*_~]{1,3}(?![\w*_~])")
_SLASHED = re.compile(r"(?<![\w/:.<])/(?=\w[^/\n]*\w?/(?![\w/]))([^/\n]+)/")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
_SHELTER = 0xF0000  # private code points, in which escaped marks wait until stress marks are gone
_SHELTERED = {_SHELTER + code: code for code in range(128)}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def meant(text: str) -> str:
    """Return the text as it is meant to be heard: markup read as what it marks, white space folded, no word changed.

    `*really*`, `_really_` and `/really/` are "really"; `[text](url)` is "text"; `&amp;` is "&"; HTML tags and soft hyphens go.
    """
    if "<" in text:
        text = _TAG.sub(lambda tag: " " if tag[0][1:3].lower() in {"br", "p>", "/p", "hr", "li", "di", "/d"} else "", text)
    if "](" in text:
        text = _TARGET.sub("", _LINK_OPEN.sub("", _IMAGE.sub("[", text)))
    if "&" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
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
