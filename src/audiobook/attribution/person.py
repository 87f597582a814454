"""Somebody of a story, and what titles tell."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from audiobook.attribution.lexicon import given, titles, words
from audiobook.attribution.names import Form
from audiobook.sheet import Gender


@dataclass(slots=True)
class Person:
    """Somebody of the story, as far as gathered."""

    name: str
    forms: Counter[Form] = field(default_factory=Counter)
    gender: Gender = Gender.UNKNOWN
    sure: float = 0.0
    """Of the gender, 0 to 1."""
    fact: bool = False
    """The sheet names this character."""
    extra: list[str] = field(default_factory=list)
    """Aliases that are no forms: the sheet's, nominal names ("the pug")."""
    came: int = -1
    """Token at which somebody nameless comes in as "a man"; -1 where it is not told."""
    gone: bool = False
    """Found to be somebody else, who has its names now."""

    @property
    def count(self) -> int:
        """Occurrences in the story."""
        return sum(self.forms.values())

    @property
    def nameless(self) -> bool:
        """Whether the person goes by common nouns only: "the pug", "the Ferryman"."""
        return sum(count for form, count in self.forms.items() if form.the) * 4 >= self.count * 3

    @property
    def firsts(self) -> set[str]:
        """First names, lower case."""
        return {form.names[0].lower() for form in self.forms if len(form.names) > 1 and not of_husband(form)}

    def by_first(self, name: str) -> int:
        """Return how often it is named with a first name (lower case) before others."""
        return sum(count for form, count in self.forms.items() if len(form.names) > 1 and form.names[0].lower() == name)

    def by_title(self, name: str) -> int:
        """Return how often it is named with a title and this last name (lower case)."""
        return sum(count for form, count in self.forms.items() if form.title and form.names and form.names[-1].lower() == name)

    def titled(self) -> str:
        """Return the gender that its titles tell: "male", "female" or an empty string."""
        votes = Counter(titles().get(form.title, "either") for form, count in self.forms.items() for _ in range(min(count, 3)) if form.title)
        male, female = votes["male"], votes["female"]
        return "male" if male > female else "female" if female > male else ""

    def known_as(self) -> str:
        """Return the name a reader would know the person by: the most usual form."""
        if not self.forms:
            return self.name
        return max(self.forms.items(), key=lambda item: (item[1], len(item[0].names), item[0].text))[0].text


def clashing(title: str, others: Iterable[str]) -> bool:
    """Tell whether a title is another person's than one of those: a captain is no Miss, and hardly a doctor."""
    title = _LONG.get(title, title)
    found = {_LONG.get(other, other) for other in others}
    if title in _SERVICE:
        return bool(found & (_LEARNED | {"miss"}))
    if title in _LEARNED:
        return bool(found & _SERVICE)
    return title == "miss" and bool(found & _SERVICE)


_SERVICE = frozenset({"captain", "colonel", "major", "general", "lieutenant", "sergeant", "corporal", "admiral", "commodore", "commander"})
_LEARNED = frozenset({"doctor", "professor", "reverend", "bishop", "judge"})


def titled_gender(title: str) -> str:
    """Return "male", "female" or an empty string."""
    gender = titles().get(title, "either")
    return "" if gender == "either" else gender


def of_husband(form: Form) -> bool:
    """Tell whether a woman goes by her husband's name: "Mrs. Peter Orme"."""
    return len(form.names) > 1 and form.title in words("wives' titles") and given().get(form.names[0].lower()) == "male"


def same_title(one: str, other: str) -> bool:
    """Tell whether two titles are one, in full or short."""
    return one == other or _LONG.get(one, one) == _LONG.get(other, other)


_LONG = {
    "dr": "doctor",
    "prof": "professor",
    "rev": "reverend",
    "capt": "captain",
    "col": "colonel",
    "maj": "major",
    "gen": "general",
    "lt": "lieutenant",
    "lieut": "lieutenant",
    "sgt": "sergeant",
    "ms": "miss",
    "m": "monsieur",
    "mister": "mr",
}
