"""Authors' notes before and after a story and its chapters: dedications, disclaimers, prompts, pleas for reviews."""

import re
from collections.abc import Sequence

from audiobook.readers.paragraphs import Paragraph

_LABELLED = re.compile(
    r"[\W_]*(?:(?:beginning |end |closing |opening |chapter |quick |short |side |final )?"
    r"(?:a/n|a\.n\.|(?-i:AN)(?=\s*[:;*_–—-])|author(?:['’]?s|s['’])?['’]? ?(?:end )?notes?|end ?notes?|n/b)\b"
    r"|(?:original )?notes?(?: (?:from|by) the author)?\s*[:*_]|(?:end|beginning|chapter) notes?\b\s*[:*_]?)",
    re.IGNORECASE,
)
_SURE_FIELDS = (
    r"disclaimers?|(?:trigger |content )warnings?|content notes?|rating|rated|summary|pairings?|fandoms?|genres?|spoilers?|word ?count|written by|author|title|"
    r"beta(?:['’]?d|ed|s|[- ]?readers?)?(?: by)?|(?:additional )?tags?|relationships?|release date|isbn|archived at|language"
)
_FIELDS = (
    r"warnings?|tw|cw|ships?|(?:main )?characters?|prompts?|requests?|words|archive|feedback|category|status|published|updated|completed|posted|story|"
    r"dedication|recipient|challenge|distribution|chapters?|series|universe|timeline|setting|crossover|format|source|url|link|translator|editor|publisher|credits?"
)
_SURELY_HEADED = re.compile(rf"[\W_]*(?:{_SURE_FIELDS})\s*[*_]*\s*:", re.IGNORECASE)
_HEADED = re.compile(rf"[\W_]*(?:{_SURE_FIELDS}|{_FIELDS})\s*[*_]*\s*:", re.IGNORECASE)
_SIGNS = tuple(
    re.compile("|".join(patterns), re.IGNORECASE)
    for patterns in (
        (  # what it was written for
            r"^[\W_]*(?:written|created|composed|posted|originally (?:written|posted|published)|inspired|based (?:up)?on|a gift|gift|requested) "
            r"(?:for|as|by|on|in (?:response|answer|reply))\b",
        ),
        (
            r"^[\W_]*(?:for|to|dedicated to|in response to)\b.{1,120}\b(?:prompts?|challenge|exchange|requests?(?:ed)?|meme|bingo|fest|big ?bang|zine|"
            r"secret santa|birthday|who (?:asked|wanted|requested))\b",
        ),
        (
            r"\bprompts?(?: line| list| fill)?(?: (?:was|were|is|by)\b|,? .{0,30}\b(?:was|were)\b.{0,12}['‘“\":])",
            r"\b(?:from|for|to) (?:\S+ ){0,5}prompts?\b",
        ),
        (  # where such stories live, and what they are called there
            r"\b(?:fics?|fanfics?|fan ?fictions?|ficlets?|drabbles?|one-?shots?|songfic|crack ?fic|headcanons?|ooc|wip|plot ?bunn(?:y|ies))\b",
            r"\b(?:ao3|livejournal|ff\.?net|fanfiction\.net|tumblr|wattpad|patreon)\b",
        ),
        (r"\bkudos\b", r"\bbeta(?:['’]?d|ed|[- ]?read(?:er|ing|s)?)\b", r"\bmy (?:lovely |wonderful |amazing )?betas?\b", r"\bun-?beta"),
        (  # whose the characters are
            r"\b(?:i|we) (?:do(?:n['’]?t| not)|never|sadly do not|still don['’]?t) own\b",
            r"\b(?:characters?|world|rights|universe)\b.{0,60}\b(?:belongs?|property|copyright(?:ed)?|owned)\b",
        ),
        (r"\bno (?:money|profit|copyright)\b.{0,40}\b(?:made|intended|infringement)\b",),
        (r"\bthank(?:s| you)\b.{0,60}\b(?:reading|reviews?|reviewing|reviewers?|comment(?:s|ing|ers)?|kudos|support|prompt|readers?|following|favou?rit)",),
        (
            r"\b(?:please|pls|plz)\b.{0,40}\b(?:reviews?|comments?|r ?& ?r|rate|feedback|rec|let me know)\b",
            r"\bread (?:and|&) review\b",
            r"\br ?& ?r\b",
        ),
        (
            r"\b(?:reviews?|comments?|feedback|concrit|constructive criticism|flames?)\b.{0,60}"
            r"\b(?:welcomed?|appreciated|loved?|adored?|make me|are my|ignored|keep)\b",
        ),
        (
            r"\b(?:i['’]?m|i am|i was|i won['’]?t be|not) (?:not |no longer )?(?:continuing|updating|posting|writing) (?:this|it|the|a|more|any)\b",
            r"\bi (?:wrote|have written|finished|started|updated|posted) (?:this|it|the (?:story|chapter|next))\b",
        ),
        (
            r"\b(?:find|follow|talk to|come say hi to|visit) me (?:on|at|over)\b",
            r"\bstay tuned\b|\b(?:slow|late|long) updates?\b|\bupdates? (?:will|every|on)\b",
            r"\bsorry (?:for|about) the (?:wait|delay|late|short|long)",
        ),
    )
)
_HINTS = tuple(
    re.compile("|".join(patterns), re.IGNORECASE)
    for patterns in (
        (  # what comes next
            r"\b(?:next|previous|new|this|last|first|second|third|final) (?:chapter|update|instal?lment|fic|one-?shot)\b",
            r"\b(?:chapter|part) (?:\d+|one|two|three|four|five) (?:will|is (?:coming|up|done)|should|next)\b",
        ),
        (r"\b(?:hope|hoping) (?:that )?(?:you|y['’]?all|everyone) (?:all |guys |will |all have |have )?(?:enjoy|like|liked|enjoyed|love)",),
        (
            r"\b(?:this|the) (?:story|fic|chapter|piece|one|series) (?:is|was|has been|will be|takes place|contains|happens) "
            r"(?:written|inspired|based|dedicated|set|complete|un|a (?:sequel|prequel|gift|response)|for|my (?:first|entry))",
        ),
        (r"\b(?:sequel|prequel|companion piece|cross-?posted|reposted|originally posted|alternate universe|canon[- ]divergen\w+|happy ending)\b",),
        (r"\brequest(?:ed)? (?:was|from|by)\b",),
    )
)
"""What an author may say as well as a character: it counts where the author says "I" or "you" besides."""
_AUTHOR = re.compile(r"\b(?:i|i['’]m|i['’]ll|you|your|my|we|y['’]?all)\b", re.IGNORECASE)
_END = re.compile(
    r"[\W_]*(?:the end|end|fin|finis|owari|tbc|to be continued|to be concluded|end of (?:the )?(?:chapter|part|book|story).{0,40}|t\.b\.c\.?)[\W_]*",
    re.IGNORECASE,
)
_SPEECH = re.compile(r"[\"“„«—]")
_LONGEST = 2000  # code points
_LONGEST_END = 3000  # code points, of everything behind an author's closing note
_MOST = 10  # paragraphs, of either kind


