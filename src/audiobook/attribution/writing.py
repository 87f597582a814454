"""What is quoted from paper or from memory, not said: letters, notes, verses, inscriptions."""

import re

from audiobook.attribution.asides import Aside, aside_at
from audiobook.attribution.scare import Setting, says

_PAPER = re.compile(
    r"\b(?:letters?|notes?|messages?|telegrams?|telegraph|epistle|documents?|advertisements?|contents|postscript|postcard|placard|newspaper|paragraph|passage|"
    r"article|diary|journal|inscription|inscribed|verses?|stanzas?|poem|ballad|song|sang|hymn|epitaph|e-?mail|notice|sign|label|scroll|envelope|card|"
    r"wrote|written|writes|penned|indited|scrawled|scribbled|printed|engraved|carved|painted)\b",
    re.IGNORECASE,
)
_COLON = re.compile(r":[-—–]*\s*$")
_FOLLOWS = re.compile(
    r"\b(?:as follows|the following|following (?:words|lines)|(?:these|the) (?:words|lines|terms|contents)|the contents|were these|this|(?:this|that|the same) (?:effect|purpose|purport))"
    r"\W*$|\bread on\b\W*$",
    re.IGNORECASE,
)
_SALUTATION = re.compile(
    r"\W*(?:(?:my |our )?(?:very |own |poor )?(?:dear|dearest|beloved|darling|honou?red)|to whom)\b[^.!?,:;\n]{0,40}(?:[,:;.][-—]+\s*(?=[A-Z\"“])|[,:;]?\W*$)",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\b(?:yours?|sincerely|truly|faithfully|affectionate(?:ly)?|obedient|servant|etc|&c)\b[^.!?]{0,80}\W*$|\bP\. ?S\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
LONG = 240  # characters of a paragraph that goes on with a letter
_LINE = re.compile(r"\r?\n[ \t]*(?=\S)")
_NEXT_WORD = re.compile(r"\S{1,40}")


def is_written(text: str, setting: Setting, lead: str) -> bool:
    """Tell whether a quotation begins something written; lead is what the narrator says right before it, in its block or in the one before."""
    span = setting.piece.span
    aside = aside_at(text, span.end, setting.after)
    if aside is Aside.WRITTEN:
        return True
    if aside is not None:
        return False
    if setting.before == setting.block.start and _whole(text, setting) and _SALUTATION.match(text[span.start : min(span.end, span.start + 120)]):
        return True
    if not (_COLON.search(lead) or _FOLLOWS.search(lead)) or any(says(word) for word in _WORD.findall(re.split(r"[.!?;]\s", lead)[-1])[-8:]):
        return False
    return _PAPER.search(lead[-120:]) is not None or (_FOLLOWS.search(lead) is not None and _PAPER.search(lead) is not None)


def goes_on(text: str, setting: Setting) -> bool:
    """Tell whether a quotation that follows a written one goes on with it."""
    piece, span = setting.piece, setting.piece.span
    if piece.continues:
        return True
    return len(span) >= LONG and setting.before == setting.block.start and _whole(text, setting)


def _whole(text: str, setting: Setting) -> bool:
    """Tell whether a quotation is all that its block says, as far as the quotations beside it let see."""
    return _WORD.search(text, setting.before, setting.piece.span.start) is None and _WORD.search(text, setting.piece.span.end, setting.after) is None


def is_signed(text: str, setting: Setting) -> bool:
    """Tell whether a written quotation ends as letters do."""
    return _SIGNED.search(text[max(setting.piece.span.start, setting.piece.span.end - 120) : setting.piece.span.end]) is not None


def is_verse(text: str, setting: Setting, width: int) -> bool:
    """Tell whether a quotation is verse: several lines, each begun with a capital before the line was full (width: the text's own, in characters; 0 where it is not wrapped)."""
    span = setting.piece.span
    breaks = 0
    for gap in _LINE.finditer(text, span.start, span.end):
        begun = text.rfind("\n", max(0, gap.start() - 200), gap.start()) + 1
        if not text[gap.end() : gap.end() + 3].lstrip("\"“‘'_*([—-")[:1].isupper():
            return False
        word = _NEXT_WORD.match(text, gap.end())
        if width and gap.start() - begun + 1 + (word.end() - word.start() if word else 0) > 0.92 * width:
            return False
        breaks += 1
    return breaks > 0
