"""Languages by their codes: BCP 47 and ISO 639-1, two letters, in stories and feeds; ISO 639-2, three letters, in sound files."""

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
