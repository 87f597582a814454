"""May two names be one person's? What titles, first names, pronouns and the company of other names tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from audiobook.attribution.evidence import Evidence
from audiobook.attribution.lexicon import given, words
from audiobook.attribution.names import Form
from audiobook.attribution.person import Person, clashing, of_husband, same_title, titled_gender
from audiobook.sheet import Gender

NOBLE = frozenset({"sir", "lord", "lady", "king", "queen"})
"""Titles whose bearers go by no nickname: Ned is not Sir Edward."""
_TOLD, _GIVEN = 2.0, 1.5
"""Log-odds from which on pronouns tell somebody's gender, and what a given name adds to them."""

_OFTEN = 5  # occurrences of a full name from which on a story is taken to use it with care


@dataclass(frozen=True, slots=True)
class Bearers:
    """The people gathered so far, and what is known of all names; people go by their index."""

    people: Sequence[Person]
    evidence: Mapping[Form, Evidence]
    pairs: Mapping[tuple[Form, Form], int]
    """How often two forms stand close together in narration."""
    families: set[Form] = field(default_factory=set)
    """Forms for several of one surname: "the Miss Ormes"."""

    def fits(self, index: int, title: str) -> bool:
        """Tell whether a person may bear the title."""
        wanted, has = titled_gender(title), self.gender(index)
        if title in words("ranks") and has == "female" and not any(form.title == title for form in self.people[index].forms):
            return False
        if clashing(title, (form.title for form in self.people[index].forms)):
            return False
        return not wanted or not has or wanted == has

    def gender(self, index: int) -> str:
        person = self.people[index]
        titled = person.titled()
        if titled:
            return titled
        if person.gender is not Gender.UNKNOWN:
            return person.gender.value
        names = [given().get(form.names[0].lower(), "") for form in person.forms if len(form.names) > 1 or not form.title]
        sure = [gender for gender in names if gender in ("male", "female")]
        told = sum(self.evidence[form].leaning for form in {*person.forms, *self.alone(index)} if form in self.evidence)
        if abs(told) > _TOLD + (_GIVEN if sure else 0.0):
            return "male" if told > 0 else "female"
        return sure[0] if sure else ""

    def alone(self, index: int) -> set[Form]:
        """Return the first names alone of a person known by more."""
        return {Form("", (form.names[0],)) for form in self.people[index].forms if len(form.names) > 1 and not of_husband(form)}

    def bears(self, section: str, index: int) -> bool:
        return any(form.title in words(section) for form in self.people[index].forms)

    def noble(self, index: int) -> bool:
        return any(form.title in NOBLE for form in self.people[index].forms)

    def apart(self, form: Form, index: int) -> bool:
        """Tell whether "Mr. X" is somebody else than a John X: the father where there is a Mrs. X, a brother where John is "Mr. John X"."""
        mine = self.evidence[form].count
        if form.title != "mr" or mine < 3 or mine * 4 < self.widely(index) or self.evidence[form].spoken < 6:
            return False
        person = self.people[index]
        wife = self.evidence.get(Form("mrs", form.names))
        bare = self.widely(index) - sum(count for other, count in person.forms.items() if len(other.names) > 1)
        if wife is not None and wife.count * 6 >= mine and bare >= 3:
            return True
        long = sum(count for other, count in person.forms.items() if other.title and len(other.names) > 1)
        return long >= 3 and bare >= 10 and long * 7 >= self.widely(index)

    def eldest_son(self, fulls: Sequence[int]) -> list[int]:
        """Return who of these may be "Mr. X": the eldest of brothers is, who is no "Mr. Edwin X"."""
        younger = {index for index in fulls if any(other.title == "mr" and len(other.names) > 1 for other in self.people[index].forms)}
        rest = [index for index in fulls if index not in younger and not self.bears("ranks", index)]
        return rest if len(rest) == 1 and len(fulls) > 1 else list(fulls)

    def eldest(self, form: Form, fulls: Sequence[int]) -> list[int]:
        """Return who of these may be "Miss X": the eldest of sisters is, who is no "Miss Olga X"; an only daughter may be both."""
        fulls = [index for index in fulls if not self.bears("wives' titles", index)]
        younger = [index for index in fulls if any(other.title == "miss" for other in self.people[index].forms)]
        plurals = {f"{form.names[-1]}s".lower(), f"{form.names[-1]}es".lower()}
        several = sum(self.evidence[other].count for other in self.families if other.title == "miss" and other.names[-1].lower() in plurals)
        if len(fulls) > 1 or several * 6 >= self.evidence[form].count:
            fulls = [index for index in fulls if index not in younger] or (fulls if len(fulls) > 1 else [])
        return [index for index in fulls if index in younger or not self.seen_beside(form, index)]

    def called_bare(self, form: Form, bearers: Sequence[int]) -> int:
        """Return which of those with a first name goes by it alone: the most named; where that is usual, none whom the story takes care to name in full."""
        fulls = {index: self.people[index].by_first(form.names[0].lower()) for index in bearers}
        rivals = [index for index in bearers if fulls[index] >= _OFTEN]
        if len(rivals) > 1 and self.evidence[form].count >= 2 * sum(fulls.values()):
            return min(rivals, key=lambda index: (fulls[index], index))
        return max(bearers, key=lambda index: (self.people[index].count, -index))

    def two(self, form: Form) -> bool:
        """Tell whether two names in a row are two people's: each stands alone often, and close to the other."""
        if len(form.names) != 2 or form.title or self.evidence[form].count > 2:
            return False
        one, other = Form("", form.names[:1]), Form("", form.names[1:])
        alone = min(self.evidence[each].count if each in self.evidence else 0 for each in (one, other))
        return alone >= 5 and self.pairs.get((one, other), 0) >= 2

    def seen_beside(self, form: Form, index: int) -> bool:
        """Tell whether a name stands beside a person's too often to be one of hers: "Miss X" is the elder sister of Jane X."""
        names = {*self.people[index].forms, *self.alone(index)}
        close = sum(self.pairs.get((form, other), 0) for other in names)
        return close >= 4 and close > 0.1 * min(self.evidence[form].count, self.widely(index))

    def usual_title(self, form: Form, index: int) -> bool:
        """Tell whether a person called by first name may be this captain: his rank must be the usual way to name him."""
        person = self.people[index]
        return any(same_title(other.title, form.title) for other in person.forms) or self.evidence[form].count > self.widely(index)

    def widely(self, index: int) -> int:
        """Return how often a person is named, the bare first name included."""
        person = self.people[index]
        bare = self.alone(index) - set(person.forms)
        return person.count + sum(self.evidence[form].count for form in bare if form in self.evidence)

    def rare(self, form: Form, index: int) -> bool:
        mine, theirs = self.evidence[form].count, self.people[index].count
        return min(mine, theirs) <= 0.3 * max(mine, theirs)

    def known_as(self, index: int) -> str:
        """Return the name a reader would know a person by: the most usual form; where that is a title and a surname that others bear too, the full name."""
        person = self.people[index]
        usual = max(person.forms, key=lambda form: (person.forms[form], len(form.names), form.text), default=None)
        full = [form for form in person.forms if len(form.names) > 1 and not form.title and person.forms[form] * 20 >= person.count]
        if usual is None or not usual.title or len(usual.names) != 1 or not full:
            return person.known_as()
        alike = {self.gender(index), ""}
        others = (form for at, other in enumerate(self.people) if at != index and self.gender(at) in alike for form in other.forms)
        shared = any(form.names and form.names[-1] == usual.names[0] for form in others)
        return max(full, key=lambda form: (person.forms[form], form.text)).text if shared else person.known_as()
