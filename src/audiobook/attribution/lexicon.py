"""What is known of English words before a story is read: speech verbs, titles, nouns for people, given names. Data stand beside it as text."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_VOWELS = frozenset("aeiou")


def _rows(name: str) -> Iterator[str]:
    for row in files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            yield row


@cache
def _sections(name: str) -> dict[str, frozenset[str]]:
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for row in _rows(name):
        if row.startswith("["):
            current = sections.setdefault(row.strip("[]"), [])
        else:
            current.extend(row.split())
    return {section: frozenset(entries) for section, entries in sections.items()}


def _regular(base: str) -> tuple[str, ...]:
    """Return a regular verb's forms: third person, past, participle."""
    if base.endswith("e"):
        return base, f"{base}s", f"{base}d", f"{base[:-1]}ing"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    third = f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z")) else f"{base}s"
    return base, third, f"{base}ed", f"{base}ing"


@cache
def verbs() -> dict[str, str]:
    """Return every form of a verb that reports speech, with its sort: "say", "beside" (right beside the quotation only) or "think"."""
    forms: dict[str, str] = {}
    for row in _rows("verbs.txt"):
        entries = row.split()
        sort = {"!": "beside", "~": "think"}.get(entries[-1], "say")
        entries = entries[:-1] if sort != "say" else entries
        for form in entries if len(entries) > 1 else _regular(entries[0]):
            forms.setdefault(form, sort)
    return forms


@cache
def bases() -> frozenset[str]:
    """Return the base forms of speech verbs that are no past too: most of them are nouns as well ("voice", "cry")."""
    found = set()
    for row in _rows("verbs.txt"):
        first, *others = [entry for entry in row.split() if entry not in "!~"]
        if first not in others:
            found.add(first)
    return frozenset(found)


@cache
def titles() -> dict[str, str]:
    """Return titles before a name, lower case without the dot, each with "male", "female" or "either"."""
    sections = _sections("titles.txt")
    found = dict.fromkeys(sorted(sections["office"] | sections["either"]), "either")
    for gender in ("male", "female"):
        found.update(dict.fromkeys(sorted(sections[gender]), gender))
    return found


def words(section: str) -> frozenset[str]:
    """Return a section of the small words: "prepositions", "adverbs", …"""
    return _sections("words.txt")[section]


def offices() -> frozenset[str]:
    """Return the titles that may stand alone for their bearer ("the General")."""
    return _sections("titles.txt")["office"]


def suffixes() -> frozenset[str]:
    """Return what follows a name and is no part of it: honorifics ("-sensei") and the like."""
    return _sections("titles.txt")["after"]


@cache
def people() -> dict[str, str]:
    """Return common nouns for a person, each with "male", "female" or "either"."""
    sections = _sections("people.txt")
    found = dict.fromkeys(sorted(sections["either"]), "either")
    for gender in ("male", "female"):
        found.update(dict.fromkeys(sorted(sections[gender]), gender))
    return found


def noun_gender(phrase: str) -> str:
    """Return "male", "female" or "either" for a person's noun, with the words before it: "boy officer"; the ferryman and the saleswoman are in no list."""
    for noun in reversed(phrase.split()):
        known = people().get(noun, "either")
        if known != "either":
            return known
        for gender, ends in (("female", ("woman", "women", "girl", "lady")), ("male", ("man", "men", "boy", "lord"))):
            if noun.endswith(ends):
                return gender
    return "either"


def kin() -> frozenset[str]:
    """Return the nouns that make somebody somebody's ("his mother")."""
    return _sections("people.txt")["kin"]


def groups() -> frozenset[str]:
    """Return words for several people, whose speech is nobody's."""
    return _sections("people.txt")["group"]


@cache
def given() -> dict[str, str]:
    """Return common given names, each with "male", "female", or "either" where it is both."""
    sections = _sections("given.txt")
    both = sections["male"] & sections["female"]
    return {name: "either" if name in both else gender for gender in ("male", "female") for name in sorted(sections[gender])}


@cache
def nicknames() -> dict[str, tuple[str, ...]]:
    """Return short forms of given names, with what each may stand for."""
    found: dict[str, list[str]] = {}
    for row in _rows("nicknames.txt"):
        short, full = row.split()
        found.setdefault(short, []).append(full)
    return {short: tuple(fulls) for short, fulls in found.items()}


@cache
def common() -> frozenset[str]:
    """Return words that stand capitalised without being names of people."""
    sections = _sections("common.txt")
    return closed() | sections["seldom"]


def closed() -> frozenset[str]:
    """Return the words of which no name is made."""
    return _sections("common.txt")["closed"]
