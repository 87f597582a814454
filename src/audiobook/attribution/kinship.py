"""Whom "her mother" may mean: features of kinship."""

from collections.abc import Sequence

from audiobook.attribution.lexicon import words
from audiobook.attribution.looks import Book
from audiobook.attribution.mentions import Mention, Way
from audiobook.attribution.units import Turn

_OWNERS = {"his": "male", "her": "female"}
_ROLES = ("parent", "spouse", "sibling", "descendant", "elder")


def kin_owners(book: Book, turn: Turn, recent: Sequence[int]) -> list[int]:
    """Return whose "mother" a tag may mean: the last people named, of the pronoun's gender."""
    if turn.tag is None or turn.tag.subject.way is not Way.NOUN:
        return []
    gender = _OWNERS.get(book.story.tokens.lower[turn.tag.subject.first], "")
    return [person for person in recent if gender and book.genders[person] in (gender, "")][:3]


def kinship(book: Book, person: int, subject: Mention, owners: Sequence[int], *, known: bool) -> list[str]:
    """Return the features of "her mother" standing for a person; `known`: somebody of the family who may be meant has a name."""
    role = _role(subject.noun.split()[-1])
    if not role:
        return []
    who = book.story.people[person]
    if who.nameless:
        itself = "self" if subject.person == person else "other"
        return [f"kin|{role}|nameless|{itself}", f"kin|{role}|nameless|{itself}|{'known' if known else 'unknown'}"]
    family = any(owner != person and book.surnames[owner] & book.surnames[person] for owner in owners)
    titled = next((form.title for form in who.forms if form.title in ("mr", "mrs", "miss", "aunt", "uncle", "lady", "sir")), "none")
    row = [f"kin|{role}|{'family' if family else 'stranger'}", f"kin|{role}|{titled}", f"kin|{role}|{titled}|{'family' if family else 'stranger'}"]
    if person in owners[:1]:
        row.append(f"kin|{role}|owner")
    return row


def _role(noun: str) -> str:
    return next((role for role in _ROLES if noun in words(role)), "")


def kindred(book: Book, turn: Turn, owners: Sequence[int]) -> list[int]:
    """Return the family of the owners, those whose "mother" a tag may mean."""
    if turn.tag is None or not _role(turn.tag.subject.noun.split()[-1] if turn.tag.subject.noun else ""):
        return []
    names = {name for owner in owners for name in book.surnames[owner]}
    gender = turn.tag.subject.gender
    return [person for person, known in enumerate(book.surnames) if known & names and book.genders[person] in (gender, "")]