def signs(folded: str) -> int:
    """Return in how many ways the words are about the writing or the posting of a story, not of it."""
    if len(folded) > _LONGEST or _SPEECH.match(folded):
        return 0
    hints = sum(1 for hint in _HINTS if hint.search(folded))
    sure = sum(1 for sign in _SIGNS if sign.search(folded))
    return sure + hints if sure or _AUTHOR.search(folded) else 0


def _sure(folded: str) -> bool:
    return any(sign.search(folded) for sign in _SIGNS)


def labelled(folded: str) -> bool:
    """Tell whether the words say of themselves that they are an author's note."""
    return _LABELLED.match(folded) is not None and len(folded) <= _LONGEST


def headed(folded: str) -> bool:
    """Tell whether this could be a line of a story's header: `Rating: T`, `Words: 2,000`."""
    return _HEADED.match(folded) is not None and len(folded) <= _LONGEST


def _header(words: Sequence[str], at: int, start: int, end: int) -> bool:
    """Tell whether this is a line of a story's header: by its label, or by the other such lines beside it."""
    beside = [index for index in (at - 1, at + 1) if start <= index < end]
    sure = _SURELY_HEADED.match(words[at]) is not None
    return headed(words[at]) and (sure or any(headed(words[index]) or labelled(words[index]) for index in beside))


