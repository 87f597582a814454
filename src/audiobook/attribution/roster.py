"""Who is in the story: forms of names gathered into people."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from audiobook.attribution.bearers import NOBLE, Bearers
from audiobook.attribution.evidence import Evidence
from audiobook.attribution.lexicon import given, nicknames, offices, people, titles, words
from audiobook.attribution.names import Form
from audiobook.attribution.person import Person, of_husband, same_title, titled_gender
from audiobook.attribution.slips import misspelt
from audiobook.sheet import Gender, Known


def gather(forms: Mapping[Form, Evidence], pairs: Mapping[tuple[Form, Form], int], known: Iterable[Known] = ()) -> tuple[list[Person], dict[Form, int]]:
    """Return the people, and for each form the index of the one it names; forms that name nobody are left out.

    `pairs` counts how often two forms stand close together.
    """
    return _Gathering(forms, pairs, tuple(known)).run()


class _Gathering:
    def __init__(self, forms: Mapping[Form, Evidence], pairs: Mapping[tuple[Form, Form], int], known: tuple[Known, ...]) -> None:
        self.evidence = forms
        self.known = known
        self.people: list[Person] = []
        self.bearers = Bearers(self.people, forms, pairs)
        self.by_form: dict[Form, int] = {}
        self.by_first: dict[str, list[int]] = defaultdict(list)
        self.by_last: dict[str, list[int]] = defaultdict(list)

    def run(self) -> tuple[list[Person], dict[Form, int]]:
        self._facts()
        ordered = sorted(self.evidence, key=lambda form: (-len(form.names), -self.evidence[form].count))  # then as they first stand
        self.bearers.families.update(_families(self.evidence))
        ordered = [form for form in ordered if form not in self.by_form and form not in self.bearers.families]
        full = [form for form in ordered if len(form.names) > 1 and (form.title or not form.the)]
        for form in full:
            if self.evidence[form].person(form) > 0 or (form.names[0].lower() in given() and self.evidence[form].count > 1):
                self._full(form)
        titled = [form for form in ordered if form.title and len(form.names) == 1]
        for form in sorted(
            titled, key=lambda form: form.title != "miss" or not self.by_first.get(form.names[0].lower())
        ):  # "Miss Olga" tells who is not "Miss Orme"
            self._with_title(form)
        rest = [form for form in ordered if not form.title and form not in self.by_form]
        strong = {form.names[0].lower() for form in rest if len(form.names) == 1 and self.evidence[form].person(form) > 0}
        for form in (form for form in rest if len(form.names) == 1):
            self._single(form, likely=form.names[0].lower() in strong)
        for form in (form for form in rest if len(form.names) > 1 and form not in self.by_form):
            if self.evidence[form].person(form) > 0 or Form("", form.names[-1:], True) in self.by_form:  # "the Artful Fox" is the Fox
                self._the(form)
                self._byname(form)
        self._slips()
        for index, person in enumerate(self.people):
            if not person.fact:
                person.name = self.bearers.known_as(index)
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

    def _full(self, form: Form) -> None:
        first, last = form.names[0].lower(), form.names[-1].lower()
        if self.bearers.two(form):
            return
        if of_husband(form):
            self._new(form)
            return
        firsts = {first, *nicknames().get(first, ())}
        for index in self.by_last.get(last, ()):
            theirs = self.people[index].firsts
            short = theirs & firsts or any(first in nicknames().get(their, ()) for their in theirs)
            if self.bearers.fits(index, form.title) and (first in theirs or (short and form.title not in NOBLE and not self.bearers.noble(index))):
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
        as_last = [index for index in self.by_last.get(name, ()) if self.bearers.fits(index, form.title)]
        if form.title == "mr":  # no Mr. Dray is Sir Walter Dray
            as_last = [index for index in as_last if not self.bearers.noble(index)]
        as_first = [index for index in self.by_first.get(name, ()) if self.bearers.fits(index, form.title)]
        if form.title in ("sir", "lord"):  # no Sir John is a Mr. John Dray
            as_first = [index for index in as_first if not self.bearers.bears("civil titles", index)]
        alike = [
            index
            for index in as_last
            if any(same_title(other.title, form.title) and [each.lower() for each in other.names] == [name] for other in self.people[index].forms)
        ]
        if alike:
            self._join(form, alike[0])
            return
        civil = form.title not in words("before first names")
        if civil and as_last:
            fulls = [index for index in as_last if self.people[index].firsts and not self.bearers.apart(form, index)]
            if form.title in words("wives' titles"):
                fulls = [index for index in fulls if self.bearers.gender(index) == "female" and self.bearers.widely(index) * 2 < self.evidence[form].count]
                fulls = [index for index in fulls if not any(other.title == "miss" for other in self.people[index].forms)]
            if form.title == "miss":
                fulls = self.bearers.eldest(form, fulls)
            if form.title in words("ranks"):
                fulls = [index for index in fulls if self.bearers.usual_title(form, index)]
            if len(fulls) > 1 and titled_gender(form.title) != "female":
                fulls = [index for index in fulls if self.bearers.gender(index) != "female"] or fulls
            if len(fulls) > 1 and titled_gender(form.title):
                fulls = [index for index in fulls if self.bearers.gender(index)] or fulls
            if form.title == "mr":
                fulls = self.bearers.eldest_son(fulls)
            fulls.sort(key=lambda index: (-self.bearers.widely(index), index))
            if len(fulls) == 1 or (len(fulls) > 1 and self.bearers.widely(fulls[0]) >= 3 * self.bearers.widely(fulls[1])):
                self._join(form, fulls[0])
                return
            if form.title not in ("mrs", "miss"):
                others = [index for index in as_last if not self.people[index].firsts and self.bearers.gender(index) != "female"]
                mister = form.title == "mr"
                address = form.title in words("forms of address") or (others and self.bearers.bears("forms of address", others[0]))
                if (
                    len(others) == 1
                    and mister != any(other.title == "mr" for other in self.people[others[0]].forms)
                    and (address or self.bearers.rare(form, others[0]))
                ):
                    self._join(form, others[0])
                    return
        if form.title in words("ranks") and form.names[0].lower() not in given():
            as_first = []
        if as_first and (not civil or not as_last):
            known = [index for index in as_first if self.bearers.gender(index)] or as_first
            same = all(any(same_title(other.title, form.title) for other in self.people[index].forms) for index in known)
            if len(known) == 1 or not civil or same:
                self._join(form, max(known, key=lambda index: (self.people[index].count, -index)))
                return
        if not as_first and not as_last and name in given():  # "Miss Lizzy"
            short = self._by_nickname(form)
            if short is not None and self.bearers.fits(short, form.title):
                self._join(form, short)
                return
        kind = form.title in ("brother", "sister", "father", "mother")
        if len(as_last) == 1 and (kind or (form.title in ("sir", "lord") and not self.bearers.bears("civil titles", as_last[0]))):
            self._join(form, as_last[0])
            return
        self._new(form)

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
        most = max((self.people[index].by_first(name) for index in mine), default=0)
        mine = [index for index in mine if self.people[index].by_first(name) * 5 >= most] or mine  # who goes by another name is not meant
        mine = [index for index in mine if not self.bearers.noble(index)] or mine  # nor is Sir John plain John
        if mine:
            self._join(form, self.bearers.called_bare(form, mine))
            return
        theirs = [index for index in as_last if not any(other.the for other in self.people[index].forms) or self.people[index].by_title(name)]
        if self.evidence[form].spoken > 1 and all(other.title in words("wives' titles") for index in theirs for other in self.people[index].forms):
            theirs = []  # the bare surname is her husband's
        if theirs:
            men = [index for index in theirs if self.bearers.gender(index) != "female"] or theirs
            self._join(form, max(men, key=lambda index: (self.people[index].count, -index)))
            return
        if self.evidence[form].person(form) <= 0 and not likely:
            return
        short = self._by_nickname(form)
        if short is not None:
            self._join(form, short)
            return
        self._new(form)

    def _by_nickname(self, form: Form) -> int | None:
        """Return the only one whose first name is short for this one, or this one for it."""
        name = form.names[0].lower()
        shorts = tuple(short for short, fulls in nicknames().items() if name in fulls)
        for other in (*nicknames().get(name, ()), *shorts):
            mine = [index for index in self.by_first.get(other, []) if self.people[index].titled() != "male" or not self.bearers.noble(index)]
            known = len({given().get(each) for each in (name, other)} - {None}) <= 1
            if len(mine) == 1 and known and (other not in shorts or not self.bearers.seen_beside(form, mine[0])):
                return mine[0]
        return None

    def _the(self, form: Form, *, likely: bool = False) -> None:
        head = form.names[-1].lower()
        if head in offices():
            bearers = [index for index, person in enumerate(self.people) if any(same_title(other.title, head) for other in person.forms)]
            bearers.sort(key=lambda index: (-self.people[index].count, index))
            if bearers and (len(bearers) == 1 or self.people[bearers[0]].count >= 3 * self.people[bearers[1]].count):
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

    def _byname(self, form: Form) -> None:
        """Join the first word of a byname to its bearer: "the Artful" is the Artful Fox."""
        first = Form("", form.names[:1], True)
        own, index = self.by_form.get(first), self.by_form.get(form)
        if own is None or index is None or own == index or self.people[own].forms.keys() != {first} or self.people[own].fact:
            return
        self.people[own].forms.clear()
        self._join(first, index)

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


def _families(evidence: Mapping[Form, Evidence]) -> set[Form]:
    """Return the forms that name several of a family: "the Miss Ormes", "the two Mr. Drays"."""
    singular: Counter[str] = Counter()
    for form, seen in evidence.items():
        if form.names and (form.title or len(form.names) > 1):
            singular[form.names[-1].lower()] += seen.count
    found = set()
    for form, seen in evidence.items():
        last = form.names[-1].lower() if form.names else ""
        alone = max(singular[last[:-1]], singular[last[:-2]] if last.endswith("es") else 0)
        if last.endswith("s") and form.title in words("civil titles") and alone > seen.count:
            found.add(form)
    return found
