"""Speech tags: which words beside a quotation say who says it."""

from collections.abc import Sequence
from dataclasses import dataclass

from audiobook.attribution.lexicon import bases, verbs, words
from audiobook.attribution.mentions import Mention, Mentions, Way
from audiobook.attribution.tokens import Tokens, is_stop

_REACH = 16  # tokens between a quotation and the verb of its tag
_FAR = 45  # tokens of a sentence that are looked at


_PARTICLES = frozenset({"on", "in", "out", "up", "back", "forth", "off"})
"""What makes a verb report speech: "went on Tom", "put in Tom"."""
_BEFORE_BARE = frozenset({"to", "and", "only", "just", "then", "farther", "further", "could", "would", "did"})
"""What stands before the base form of a verb of speech."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: its subject and verb."""

    subject: Mention
    verb: int
    """The verb's token; -1 for a sentence that leads to the quotation with a colon or comma and has none."""
    place: str
    """"after", "before", or "above" (at the end of the paragraph before)."""
    order: str
    """"verb" (said Tom), "subject" (Tom said), or "far" (the verb's subject stands apart from it)."""
    sort: str = "say"
    """The verb's: "say", "beside" or "think"."""
    to: Mention | None = None
    """To whom it is said, where the tag tells."""

    @property
    def named(self) -> bool:
        """Whether the subject is a name."""
        return self.subject.way is Way.NAME


