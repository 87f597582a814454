"""Numbers as chapters carry them: 7, VII, seven, the seventh."""

import re

_ONES, _TENS, _FIRSTS, _TENTHS = (
    names.split()
    for names in (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
        "twenty thirty forty fifty sixty seventy eighty ninety",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
        "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth",
        "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth",
    )
)

_VALUES = {name: value for names in (_ONES, _FIRSTS) for value, name in enumerate(names, start=1)}
_VALUES |= {name: 10 * value for names in (_TENS, _TENTHS) for value, name in enumerate(names, start=2)}
_VALUES |= {
    f"{tens}{join}{ones}": 10 * ten + one
    for ten, tens in enumerate(_TENS, start=2)
    for names in (_ONES[:9], _FIRSTS[:9])
    for one, ones in enumerate(names, start=1)
    for join in ("-", " ", "")
}
_VALUES |= {"one hundred": 100, "hundred": 100, "zero": 0}
_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}

ROMAN = r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})"
"""Roman numerals from I to CCCXCIX, old forms such as IIII included."""
NUMERAL = rf"(?:\d{{1,3}}|{ROMAN})"
NUMBER = rf"(?:\d{{1,3}}|{ROMAN}|(?:{'|'.join(sorted((re.escape(name) for name in _VALUES), key=len, reverse=True))}))"
"""A number in digits, Roman numerals or words; to be used with IGNORECASE where words may be capitalised."""
_ROMAN = re.compile(ROMAN)


def value(number: str) -> int:
    """Return what a match of NUMBER stands for; 0 where it is none."""
    number = " ".join(number.split())
    if number.isdecimal():
        return int(number)
    if number.lower() in _VALUES:
        return _VALUES[number.lower()]
    if not _ROMAN.fullmatch(number.upper()):
        return 0
    digits = [_DIGITS[sign] for sign in number.upper()]
    return sum(-digit if digit < following else digit for digit, following in zip(digits, [*digits[1:], 0], strict=True))
