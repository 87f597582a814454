"""Who is in the story: forms of names gathered into people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from audiobook.attribution.lexicon import given, nicknames, offices, people, titles, words
from audiobook.attribution.names import Evidence, Form
from audiobook.attribution.person import Person, clashing, of_husband, same_title, titled_gender
from audiobook.attribution.slips import misspelt
from audiobook.sheet import Gender, Known


def gather(forms: Mapping[Form, Evidence], pairs: Mapping[tuple[Form, Form], int], known: Iterable[Known] = ()) -> tuple[list[Person], dict[Form, int]]:
    """Return the people, and for each form the index of the one it names; forms that name nobody are left out.

    `pairs` counts how often two forms stand close together.
    """
    return _Gathering(forms, pairs, tuple(known)).run()


_NOBLE = frozenset({"sir", "lord", "lady", "king", "queen"})
"""Titles whose bearers go by no nickname: Ned is not Sir Edward."""


class _Gathering:
    def __init__(self, forms: Mapping[Form, Evidence], pairs: Mapping[tuple[Form, Form], int], known: tuple[Known, ...]) -> None:
        self.evidence = forms
        self.pairs = pairs
        self.known = known
        self.people: list[Person] = []
        self.by_form: dict[Form, int] = {}
        self.by_first: dict[str, list[int]] = defaultdict(list)
        self.by_last: dict[str, list[int]] = defaultdict(list)

    def run(self) -> tuple[list[Person], dict[Form, int]]:
        self._facts()
        ordered = sorted(self.evidence, key=lambda form: (-len(form.names), -self.evidence[form].count))  # then as they first stand
        ordered = [form for form in ordered if form not in self.by_form]
        full = [form for form in ordered if len(form.names) > 1 and (form.title or not form.the)]
        for form in full:
            if self.evidence[form].person(form) > 0 or (form.names[0].lower() in given() and self.evidence[form].count > 1):
                self._full(form)
        for form in (form for form in ordered if form.title and len(form.names) == 1):
            self._with_title(form)
        rest = [form for form in ordered if not form.title and form not in self.by_form]
        strong = {form.names[0].lower() for form in rest if len(form.names) == 1 and self.evidence[form].person(form) > 0}
        for form in (form for form in rest if len(form.names) == 1):
            self._single(form, likely=form.names[0].lower() in strong)
        for form in (form for form in rest if len(form.names) > 1 and form not in self.by_form):
            if self.evidence[form].person(form) > 0:
                self._the(form)
        self._slips()
        for person in self.people:
            if not person.fact:
                person.name = person.known_as()
        return self.people, self.by_form

    def _facts(self) -> None:
        for known in self.known:
            person = Person(known.name, gender=known.gender or Gender.UNKNOWN, sure=1.0 if known.gender else 0.0, fact=True, extra=list(known.aliases))
            index = self._add(person)
            called = {name.casefold().removeprefix("the ") for name in (known.name, *known.aliases)}
            for form in self.evidence:
                bare = " ".join(form.names).casefold() in called and (not form.title or len(form.names) > 1)
                if form not in self.by_form and (bare or form.text.casefold().removeprefix("the ") in called):
                    self._join(form, index)
            for name in (known.name, *known.aliases):
                parts = name.split()
                if len(parts) > 1 and parts[0].lower().rstrip(".") not in titles():
                    self._note(self.by_first, parts[0].lower(), index)
                if len(parts) > 1:
                    self._note(self.by_last, parts[-1].lower(), index)

    def _add(self, person: Person) -> int:
        self.people.append(person)
        return len(self.people) - 1

    def _note(self, table: dict[str, list[int]], name: str, index: int) -> None:
        if index not in table[name]:
            table[name].append(index)

    def _join(self, form: Form, index: int) -> None:
        person = self.people[index]
        person.forms[form] += self.evidence[form].count
        self.by_form[form] = index
        if not form.names or form.the:
            if form.names:
                self._note(self.by_last, form.names[-1].lower(), index)
            return
        if len(form.names) > 1:
            if not of_husband(form):
                self._note(self.by_first, form.names[0].lower(), index)
            self._note(self.by_last, form.names[-1].lower(), index)
        elif form.title and form.title not in words("before first names"):
            self._note(self.by_last, form.names[0].lower(), index)
        else:
            self._note(self.by_first, form.names[0].lower(), index)

    def _new(self, form: Form) -> int:
        index = self._add(Person(form.text))
        self._join(form, index)
        return index

    def _fits(self, index: int, title: str) -> bool:
        """Tell whether a person may bear the title."""
        wanted, has = titled_gender(title), self._gender(index)
        if title in words("ranks") and has == "female" and not any(form.title == title for form in self.people[index].forms):
            return False
        if clashing(title, (form.title for form in self.people[index].forms)):
            return False
        return not wanted or not has or wanted == has

    def _gender(self, index: int) -> str:
        person = self.people[index]
        told = person.titled()
        if told:
            return told
        if person.gender is not Gender.UNKNOWN:
            return person.gender.value
        names = [given().get(form.names[0].lower(), "") for form in person.forms if len(form.names) > 1 or not form.title]
        sure = [gender for gender in names if gender in ("male", "female")]
        return sure[0] if sure else ""

    def _full(self, form: Form) -> None:
        first, last = form.names[0].lower(), form.names[-1].lower()
        if of_husband(form):
            self._new(form)
            return
        firsts = {first, *nicknames().get(first, ())}
        for index in self.by_last.get(last, ()):
            theirs = self.people[index].firsts
            short = theirs & firsts or any(first in nicknames().get(their, ()) for their in theirs)
            if self._fits(index, form.title) and (first in theirs or (short and form.title not in _NOBLE and not self._noble(index))):
                self._join(form, index)
                return
        if len(form.names) > 2:  # "Velka Borisovna Orlik", "Velka Borisovna"
            for index in self.by_first.get(first, ()):
                if any(len(other.names) > 1 and other.names[1] == form.names[1] for other in self.people[index].forms):
                    self._join(form, index)
                    return
        for index in self.by_first.get(first, ()):
            if any(len(other.names) > 2 and last in (name.lower() for name in other.names) for other in self.people[index].forms):
                self._join(form, index)
                return
        self._new(form)

    def _with_title(self, form: Form) -> None:
        name = form.names[0].lower()
        as_last = [index for index in self.by_last.get(name, ()) if self._fits(index, form.title)]
        as_first = [index for index in self.by_first.get(name, ()) if self._fits(index, form.title)]
        if form.title in ("sir", "lord"):  # no Sir John is a Mr. John Dray
            as_first = [index for index in as_first if not self._bears("civil titles", index)]
        alike = [index for index in as_last if any(same_title(other.title, form.title) and len(other.names) == 1 for other in self.people[index].forms)]
        if alike:
            self._join(form, alike[0])
            return
        civil = form.title not in words("before first names")
        if civil and as_last:
            fulls = [index for index in as_last if self.people[index].firsts and not self._apart(form, index)]
            if form.title in words("wives' titles"):
                fulls = [index for index in fulls if self._gender(index) == "female" and self._widely(index) * 2 < self.evidence[form].count]
                fulls = [index for index in fulls if not any(other.title == "miss" for other in self.people[index].forms)]
            if form.title == "miss" and len(fulls) > 1:  # the eldest is "Miss X", her sisters are "Miss Olga"
                fulls = [index for index in fulls if not any(other.title == "miss" for other in self.people[index].forms)] or fulls
            if form.title == "miss":
                fulls = [index for index in fulls if not self._seen_beside(form, index) and not self._bears("wives' titles", index)]
            if form.title in words("ranks"):
                fulls = [index for index in fulls if self._usual_title(form, index)]
            if len(fulls) > 1 and titled_gender(form.title) != "female":
                fulls = [index for index in fulls if self._gender(index) != "female"] or fulls
            fulls.sort(key=lambda index: (-self._widely(index), index))
            if len(fulls) == 1 or (len(fulls) > 1 and self._widely(fulls[0]) >= 3 * self._widely(fulls[1])):
                self._join(form, fulls[0])
                return
            if form.title not in ("mrs", "miss"):
                others = [index for index in as_last if not self.people[index].firsts and self._gender(index) != "female"]
                mister = form.title == "mr"
                if len(others) == 1 and mister != any(other.title == "mr" for other in self.people[others[0]].forms) and self._rare(form, others[0]):
                    self._join(form, others[0])
                    return
        if form.title in words("ranks") and form.names[0].lower() not in given():
            as_first = []
        if as_first and (not civil or not as_last):
            known = [index for index in as_first if self._gender(index)] or as_first
            if len(known) == 1 or not civil:
                self._join(form, max(known, key=lambda index: (self.people[index].count, -index)))
                return
        kind = form.title in ("brother", "sister", "father", "mother")
        if len(as_last) == 1 and (kind or (form.title in ("sir", "lord") and not self._bears("civil titles", as_last[0]))):
            self._join(form, as_last[0])
            return
        self._new(form)

    def _bears(self, section: str, index: int) -> bool:
        return any(form.title in words(section) for form in self.people[index].forms)

    def _noble(self, index: int) -> bool:
        return any(form.title in _NOBLE for form in self.people[index].forms)

    def _apart(self, form: Form, index: int) -> bool:
        """Tell whether "Mr. X" is somebody else than a John X: the father where there is a Mrs. X, a brother where John is "Mr. John X"."""
        mine = self.evidence[form].count
        if form.title != "mr" or mine < 3 or mine * 4 < self._widely(index):
            return False
        person = self.people[index]
        wife = self.evidence.get(Form("mrs", form.names))
        bare = self._widely(index) - sum(count for other, count in person.forms.items() if len(other.names) > 1)
        if wife is not None and wife.count * 6 >= mine and bare >= 3 and self.evidence[form].spoken >= 6:
            return True
        long = sum(count for other, count in person.forms.items() if other.title and len(other.names) > 1)
        return long >= 3 and bare >= 3 and long * 7 >= self._widely(index) and self.evidence[form].spoken >= 6

    def _seen_beside(self, form: Form, index: int) -> bool:
        """Tell whether "Miss X" stands beside Jane X too often to be her: her elder sister."""
        names = {*self.people[index].forms, *(Form("", (other.names[0],)) for other in self.people[index].forms if len(other.names) > 1)}
        close = sum(self.pairs.get((form, other), 0) for other in names)
        return close >= 4 and close > 0.1 * min(self.evidence[form].count, self._widely(index))

    def _usual_title(self, form: Form, index: int) -> bool:
        """Tell whether a person called by first name may be this captain: his rank must be the usual way to name him."""
        person = self.people[index]
        return any(same_title(other.title, form.title) for other in person.forms) or self.evidence[form].count > self._widely(index)

    def _widely(self, index: int) -> int:
        """Return how often a person is named, the bare first name included."""
        person = self.people[index]
        bare = {Form("", (form.names[0],)) for form in person.forms if len(form.names) > 1} - set(person.forms)
        return person.count + sum(self.evidence[form].count for form in bare if form in self.evidence)

    def _rare(self, form: Form, index: int) -> bool:
        mine, theirs = self.evidence[form].count, self.people[index].count
        return min(mine, theirs) <= 0.3 * max(mine, theirs)

    def _single(self, form: Form, *, likely: bool) -> None:
        name = form.names[0].lower()
        if form.the:
            self._the(form, likely=likely)
            return
        paired = Form("", form.names, True)
        owned = self.by_first.get(name) or self.by_last.get(name)
        if name in offices() or (name in people() and not owned) or (paired in self.evidence and self.evidence[paired].count > self.evidence[form].count):
            self._the(form, likely=likely)
            return
        as_first, as_last = self.by_first.get(name, []), self.by_last.get(name, [])
        mine = [index for index in as_first if self.people[index].count]
        if mine and sum(self.people[index].by_title(name) for index in as_last) >= max(1, 3 * sum(self.people[index].by_first(name) for index in mine)):
            mine = []  # a colonel's surname, and by chance somebody's first name
        if mine:
            self._join(form, max(mine, key=lambda index: (self.people[index].count, -index)))
            return
        theirs = [index for index in as_last if not any(other.the for other in self.people[index].forms)]
        if self.evidence[form].spoken > 1 and all(other.title in words("wives' titles") for index in theirs for other in self.people[index].forms):
            theirs = []  # the bare surname is her husband's
        if theirs:
            men = [index for index in theirs if self._gender(index) != "female"] or theirs
            self._join(form, max(men, key=lambda index: (self.people[index].count, -index)))
            return
        if self.evidence[form].person(form) <= 0 and not likely:
            return
        for full in nicknames().get(name, ()):
            mine = [
                index
                for index in self.by_first.get(full, [])
                if self.people[index].titled() != "male" or not any(other.title == "sir" for other in self.people[index].forms)
            ]
            if len(mine) == 1 and given().get(name) == given().get(full):
                self._join(form, mine[0])
                return
        self._new(form)

    def _the(self, form: Form, *, likely: bool = False) -> None:
        head = form.names[-1].lower()
        if head in offices():
            bearers = [index for index, person in enumerate(self.people) if any(same_title(other.title, head) for other in person.forms)]
            if len(bearers) == 1:
                self._join(form, bearers[0])
                return
        mine = [index for index in self.by_last.get(head, ()) if any(other.the for other in self.people[index].forms)]
        plain = self.by_form.get(Form("", form.names, not form.the))
        if len(form.names) == 1 and head.endswith("s") and (self.by_last.get(head[:-1]) or self.by_last.get(head.removesuffix("es"))):
            return  # "the Ormes"
        if plain is not None:
            self._join(form, plain)
        elif mine and (len(form.names) == 1 or all(len(other.names) == 1 for other in self.people[mine[0]].forms)):
            self._join(form, max(mine, key=lambda index: (self.people[index].count, -index)))
        elif likely or self.evidence[form].person(form) > 0:
            self._new(form)

    def _slips(self) -> None:
        """Join rare names to the common one that they are a slip for."""
        for form, index in misspelt(self.evidence, self.by_form):
            own = self.by_form.get(form)
            if own is not None and (self.people[own].count > 2 or self.people[own].fact):
                continue
            if own is not None:
                del self.people[own].forms[form]
            self.people[index].forms[form] += self.evidence[form].count
            self.by_form[form] = index
