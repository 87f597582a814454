"""Somebody of a story, and what titles tell."""

from collections import Counter
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
