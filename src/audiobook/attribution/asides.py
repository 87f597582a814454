"""What the words beside a quotation tell of it: that somebody said, thought or wrote it."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache

from audiobook.attribution.cues import cues
from audiobook.attribution.lexicon import bases, verbs


class Aside(StrEnum):
    """What a tag reports."""

    SAID = "said"
    THOUGHT = "thought"
    WRITTEN = "written"


_PRONOUNS = frozenset(["he", "she", "they", "we", "i", "it"])
_BEFORE_NOUN = frozenset(["the", "a", "an", "his", "her", "my", "their", "our", "your", "this", "that", "another", "one", "both", "all"])
_OWNERS = frozenset(["the", "a", "an", "his", "my", "their", "our", "your"])  # "her" may be whom something is done to
_BY_ITSELF = frozenset(["read", "reads", "ran", "runs"])  # what writing does; who reads, reads aloud
_SELDOM = frozenset(
    ["think", "thought", "say", "suppose", "guess", "wonder", "tell", "ask", "swear", "believe", "hope", "fear", "know", "mean", "promise", "admit"]
)
_NEW_SENTENCE = frozenset(["He", "She", "They", "We", "It"])
_OBJECTS = frozenset(
    ["of", "about", "it", "that", "this", "so", "how", "what", "he", "she", "they", "there", "the", "a", "and", "again", "better", "him", "her", "for"]
)
_STOPS = frozenset('.!?;:"“”„«»')
_LIGHT = frozenset(["had", "only", "just", "simply", "merely", "has", "still"])
_LOOK = 8  # tokens in which a tag names its verb
_CLOSE = 5  # the same where no mark sets the tag off

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[.!?;:,\"“”„«»]|--|—")
_AFTER_STOP = re.compile(r"(?<=[,.!?…—–-])[ \t\r\n]+(?=[^\W\d_])")


@cache
def _reports() -> dict[str, Aside]:
    """Return every form of a verb that reports, with what it reports."""
    found = dict.fromkeys((form for form, sort in verbs().items() if sort == "say"), Aside.SAID)
    found.update(dict.fromkeys(cues("writing"), Aside.WRITTEN))
    found.update(dict.fromkeys(cues("thinking"), Aside.THOUGHT))
    return found


def aside_at(text: str, start: int, end: int) -> Aside | None:
    """Return what a tag that begins at start reports (`said Ann`, `the old man, smiling, said`), or None where none begins there."""
    if "(" in text[start : min(end, start + 4)]:
        return None
    tokens = _tokens(text, start, end, _LOOK)
    while tokens and tokens[0] in {"--", "—", ","}:
        tokens.pop(0)
    if not tokens or tokens[0] in _STOPS:
        return None
    reports, first = _reports(), tokens[0].lower()
    if first in reports and first not in _BEFORE_NOUN:
        follows = tokens[1] if len(tokens) > 1 else "."
        return None if follows in _STOPS or follows.lower() in {"that", "to", "as"} else _aloud(reports[first], tokens)
    if first not in _PRONOUNS and first not in _BEFORE_NOUN and not tokens[0][0].isupper():
        return None
    noun = 1 if first in _BEFORE_NOUN else 0  # "the note read": note is no verb there
    for at, token in enumerate(tokens[1:], 1):
        if token in _STOPS:
            return None
        if at == noun or tokens[at - 1].lower() in _OWNERS:
            continue
        found = reports.get(token.lower())
        if found in (Aside.THOUGHT, Aside.WRITTEN) and not _reports_it(tokens, at):
            return None
        if token.lower() in _BY_ITSELF and tokens[0].lower() != "it" and cues("paper").isdisjoint(each.lower() for each in tokens[:at]):
            return Aside.SAID if token.lower().startswith("read") else None
        if found is not None:
            return _aloud(found, tokens)
    return None


def _aloud(found: Aside, tokens: Sequence[str]) -> Aside:
    """Return what a tag reports, given that what is thought aloud is said."""
    return Aside.SAID if found is Aside.THOUGHT and not {"aloud", "loud"}.isdisjoint(tokens) else found


def lead_reports(lead: str) -> Aside | None:
    """Return what the narrator's words right before a quotation report: `Ann thought,`, `the note said`."""
    tokens = [token[0].lower() for token in _TOKEN.finditer(lead[-80:])][-6:]
    while tokens and tokens[-1] in {",", ":", "--", "—", "himself", "herself", "myself", "themselves", "itself", "to", "was", "is"}:
        tokens.pop()
    verb = _reports().get(tokens[-1]) if tokens else None
    if verb is Aside.THOUGHT and len(tokens) > 1 and (tokens[-2] in _BEFORE_NOUN or tokens[-2] == "of"):
        return None  # her thought, a train of thought
    if verb is None or verb is Aside.THOUGHT:
        return verb
    if tokens[-2:-1] in (["that"], ["which"]):  # a badge that said, one which read
        if not (cues("paper") | cues("surfaces")).isdisjoint(tokens[-3:-2]):
            return Aside.WRITTEN
        return verb if tokens[-1] not in _BY_ITSELF else None
    on_paper = not (cues("paper") | {"it"}).isdisjoint(
        tokens[-4:-1] if tokens[-1] in _BY_ITSELF else [each for each in tokens[-3:-1] if each not in _LIGHT][-1:]
    )
    if tokens[-1] in _BY_ITSELF:
        return Aside.WRITTEN if on_paper else Aside.SAID if tokens[-1].startswith("read") else None
    return Aside.WRITTEN if on_paper and "it" not in tokens[-3:-1] else verb