class Tagger:
    """Reads tags in one story."""

    def __init__(self, tokens: Tokens, mentions: Mentions) -> None:
        self._tokens = tokens
        self._mentions = mentions
        self._speech = verbs()
        self._bases = bases()
        self._ends = {each.last for each in mentions.all}
        self._adverbs = words("adverbs")
        self._before_objects = words("before objects")
        self._acting = words("object acts")
        self._sayings = words("sayings")
        self._voices = words("voices")
        self._sounds = words("sounds")
        self._addresses = words("addresses")

    def after(self, first: int, last: int, *, comma: bool) -> Tag | None:
        """Return the tag in tokens first to last, which follow a quotation; `comma`: the quotation asks for one."""
        stop = self._sentence_end(first, min(last, first + _FAR))
        if stop <= first or self._tokens.lower[first] in (";",):
            return None
        voice = next((each for each in self._mentions.between(first, min(first + 3, stop)) if each.owned), None)
        if voice is not None and self._tokens.lower[voice.last : voice.last + 1] == ["voice"]:
            return Tag(voice, voice.last, "after", "verb")
        if self._tokens.lower[first] in ("was", "is", "were"):
            owner = self._owner(first + 1, stop)
            if owner is not None:
                return Tag(owner, first, "after", "verb")
        owner = self._sounding(first, stop)
        if owner is not None:
            return Tag(owner, first, "after", "verb")
        reach = min(stop, first + (_REACH if comma else 10))
        verb = self._verb(first, reach)
        while verb >= 0:
            tag = self._read(first, stop, verb, "after")
            if tag is not None:
                if tag.order == "far" and not comma and verb - first > 7:
                    return None
                return tag
            verb = self._verb(verb + 1, reach)
        return None

    def before(self, first: int, last: int, place: str = "before") -> Tag | None:
        """Return the tag in tokens first to last, which lead to a quotation."""
        lower = self._tokens.lower
        if last <= first:
            return None
        start = last - 1
        while start > first and not is_stop(lower[start - 1]) and last - start < _FAR:
            start -= 1
        lead = lower[last - 1]
        if is_stop(lead):
            return None
        owner = self._owning(start, last)
        if owner is not None:
            return Tag(owner, -1, place, "subject")
        verb = -1
        for index in range(last - 1, start - 1, -1):
            if self._is_verb(index):
                verb = index
                break
        colon = lead in (":", ",") or lead[0] in "-—–"
        by = self._spoken_by(start, last) if colon else None
        if by is not None:
            return Tag(by, -1, place, "subject")
        if verb >= 0 and (last - verb <= 12 or colon):
            tag = self._read(start, last, verb, place)
            if tag is not None:
                return tag
        if not colon:
            return None
        subject = self._saying(start, last) or self._subject(start, last)
        return Tag(subject, -1, place, "far") if subject is not None else None

    def _owner(self, first: int, last: int) -> Mention | None:
        """Return whose reply it was: "was Tom's only reply"."""
        lower = self._tokens.lower
        owner = next((each for each in self._mentions.between(first, min(first + 3, last)) if each.owned), None)
        if owner is None or not any(word in self._sayings for word in lower[owner.last : min(owner.last + 4, last)]):
            return None
        return owner

    def _sounding(self, first: int, last: int) -> Mention | None:
        """Return whose voice is heard: "came the voice of Tom", "cut in Tom's clear voice", "broke from Tom"."""
        lower = self._tokens.lower
        if lower[first] not in self._speech and lower[first] not in self._sounds:
            return None
        heard = {*self._voices, *(self._sayings if lower[first] in self._sounds else ())}
        for each in self._mentions.between(first + 1, min(first + 8, last)):
            between = lower[first + 1 : each.first]
            if lower[each.last - 1] in heard:  # "the voice of …"
                continue
            if each.owned:
                return each if heard.intersection(lower[each.last : min(each.last + 4, last)]) else None
            if between[-1:] == ["of"] and heard.intersection(between):
                return each
            if lower[first] in self._sounds and between[-1:] == ["from"]:
                return each
            if between[-1:] not in (["of"], ["from"]):
                return None
        return None

    def _spoken_by(self, first: int, last: int) -> Mention | None:
        """Return by whom somebody is addressed right before what is said: "thus accosted by Tom,"."""
        lower = self._tokens.lower
        each = next((each for each in reversed(self._mentions.between(max(first, last - 5), last)) if each.last == last - 1), None)
        if each is None or each.owned or each.first < first + 2 or lower[each.first - 1] != "by":
            return None
        verb = lower[each.first - 2]
        return each if verb.endswith("ed") and (verb in self._speech or verb in self._addresses) else None

    def _saying(self, first: int, last: int) -> Mention | None:
        """Return who says what follows where the verb is no finite one: "by saying", "had time to say", "heard Tom say"."""
        lower = self._tokens.lower
        for index in range(last - 1, max(first, last - 15), -1):
            word = lower[index]
            if self._speech.get(word) != "say" or not (word.endswith("ing") or (word in self._bases and lower[index - 1] in _BEFORE_BARE)):
                continue
            found = [each for each in self._mentions.between(first, index) if each.subject and not each.owned]
            named = [each for each in found if each.way is Way.NAME]
            return (named or found)[-1] if found else None
        return None

    def _owning(self, first: int, last: int) -> Mention | None:
        """Return whose words follow: "Tom's reply was", "on Tom's saying"."""
        lower = self._tokens.lower
        for each in reversed([each for each in self._mentions.between(max(first, last - 10), last) if each.owned]):
            rest = [word for word in lower[each.last : last] if word[0].isalpha()]
            if rest[-1:] and rest[-1] in ("was", "is", "of") and any(word in self._sayings for word in rest[:-1]) and len(rest) <= 5:
                return each
            if any(word.endswith("ing") and self._speech.get(word) == "say" for word in rest[:3]):
                return each
        return None

    def _sentence_end(self, first: int, last: int) -> int:
        lower = self._tokens.lower
        for index in range(first, last):
            if is_stop(lower[index]):
                return index
        return last

    def _is_verb(self, index: int) -> bool:
        word = self._tokens.lower[index]
        if word not in self._speech or word.endswith("ing") or (word in self._bases and index not in self._ends):
            return False
        before = self._tokens.lower[index - 1] if index else ""
        return before not in ("to", "a", "an", "the", "his", "her", "their", "my", "in", "of", "with", "no")

    def _verb(self, first: int, last: int) -> int:
        for index in range(first, last):
            if self._is_verb(index):
                return index
        return -1

    def _read(self, first: int, last: int, verb: int, place: str) -> Tag | None:
        lower, sort = self._tokens.lower, self._speech[self._tokens.lower[verb]]
        before = self._mentions.between(first, verb)
        whose = self._related(before, verb)
        if whose is not None and sort == "say":
            return Tag(whose, verb, place, "subject", sort, self._listener(verb + 1, last))
        if before:
            near = [each for each in before if self._reaches(each.last, verb)]
            if near and near[-1].subject and not self._object(near[-1], first):
                return Tag(near[-1], verb, place, "subject", sort, self._listener(verb + 1, last))
            if sort == "beside" and place == "after":
                return None
            leads = self._leads(first, verb)
            if leads and self._joined(leads[-1].last, verb):
                return Tag(leads[-1], verb, place, "far", sort, self._listener(verb + 1, last))
            if place == "after" and verb - first > 2:
                return None
        began = verb + 1
        if place == "after" and began < last and lower[began] in _PARTICLES:  # "went on Tom"
            began, sort = began + 1, "say"
        for each in self._mentions.between(began, min(last, verb + 7)):
            if any(word in (",", ";", ":") or word in self._before_objects for word in lower[began : each.first]) and not (
                place == "after" and verb == first and lower[verb + 1] == ","
            ):
                break
            if each.owned or (each.way is Way.PRONOUN and not each.subject):
                continue
            if sort == "beside" and not lower[verb].endswith("ed"):
                break
            if not before or verb - first <= 2:
                return Tag(each, verb, place, "verb", sort, self._listener(each.last, last))
        if place != "after" and before:
            leads = self._leads(first, verb)
            if leads:
                return Tag(leads[-1], verb, place, "far", sort, self._listener(verb + 1, last))
        return None

    def _related(self, before: Sequence[Mention], verb: int) -> Mention | None:
        """Return of whom a relative clause tells: "turned to Tom, who looked up and said"."""
        lower = self._tokens.lower
        for each in reversed(before):
            after = each.last + (lower[each.last] == ",")
            if lower[after] == "who" and after < verb:
                return None if each.owned else each
            if each.subject and not each.owned:
                return None
        return None

    def _leads(self, first: int, verb: int) -> list[Mention]:
        """Return the mentions before a verb that may be its subject: neither after a preposition nor after a verb."""
        found = [each for each in self._mentions.between(first, verb) if each.subject and not each.owned]
        return [each for each in found if each.way is Way.SELF or each.first == first or not self._acts(each.first - 1)] or found[:1]

    def _acts(self, index: int) -> bool:
        word = self._tokens.lower[index]
        return word.endswith(("ed", "ing")) or word in self._speech or word in self._acting

    def _reaches(self, first: int, verb: int) -> bool:
        """Tell whether only adverbs stand between a subject and its verb."""
        return verb - first <= 4 and all(word in self._adverbs or word.endswith("ly") for word in self._tokens.lower[first:verb])

    def _joined(self, first: int, verb: int) -> bool:
        """Tell whether a subject apart from the verb still is its subject: "Mr O., red in the face, said", "she turned and said"."""
        lower = self._tokens.lower
        before = lower[verb - 1]
        if before in (",", "and", "then", "but") or before.endswith("ly"):
            return True
        return lower[first : first + 1] == [","] or any(word in ("and", ",") for word in lower[first:verb])

    def _object(self, mention: Mention, first: int) -> bool:
        return mention.first > first and self._tokens.lower[mention.first - 1] in self._before_objects

    def _subject(self, first: int, last: int) -> Mention | None:
        for each in self._mentions.between(first, last):
            if each.subject and not each.owned:
                return each
        return None

    def _listener(self, first: int, last: int) -> Mention | None:
        """Return who is spoken to: "to Y", "asked Y"."""
        lower = self._tokens.lower
        for each in self._mentions.between(first, min(last, first + 6)):
            if each.first == first or lower[each.first - 1] in ("to", "at"):
                return each
        return None
