"""Languages by their codes: BCP 47 and ISO 639-1, two letters, in stories and feeds; ISO 639-2, three letters, in sound files."""

import re
from difflib import get_close_matches

_THREE_LETTERS = {
    "ar": "ara", "bg": "bul", "ca": "cat", "cs": "ces", "cy": "cym", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "eo": "epo", "es": "spa", "et": "est",
    "eu": "eus", "fa": "fas", "fi": "fin", "fr": "fra", "ga": "gle", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun", "id": "ind", "is": "isl", "it": "ita",
    "ja": "jpn", "ko": "kor", "la": "lat", "lt": "lit", "lv": "lav", "ms": "msa", "nb": "nob", "nl": "nld", "nn": "nno", "no": "nor", "pl": "pol", "pt": "por",
    "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sq": "sqi", "sr": "srp", "sv": "swe", "ta": "tam", "th": "tha", "tr": "tur", "uk": "ukr", "vi": "vie",
    "zh": "zho",
}  # fmt: skip
_TWO_LETTERS = {"fre": "fr", "ger": "de", "dut": "nl", "cze": "cs", "gre": "el", "chi": "zh", "ice": "is", "rum": "ro", "slo": "sk", "alb": "sq", "wel": "cy",
    "mac": "mk", "per": "fa", "may": "ms", "baq": "eu", **{three: two for two, three in _THREE_LETTERS.items()},
}  # fmt: skip
"""The bibliographic codes too: other people's files have them."""
_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy "
    "ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt "
    "lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm "
    "sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu py piqd"
)  # fmt: skip
"""ISO 639-1, and two of espeak's own, in one text."""
_NAMES = {
    "arabic": "ar", "bulgarian": "bg", "catalan": "ca", "chinese": "zh", "croatian": "hr", "czech": "cs", "danish": "da", "dutch": "nl", "english": "en",
    "american": "en-us", "british": "en-gb", "esperanto": "eo", "estonian": "et", "finnish": "fi", "french": "fr", "german": "de", "greek": "el",
    "hebrew": "he", "hindi": "hi", "hungarian": "hu", "icelandic": "is", "indonesian": "id", "irish": "ga", "italian": "it", "japanese": "ja",
    "klingon": "piqd", "korean": "ko", "latin": "la", "latvian": "lv", "lithuanian": "lt", "mandarin": "zh", "norwegian": "nb", "persian": "fa",
    "polish": "pl", "portuguese": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr", "slovak": "sk", "slovenian": "sl", "spanish": "es",
    "swedish": "sv", "thai": "th", "turkish": "tr", "ukrainian": "uk", "vietnamese": "vi", "welsh": "cy",
    "cn": "zh", "cz": "cs", "dk": "da", "gb": "en-gb", "gr": "el", "jp": "ja", "ua": "uk", "us": "en-us",
}  # fmt: skip
"""What people write instead of a code: the language's name, or a country's code."""
_FORM = re.compile(r"[A-Za-z]{2,4}(?:[-_][A-Za-z0-9]{1,8})*", re.ASCII)


def fault(language: str) -> str:
    """Return what is wrong with the code of a language, in words; nothing where it may be one (ISO 639-3 has 7,000 of three letters)."""
    first = _first(language)
    if _FORM.fullmatch(language) and (first in _CODES.split() or len(first) == 3):
        return ""
    near = get_close_matches(language.strip().casefold(), _NAMES, n=1, cutoff=0.7)
    return f"is not the code of a language{f' (did you mean {_NAMES[near[0]]!r}?)' if near else ''}; en, en-gb or de would work"


def three_letters(language: str) -> str:
    """Return a language after ISO 639-2: "eng" of "en-GB"; "und" where it is unknown."""
    first = _first(language)
    return _THREE_LETTERS.get(first, first if len(first) == 3 and first.isascii() and first.isalpha() else "und")


def two_letters(language: str) -> str:
    """Return a language as feeds and pages have it, its region kept: "en" of "eng", "en-GB" of "en_gb"; nothing where it is unknown."""
    first, *rest = language.replace("_", "-").split("-")
    first = _TWO_LETTERS.get(first.casefold(), first.casefold())
    if not (first.isascii() and first.isalpha() and 2 <= len(first) <= 3) or first == "und":
        return ""
    region = rest[0].upper() if rest and len(rest[0]) == 2 and rest[0].isalpha() else ""
    return f"{first}-{region}" if region else first


def _first(language: str) -> str:
    return language.replace("_", "-").split("-")[0].casefold()
