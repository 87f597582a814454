"""Names as they stand in a story: every capitalised name with its place."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from audiobook.attribution.lexicon import bases, closed, common, given, groups, kin, offices, people, suffixes, titles, verbs, words
from audiobook.attribution.tokens import Tokens

_CIVIL = frozenset({"mr", "mrs", "miss", "ms", "dr"})


@dataclass(frozen=True, slots=True)
class Form:
    """A name in one of its shapes: "Mr. Orme", "Velka", "the Ferryman"."""

    title: str
    """Lower case, without its dot; empty where there is none."""
    names: tuple[str, ...]
    """As written, possessive and honorific endings off; empty where the title stands alone ("the Captain")."""
    the: bool = False

    @property
    def text(self) -> str:
        """Return the form as a reader would write it."""
        title = _SHOWN.get(self.title, self.title.capitalize())
        return " ".join(part for part in ("the" if self.the else "", title, *self.names) if part)


_SHOWN = {
    "mr": "Mr.",
    "mrs": "Mrs.",
    "ms": "Ms.",
    "dr": "Dr.",
    "st": "St.",
    "prof": "Prof.",
    "capt": "Capt.",
    "col": "Col.",
    "gen": "Gen.",
    "lt": "Lt.",
    "sgt": "Sgt.",
    "rev": "Rev.",
    "messrs": "Messrs.",
}
_SHOWN |= {"mme": "Mme.", "mlle": "Mlle.", "hon": "Hon.", "maj": "Maj.", "m": "M."}


@dataclass(frozen=True, slots=True)
class Sighting:
    """A form at its place: tokens first to last (exclusive)."""

    first: int
    last: int
    form: Form


@dataclass(slots=True)
class Words:
    """How often each word stands with a capital where that tells something, where it does not, and without."""

    inside: Counter[str] = field(default_factory=Counter)
    opening: Counter[str] = field(default_factory=Counter)
    small: Counter[str] = field(default_factory=Counter)
    borne: Counter[str] = field(default_factory=Counter)
    """After a title, or after a verb of speech that follows a quotation."""
    speaking: Counter[str] = field(default_factory=Counter)
    """Between a quotation and a verb of speech."""

    def namely(self, word: str, *, initial: bool) -> bool:
        """Tell whether a capitalised word (given in lower case, bare) may be part of a name."""
        inside, small, speaking = self.inside[word], self.small[word], self.speaking[word]
        if word[-1] == ".":  # a title without a name, an initial
            return False
        if speaking and speaking * 3 > small and word not in closed() and (speaking > 1 or word not in common()):
            return True  # "Slim said", in a story with slim people
        if word in common() and not (word in given() and inside > 1 and not initial) and not (self.borne[word] > 1 and not initial):
            return False
        if inside:
            return inside >= small or (not initial and inside * 4 >= small) or (word in given() and not initial)
        return small == 0 and (self.opening[word] > 1 or word in given()) and word not in verbs()


def bare(word: str) -> str:
    """Return the name in a token: possessive and honorific endings off."""
    for end in ("'s", "’s", "'S", "’S"):
        if word.endswith(end):
            word = word[:-2]
    if "-" in word:
        head, _, tail = word.rpartition("-")
        if tail.lower() in suffixes():
            word = head
    return word


def count_words(tokens: Tokens) -> Words:
    """Return how the story capitalises its words."""
    counts = Words()
    written, lower, quoted = tokens.words, tokens.lower, tokens.quoted
    capital: dict[str, str] = {}  # capitalised words, with the name that each may be
    for (word, initial), times in Counter(zip(written, tokens.initial, strict=True)).items():
        if word[0].isupper():
            if word.isupper() and len(word) > 1:
                continue
            small = word.lower()
            plain = capital[word] = bare(word).lower() if "-" in word or small[-2:] in ("'s", "’s") else small
            (counts.opening if initial else counts.inside)[plain] += times
        elif word[0].isalpha():
            counts.small[word.lower()] += times
    speech, heads = verbs(), titles()
    nouns = {*people(), *groups(), *kin(), *heads}
    for at in [at for at, word in enumerate(written) if word in capital]:
        plain = capital[written[at]]
        if at > 1 and not tokens.initial[at] and plain not in heads and not quoted[at]:
            before = lower[at - 1]
            if before.rstrip(".") in _CIVIL or (speech.get(before) == "say" and quoted[at - 2]):
                counts.borne[plain] += 1
        if at and tokens.initial[at] and quoted[at - 1] and not quoted[at] and plain not in nouns:
            after = lower[at + 1 : at + 2]
            counts.speaking[plain] += bool(after) and speech.get(after[0]) == "say" and after[0] not in bases()
    return counts


def sight(tokens: Tokens, counts: Words) -> Iterator[Sighting]:
    """Yield every form at its place, in order, never overlapping; persons and others alike."""
    written, lower, initial, total = tokens.words, tokens.lower, tokens.initial, len(tokens)
    particles = words("particles")
    heads = titles()
    namely: dict[tuple[str, bool], bool] = {}

    def is_name(index: int) -> bool:
        word = written[index]
        if not word[0].isupper() or (word.isupper() and len(word) > 2) or word == "I":
            return False
        key = (bare(word).lower(), bool(initial[index]))
        if key not in namely:
            namely[key] = counts.namely(*key[:1], initial=key[1])
        return namely[key]

    index = 0
    for start in [at for at, word in enumerate(written) if word[0].isupper()]:
        if start < index:
            continue
        index = start
        word = written[index]
        first, title = index, ""
        plain = bare(word).lower().rstrip(".")
        if plain in heads and (word[-1] == "." or lower[index] == plain):
            title, index = _titled(tokens, index, counts, is_name)
        names: list[str] = []
        if (
            not title
            and first
            and lower[first - 1] == "the"
            and index + 1 < total
            and not is_name(index)
            and len(word) > 2
            and not initial[index + 1]
            and is_name(index + 1)
        ):
            names.append(word)  # "the August Hound": a common word within a name
            index += 1
        while (
            index < total
            and written[index][0].isupper()
            and (is_name(index) or (title and not names))
            and (not names or tokens.blocks[index] == tokens.blocks[first])
        ):
            if names and initial[index]:
                break
            names.append(bare(written[index]))
            owned = len(names[-1]) != len(written[index])
            index += 1
            if owned:
                break
            while index + 1 < total and _initial(written[index]) and written[index + 1][0].isupper():
                index += 1
            if index + 1 < total and lower[index] in particles and written[index + 1][0].isupper() and is_name(index + 1):
                names.append(written[index])
                index += 1
        if len(names) > 1 and not title and names[0].lower() in heads:
            title, names = names[0].lower(), names[1:]
        if names:
            the = not title and first > 0 and lower[first - 1] == "the"
            yield Sighting(first, index, Form(title, tuple(names), the))
            continue
        lone = _alone(tokens, first, plain)
        if lone is not None:
            yield Sighting(first, first + 1, lone)
        index = first + 1


def _titled(tokens: Tokens, index: int, counts: Words, is_name: Callable[[int], bool]) -> tuple[str, int]:
    """Return the title that begins at a token and the name's first token after it; no title where no name follows."""
    written, lower, total = tokens.words, tokens.lower, len(tokens)
    after = index + 1
    while after < total and after < index + 3 and written[after][0].isupper() and lower[after].rstrip(".") in titles():
        after += 1  # "Miss Lady", "Lord Captain": the last title counts
    title = lower[after - 1].rstrip(".")
    while after + 1 < total and _initial(written[after]):
        after += 1
    if after == total or not written[after][0].isupper() or tokens.blocks[after] != tokens.blocks[index]:
        return "", index
    named = is_name(after) or _after_title(written[after], bare(written[index]).lower().rstrip("."), counts)
    return (title, after) if named else ("", index)


def _initial(word: str) -> bool:
    """Tell whether a word is an initial: "B."."""
    return len(word) == 2 and word[1] == "." and word[0].isupper()


def _alone(tokens: Tokens, first: int, plain: str) -> Form | None:
    """Return the form of a capitalised title or noun that stands alone: "Captain", "the Doctor", "Mother said"."""
    written, lower = tokens.words, tokens.lower
    before = lower[first - 1] if first else ""
    after = lower[first + 1] if first + 1 < len(tokens) else ""
    if plain in offices() | kin() and plain != "lord" and not written[first].isupper():
        the = before in ("the", "our", "this", "that")
        if the or not tokens.initial[first] or (plain in kin() and (after in words("acts") or after in verbs())):
            return Form("", (bare(written[first]),), the)
        return None
    if plain in people() and before == "the" and not tokens.initial[first]:
        return Form("", (bare(written[first]),), True)
    return None


def _after_title(word: str, title: str, counts: Words) -> bool:
    """Tell whether a capitalised word after a title is the name, though the word is a common one ("Mr. Hill")."""
    return title in ("mr", "mrs", "miss", "ms", "dr", "m", "mme", "mlle", "monsieur", "madame") and not word.isupper() and counts.small[bare(word).lower()] < 50
