"""How much each name looks like a person's: beside a verb of speech, called, acting, after "in" or "at"; and who stands close to whom."""

from collections import Counter
from dataclasses import dataclass

from audiobook.attribution.lexicon import given, verbs, words
from audiobook.attribution.names import Form, Sighting
from audiobook.attribution.pronouns import Place, leanings
from audiobook.attribution.tokens import Tokens

_CLOSE = 12  # tokens


@dataclass(slots=True)
class Evidence:
    """What speaks for a form being a person's name; counts of occurrences."""

    count: int = 0
    spoken: int = 0
    """Beside a verb of speech, in narration."""
    called: int = 0
    """A vocative inside a quotation."""
    acting: int = 0
    owning: int = 0
    placed: int = 0
    """After "in", "at", "near" and their like."""
    the: int = 0
    narrated: int = 0
    """Outside quotations."""
    leaning: float = 0.0
    """What the pronouns after it tell: log-odds of being male."""

    def person(self, form: Form) -> float:
        """Return how much the form looks like a person's name; above 0 it is one."""
        if form.names and form.names[-1].lower() in words("places") and len(form.names) > 1 and not form.title:
            return -3.0
        if not form.title and len(form.names) == 1 and form.names[0].lower() in words("civil titles") and self.spoken < 3:
            return -3.0  # "Madame!"
        score = 2.0 * self.spoken + 1.5 * self.called + 0.5 * self.acting + 0.3 * self.owning - 1.5 * self.placed
        if form.title:
            score += 3
        if form.names and form.names[0].lower() in given():
            score += 2
        if self.the * 2 > self.count and not self.spoken and not form.title:
            score -= 2 + 0.3 * self.the
        return score - 0.9 - 0.04 * self.count


def together(tokens: Tokens, sightings: list[Sighting]) -> Counter[tuple[Form, Form]]:
    """Return how often two forms stand close together in narration, as two people's do and one person's two names do not."""
    found: Counter[tuple[Form, Form]] = Counter()
    quoted = tokens.quoted
    last: Sighting | None = None
    for sighting in sightings:
        if quoted[sighting.first]:
            continue
        if last is not None and sighting.first - last.last < _CLOSE and sighting.form != last.form:
            found[last.form, sighting.form] += 1
            found[sighting.form, last.form] += 1
        last = sighting
    return found


def _leads(tokens: Tokens, sighting: Sighting) -> bool:
    """Tell whether a name may be its sentence's subject."""
    start = sighting.first - sighting.form.the
    return tokens.words[sighting.last - 1][-2:] not in ("'s", "’s") and (not start or tokens.lower[start - 1] not in words("prepositions"))


def weigh(tokens: Tokens, sightings: list[Sighting]) -> dict[Form, Evidence]:
    """Return what speaks for each form being a person's."""
    written, lower, quoted = tokens.words, tokens.lower, tokens.quoted
    speech, total = verbs(), len(tokens)
    before_places, acts = words("before places"), words("acts")
    found: dict[Form, Evidence] = {}
    told = leanings(tokens, [Place(each.first, each.last, each.form, _leads(tokens, each)) for each in sightings])
    for sighting in sightings:
        seen = found.setdefault(sighting.form, Evidence(leaning=told.get(sighting.form, 0.0)))
        start = sighting.first - sighting.form.the
        before = lower[start - 1] if start else ""
        after = lower[sighting.last] if sighting.last < total else ""
        seen.count += 1
        seen.the += sighting.form.the
        if before in before_places:
            seen.placed += 1
        if written[sighting.last - 1][-2:] in ("'s", "’s"):
            seen.owning += 1
        if quoted[sighting.first]:
            opens = not quoted[sighting.first - 1] if sighting.first else True
            seen.called += (
                (opens or before in (",", '"', "“", "‘", "!", "dear", "oh") or before in "—–--")
                and bool(after)
                and (after[0] in ',.!?"”—–' or not quoted[sighting.last])
            )
            continue
        seen.narrated += 1
        if speech.get(after) == "say" or speech.get(before) == "say" or (speech.get(before) == "beside" and before.endswith("ed")):
            seen.spoken += 1
        if after in acts or after.endswith(("ed", "ly")):
            seen.acting += 1
    return found
