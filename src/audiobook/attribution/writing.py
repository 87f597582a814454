"""What is quoted from paper or from memory, not said: letters, notes, verses, mottoes, inscriptions; and words that the narrator reports in marks."""

import re

from audiobook.attribution.asides import Aside, lead_reports
from audiobook.attribution.cues import cues
from audiobook.attribution.scare import says
from audiobook.attribution.setting import Setting

LONG = 240  # characters of a paragraph that goes on with a letter
_VERY_LONG = 400  # characters of a paragraph that is a letter if the narrator has just spoken of one
_NOTICE = 160  # characters of a paragraph that is a machine's notice
_LEGEND = 60  # characters of a paragraph that only says what marks mean
_BETWEEN = 45  # characters between two things that stand written
_REPORT = 25  # words of a report that stands as a sentence of its own

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CLAUSE = re.compile(r"[.!?;]\s")
_COLON = re.compile(r":[-—–]*\s*$")
_FOLLOWS = re.compile(
    r"\b(?:as follows|the following|following (?:words|lines)|(?:these|the) (?:words|lines|terms|contents)|the contents|(?:were|was) (?:these|this)"
    r"|to (?:this|that|the same|the following) (?:effect|purpose|purport))\W*$",
    re.IGNORECASE,
)
_READ_ON = re.compile(r"\bread (?:on|aloud|out)\W*$", re.IGNORECASE)
_SALUTATION = re.compile(
    r"\W*(?:(?:my |our )?(?:very |own |poor )?(?:dear|dearest|beloved|darling|honou?red)|to whom)\b[^.!?,:;\n]{0,40}(?:[,:;.][-—]+\s*(?=[A-Z\"“])|[,:;]?\W*$)",
    re.IGNORECASE,
)
_HEADED = re.compile(r"(?:^|\n)\W*(?:my |our )?(?:dear|dearest)\b[^.!?\n]{0,40}[,:;.][-—]*\W*$", re.IGNORECASE)
_SIGNED = re.compile(
    r"\b(?:yours|your (?:affectionate|loving|obedient|humble|most|ever|own|sincere|devoted|faithful|dutiful)|sincerely|truly|faithfully|&c|etc)\b"
    r"[^.!?]{0,60}\W*$",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"[ \t\r]*\n\s*(?:--|—|―)\s?[_*]?[A-Z][^!?\n\"“]{2,60}[_*]?\s*$")
_AND = re.compile(r"[,;]|and\b|or\b")
_LINE = re.compile(r"\r?\n[ \t]*(?=\S)")
_NEXT_WORD = re.compile(r"\S{1,40}")


def is_written(text: str, setting: Setting) -> bool:
    """Tell whether a quotation begins something written."""
    span = setting.piece.span
    if setting.aside is not None:
        return setting.aside is Aside.WRITTEN
    if setting.whole and (_SALUTATION.match(text[span.start : min(span.end, span.start + 120)]) or _HEADED.search(setting.lead)):
        return True
    if _CREDIT.match(text, span.end, setting.after) if setting.followed else (setting.whole and _CREDIT.match("\n" + setting.next_block)):
        return True
    lead = setting.lead
    if setting.led and lead_reports(lead) is Aside.WRITTEN:
        return True
    if _READ_ON.search(lead) and len(span) > LONG:
        return True
    if not (_COLON.search(lead) or _FOLLOWS.search(lead) or (len(span) >= _VERY_LONG and setting.whole)):
        return False
    if any(says(word) for word in _WORD.findall(_CLAUSE.split(lead)[-1])[-12:]):
        return False
    return any(word.lower() in cues("paper") for word in _WORD.findall(lead))


def is_legend(text: str, setting: Setting) -> bool:
    """Tell whether a paragraph only says what marks mean in this story ("Talking", 'Thinking'), or is a machine's notice: [Quest complete: "Rats"]."""
    block = setting.block.of(text) if len(setting.block) <= _NOTICE else ""
    if block[:1] == "[" and block[-1:] == "]" and setting.led:
        return True
    if len(block) > _LEGEND:
        return False
    words = {word.lower() for word in _WORD.findall(block)}
    return 0 < len(words) <= 4 and not words.isdisjoint(cues("legend heads")) and words <= cues("legend heads") | cues("legend")


def goes_on_list(setting: Setting) -> bool:
    """Tell whether a quotation is the next of several things that stand written: on it was "Yes", and under that "No"."""
    lead = setting.lead.strip()
    if setting.aside is not None or not setting.led or setting.first or len(lead) > _BETWEEN or lead[-1:] in ".!?…":
        return False
    return _AND.match(lead) is not None and not any(says(word) for word in _WORD.findall(lead))


def goes_on(text: str, setting: Setting, earlier: Setting) -> bool:
    """Tell whether a quotation that follows a written one goes on with it."""
    if setting.piece.continues:
        return True
    if setting.piece.block == earlier.piece.block:
        return earlier.aside is Aside.WRITTEN
    return setting.piece.block == earlier.piece.block + 1 and setting.whole and (len(setting.piece.span) >= LONG or is_signed(text, setting))


def is_signed(text: str, setting: Setting) -> bool:
    """Tell whether a written quotation ends as letters do."""
    return _SIGNED.search(text[max(setting.piece.span.start, setting.piece.span.end - 120) : setting.piece.span.end]) is not None


def is_verse(text: str, setting: Setting, width: int) -> bool:
    """Tell whether a quotation is verse: several lines, each begun with a capital before the line was full.

    width: how wide the text's own lines are, in characters; 0 where it is not wrapped.
    """
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


def is_reported(text: str, setting: Setting) -> bool:
    """Tell whether the narrator reports in marks what somebody said, in the third person and the past: She said that "he could not come"."""
    if not setting.led or not setting.first or setting.aside is not None:
        return False
    words = [
        word.lower().replace("’", "'") for word in _WORD.findall(text, setting.piece.span.start, min(setting.piece.span.end, setting.piece.span.start + 600))
    ]
    small = frozenset(words)
    if len(words) < 6 or cues("direct") & small or cues("present") & small or not cues("others") & small or not cues("reporting") & small:
        return False
    if setting.lead.rstrip()[-1:].isalnum():
        return True
    return len(words) >= _REPORT and not any(says(word) for word in _WORD.findall(_CLAUSE.split(setting.lead)[-1])[-12:])


def line_width(text: str) -> int:
    """Return how wide the text's lines are, in characters, where it is hard-wrapped; else 0."""
    lines = sorted(len(line) for line in text[:200_000].splitlines() if line.strip())
    wide = lines[len(lines) * 9 // 10] if lines else 0
    return wide if wide <= 100 else 0
