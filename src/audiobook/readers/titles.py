"""What looks like a title: capitals, Title Case, no sentence. Headings and title pages both ask."""

import re

_WORD = re.compile(r"[^\W\d_][\w'’.]*")
SMALL = frozenset(re.findall(r"\w+", "a an and as at but by for from if in into nor of off on or over per so the to up upon via vs with von van de la le du"))
"""Words that a title in Title Case leaves small."""
_QUOTES = "\"“”«»„‘'’"
_DECORATION = re.compile(r"^[\s*_~#=<>|•·\[({\-–—\u00a0\ufeff]+|[\s*_~#=<>|•·\])}\-–—\u00a0]+$")
_MARK = re.compile(r"\s*\[(?:\d{1,3}|\*|†)\]")
_LONGEST = 300  # code points; a longer title is a paragraph


def plain(text: str) -> str:
    """Return a title as it is shown: white space folded, the markup and ornaments round it gone."""
    folded = " ".join(text.split())
    stripped = _DECORATION.sub("", folded)
    if folded.endswith(")") and stripped.count("(") > stripped.count(")"):
        stripped += ")"
    if folded.endswith("]") and stripped.count("[") > stripped.count("]"):
        stripped += "]"
    return stripped.replace("**", "").replace("__", "") if stripped else folded


def shown(text: str) -> str:
    """Return a title for lists of chapters: plain, without the full stop of old printing."""
    text = plain(_MARK.sub("", text))
    return text[:-1].rstrip() if text.endswith(".") and not text.endswith("..") and not re.search(r"\b[A-Z]\.$", text) else text


def capitals(text: str) -> bool:
    """Tell whether the text is set in capitals: at least two letters, and none small but in Mc or a possessive."""
    letters = [sign for sign in text if sign.isalpha()]
    small = sum(sign.islower() for sign in letters)
    return len(letters) >= 2 and small <= len(letters) // 10


def title_case(text: str) -> bool:
    """Tell whether the text is set as a title: it opens with a capital, and nearly every word that is not small carries one."""
    words: list[str] = _WORD.findall(text)
    weighty = [word for word in words if word.lower() not in SMALL]
    if not words or not weighty or not (words[0][0].isupper() or text[0].isdigit()):
        return False
    raised = sum(word[0].isupper() for word in weighty)
    return 5 * raised >= 4 * len(weighty)


def title_like(text: str, *, longest: int = 100) -> bool:
    """Tell whether the text could stand over a chapter or on a title page: a title's letters, and neither speech nor a sentence."""
    if not 0 < len(text) <= _LONGEST or (text[0] in _QUOTES and (not capitals(text) or text.rstrip(_QUOTES)[-1:] in ("!", "?", ",", ""))):
        return False
    if text[-1] in ",;:…" or text.endswith(("--", "...")):
        return False
    if capitals(text):
        return not text.endswith("!") or " " in text
    if len(text) > longest or not title_case(text):
        return False
    weighty = sum(word[0].isupper() for word in _WORD.findall(text))
    return text[-1] not in ".!?" or (weighty >= 2 and text.count(". ") == 0)