def opening(paragraphs: Sequence[Paragraph], words: Sequence[str], start: int, end: int, breaks: set[int]) -> set[int]:
    """Return the notes at a chapter's start; [start, end) are its paragraphs."""
    found: set[int] = set()
    at = last = start
    while at < min(end, start + 3 * _MOST):
        folded = words[at]
        if at in breaks:
            at += 1
            continue
        alone = at + 1 < end and (paragraphs[at + 1].gap > 1 or at + 1 in breaks)
        if labelled(folded) or _header(words, at, start, end) or signs(folded) >= (1 if (alone or at > start) and len(folded) < 600 else 2):
            found.update(range(last, at + 1))
        elif last == start or at - last >= 2 or len(folded) > 600 or _SPEECH.match(folded) or not _between(words, at + 1, end, breaks):
            break  # a paragraph between two notes is part of them, where nobody speaks
        else:
            at += 1
            continue
        at += 1
        last = at
    return found - breaks


def _between(words: Sequence[str], start: int, end: int, breaks: set[int]) -> bool:
    """Tell whether within the next two paragraphs the author still speaks as such."""
    following = [index for index in range(start, min(end, start + 2)) if index not in breaks]
    return any(labelled(words[index]) or headed(words[index]) or signs(words[index]) >= 2 for index in following)


def closing(paragraphs: Sequence[Paragraph], words: Sequence[str], start: int, end: int, breaks: set[int]) -> set[int]:
    """Return the notes at a chapter's end; [start, end) are its paragraphs."""
    low = max(start + 1, end - _MOST - 2)
    tail = 0
    for at in range(end - 1, low - 1, -1):
        tail += len(words[at])
        if tail > _LONGEST_END:
            break
        opens = labelled(words[at]) or (_parted(paragraphs, at, breaks) and _header(words, at, start, end))
        if opens and not any(_SPEECH.match(words[index]) for index in range(at + 1, end)):
            return {index for index in range(at, end) if index not in breaks and not _END.fullmatch(words[index])}
    found: set[int] = set()
    for at in range(end - 1, max(start, end - _MOST) - 1, -1):
        if at in breaks or _END.fullmatch(words[at]):
            continue
        score, parted = signs(words[at]), _parted(paragraphs, at, breaks) or at + 1 in found
        if score >= 2 or (score and (parted or (len(words[at]) < 80 and _sure(words[at])))) or (parted and _header(words, at, start, end)):
            found.add(at)
        else:
            break
    return _whole(paragraphs, words, found, breaks)


def _parted(paragraphs: Sequence[Paragraph], at: int, breaks: set[int]) -> bool:
    """Tell whether something sets the paragraph apart from the story before it: a break, or more blank lines than usual."""
    return at - 1 in breaks or paragraphs[at].gap > 1


def _whole(paragraphs: Sequence[Paragraph], words: Sequence[str], found: set[int], breaks: set[int]) -> set[int]:
    """Take in what stands between a break and the notes behind it, where it is short and nobody speaks."""
    if not found:
        return found
    first = min(found)
    for at in range(first - 1, max(first - 4, -1), -1):
        if at in breaks or len(words[at]) > 300 or _SPEECH.match(words[at]):
            break
        if _parted(paragraphs, at, breaks) and any(sign.search(words[at]) for sign in _SIGNS):
            return found | set(range(at, first))
    return found