def _reports_it(tokens: Sequence[str], verb: int) -> bool:
    """Tell whether the quotation is what is thought or written: `she thought`, but not `She thought it odd` or `he stood up and thought of her`."""
    if verb > 3 or (tokens[0] in _NEW_SENTENCE):
        return False
    return len(tokens) <= verb + 1 or tokens[verb + 1].lower() not in _OBJECTS


def bare_tags(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where tags begin that no mark sets off from the speech before them in text[start:end]."""
    return (gap.end() for gap in _AFTER_STOP.finditer(text, start, end) if _is_bare_tag(text, gap.start() - 1, gap.end(), end))


def _is_bare_tag(text: str, stop: int, start: int, end: int) -> bool:
    """Tell whether subject and verb stand side by side at start, after the stop, so that they are a tag even without a mark."""
    first = _TOKEN.match(text, start, end)
    if first is None:
        return False
    word, reports = first[0], _reports()
    if word.lower() in reports:
        tokens = _tokens(text, start, end, 2)
        if word[0].isupper() or len(tokens) < 2:
            return False
        if tokens[1] == "the":  # "Herald, read the accusation", "please, ask the King"
            return reports[word] is not Aside.WRITTEN and word not in bases()
        return tokens[1].lower() in {"he", "she", "they", "we", "i"} or tokens[1][0].isupper()
    if text[stop] == "." and text[stop - 2 : stop + 1] != "...":
        if word not in {"he", "she", "they"}:
            return False
    elif word not in {"he", "she", "they", "we", "I", "the"} and not (word[0].isupper() and word.lower() not in _PRONOUNS):
        return False
    tokens = _tokens(text, start, end, _CLOSE)
    for at, token in enumerate(tokens[1:-1], 1):
        if not token[0].isalpha():
            return False
        if token.lower() in reports:
            plain = at == 1 or all(each[0].isupper() or each.endswith("ly") or word == "the" for each in tokens[1:at])
            return plain and (word != "I" or token.lower() not in _SELDOM) and _goes_on(tokens[at + 1])
    return False


def _goes_on(token: str) -> bool:
    """Tell whether a tag may go on so after its verb: `he said, ...`, `he said quietly`, not `he said it was`."""
    return not token[0].isalpha() or token.endswith("ly") or token.lower() in cues("going on")


def _tokens(text: str, start: int, end: int, most: int) -> list[str]:
    found: list[str] = []
    for token in _each_token(text, start, end):
        found.append(token)
        if len(found) >= most:
            break
    return found


def _each_token(text: str, start: int, end: int) -> Iterator[str]:
    return (token[0] for token in _TOKEN.finditer(text, start, min(end, start + 160)))
