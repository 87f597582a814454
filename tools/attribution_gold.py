"""Gold quotations, and how well a script agrees with them: what score_attribution prints and train_attribution learns from.

A gold folder holds `text.txt` (or `text_fixed.txt`, the same text with lost apostrophes put back), `quotes.jsonl` (one quotation a line: `spans` or `start` and
`end` in code points, `speaker`, optionally `kind`, `type`, `alt_speakers`) and `characters.json` (`{name: {"aliases": [...]}}`).
"""

import json
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from audiobook.script import Kind, Script

_NOBODY = re.compile(r"^_|unknow|^group$", re.IGNORECASE)
_ENOUGH = 0.8  # of a quotation that dialogue must cover to count as found


@dataclass(frozen=True, slots=True)
class Quote:
    """One gold quotation."""

    spans: tuple[tuple[int, int], ...]
    speaker: str
    also: frozenset[str]
    """All speakers that count as right."""
    kind: str
    sort: str
    """"explicit", "anaphoric", "implicit" or empty."""

    @property
    def nobody(self) -> bool:
        """Whether a group or an unknowable speaker says it: then no name is right too."""
        return bool(_NOBODY.search(self.speaker))


@dataclass(frozen=True, slots=True)
class Gold:
    """A novel's gold."""

    name: str
    story: Path
    quotes: tuple[Quote, ...]
    names: Mapping[str, frozenset[str]]
    """Characters by each folded name and alias."""


@dataclass(slots=True)
class Judged:
    """A gold quotation beside what the script says of it."""

    quote: Quote
    segment: int | None = None
    """Index of the dialogue segment that holds most of it."""
    speaker: str | None = None
    confidence: float = 0.0
    named: bool = False
    """The speaker's name is one of the gold speaker's."""
    voiced: bool = False
    """Right under the best pairing of characters: what a listener hears."""


@dataclass(slots=True)
class Report:
    """A script, judged."""

    lines: list[Judged] = field(default_factory=list)
    pieces: int = 0
    found: int = 0
    thoughts: int = 0
    thoughts_right: int = 0
    segments: int = 0
    spurious: int = 0
    spoken: int = 0
    over: int = 0
    untiled: int = 0

    def add(self, other: "Report") -> None:
        """Add another novel's report."""
        self.lines += other.lines
        for name in ("pieces", "found", "thoughts", "thoughts_right", "segments", "spurious", "spoken", "over", "untiled"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def fold(name: str) -> str:
    """Return a name as names are compared: without case, article, dots, possessive ending and disambiguation."""
    plain = name.partition("#")[0].replace("_", " ").replace(".", "").strip().casefold()
    plain = re.sub(r"['’]s?$", "", plain)
    return " ".join(re.sub(r"^(?:the|a|an) ", "", plain).split())


def read_gold(folder: Path) -> Gold:
    """Read a gold folder."""
    characters = json.loads((folder / "characters.json").read_text(encoding="utf-8"))
    names: dict[str, set[str]] = defaultdict(set)
    for name, entry in characters.items():
        for alias in (name, *entry.get("aliases", ())):
            names[fold(alias)].add(name)
    quotes: list[Quote] = []
    for row in (folder / "quotes.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(row)
        spans = entry.get("spans") or ([[entry["start"], entry["end"]]] if "start" in entry else [])
        if spans:
            also = frozenset({entry["speaker"], *entry.get("alt_speakers", ())})
            quotes.append(Quote(tuple((a, b) for a, b in spans), entry["speaker"], also, entry.get("kind", "speech"), entry.get("type") or ""))
    fixed = folder / "text_fixed.txt"
    return Gold(folder.name, fixed if fixed.exists() else folder / "text.txt", tuple(quotes), {alias: frozenset(found) for alias, found in names.items()})


def folders(paths: Sequence[Path]) -> list[Path]:
    """Return the gold folders among the paths and below them, sorted."""
    return sorted({file.parent for path in paths for file in path.rglob("quotes.jsonl")})


class _Rows:
    """The segments of one kind, for looking up who covers a span."""

    def __init__(self, script: Script, kind: Kind) -> None:
        self.rows = [(segment.span.start, segment.span.end, index) for index, segment in enumerate(script.segments) if segment.kind is kind]
        self.starts = [start for start, _, _ in self.rows]

    def over(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return (segment, shared code points) for the segments that overlap a span."""
        at = max(bisect_right(self.starts, start) - 1, 0)
        found = []
        while at < len(self.rows) and self.rows[at][0] < end:
            shared = min(end, self.rows[at][1]) - max(start, self.rows[at][0])
            if shared > 0:
                found.append((self.rows[at][2], shared))
            at += 1
        return found


def judge(script: Script, gold: Gold) -> Report:
    """Return the script, judged against the gold."""
    report = Report()
    dialogue = _Rows(script, Kind.DIALOGUE)
    touched: set[int] = set()
    for quote in gold.quotes:
        if quote.kind != "speech":
            continue
        line = Judged(quote)
        shares: Counter[str | None] = Counter()
        best: dict[str | None, tuple[float, int, int]] = {}
        for start, end in quote.spans:
            covering = dialogue.over(start, end)
            report.pieces += 1
            report.found += sum(shared for _, shared in covering) >= _ENOUGH * (end - start)
            for index, shared in covering:
                segment = script.segments[index]
                touched.add(index)
                shares[segment.speaker] += shared
                best[segment.speaker] = max(best.get(segment.speaker, (-1.0, 0, index)), (segment.confidence, shared, index))
        if shares:
            line.speaker = shares.most_common(1)[0][0]
            line.confidence, _, line.segment = best[line.speaker]
        report.lines.append(line)
    _rate(report, script, gold)
    _rate_thoughts(report, script, gold)
    spans = sorted(span for quote in gold.quotes for span in quote.spans)
    lengths = {index: end - start for start, end, index in dialogue.rows}
    report.segments, report.spurious = len(lengths), len(lengths) - len(touched)
    report.spoken = sum(lengths.values())
    report.over = report.spoken - sum(shared for start, end in spans for _, shared in dialogue.over(start, end))
    report.untiled = _untiled(script)
    return report


def _rate(report: Report, script: Script, gold: Gold) -> None:
    aliases = {each.name: (each.name, *each.aliases) for each in script.characters}
    shared: Counter[tuple[str, str]] = Counter((line.speaker, line.quote.speaker) for line in report.lines if line.speaker is not None)
    pairing = _pair(shared)
    known: dict[str, frozenset[str]] = {}
    for line in report.lines:
        if line.speaker is None:
            line.named = line.voiced = line.segment is not None and line.quote.nobody
            continue
        if line.speaker not in known:
            known[line.speaker] = _meant(aliases.get(line.speaker, (line.speaker,)), gold)
        line.named = bool(known[line.speaker] & line.quote.also)
        line.voiced = pairing.get(line.speaker) in line.quote.also


def _pair(shared: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """Return the best one-to-one pairing of found and gold characters, by lines in common."""
    found, true = sorted({one for one, _ in shared}), sorted({other for _, other in shared})
    if not found:
        return {}
    table = np.zeros((len(found), len(true)))
    for (one, other), count in shared.items():
        table[found.index(one), true.index(other)] = count
    return {found[row]: true[column] for row, column in zip(*linear_sum_assignment(-table), strict=True) if table[row, column]}


def _meant(names: Sequence[str], gold: Gold) -> frozenset[str]:
    """Return the gold characters that a character's names mean: by its first name, else by the most of its aliases."""
    if fold(names[0]) in gold.names:
        return gold.names[fold(names[0])]
    votes = Counter(character for name in names for character in gold.names.get(fold(name), ()))
    top = votes.most_common(2)
    return frozenset({top[0][0]}) if top and (len(top) == 1 or top[0][1] > top[1][1]) else frozenset()


def _rate_thoughts(report: Report, script: Script, gold: Gold) -> None:
    rows = _Rows(script, Kind.THOUGHT)
    aliases = {each.name: (each.name, *each.aliases) for each in script.characters}
    for quote in gold.quotes:
        if quote.kind != "thought":
            continue
        report.thoughts += 1
        (start, end), *_ = quote.spans
        covering = rows.over(start, end)
        if sum(shared for _, shared in covering) >= _ENOUGH * (end - start):
            speaker = script.segments[max(covering, key=lambda pair: pair[1])[0]].speaker
            report.thoughts_right += speaker is not None and bool(_meant(aliases.get(speaker, (speaker,)), gold) & quote.also)


def _untiled(script: Script) -> int:
    seen = bytearray(len(script.document.text))
    for segment in script.segments:
        for place in range(segment.span.start, segment.span.end):
            seen[place] = min(2, seen[place] + 1)
    return sum(1 for place, sign in enumerate(script.document.text) if sign.isalnum() and seen[place] != 1)


def sure_share(lines: Sequence[Judged], *, right: float = 0.95) -> float:
    """Return the largest share of lines, in per cent, that one threshold of confidence covers with that share of them right (p95)."""
    groups: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        if line.speaker is not None:
            groups[line.confidence][0] += 1
            groups[line.confidence][1] += line.voiced
    covered = correct = most = 0
    for confidence in sorted(groups, reverse=True):
        covered += groups[confidence][0]
        correct += groups[confidence][1]
        most = covered if correct >= right * covered else most
    return 100 * most / max(len(lines), 1)


def bins(lines: Sequence[Judged]) -> list[tuple[int, float, float]]:
    """Return for ten equal bins of confidence: lines with a speaker, their mean confidence, the share that is right."""
    table = [[0, 0.0, 0] for _ in range(10)]
    for line in lines:
        if line.speaker is not None:
            row = table[min(int(line.confidence * 10), 9)]
            row[0] += 1
            row[1] += line.confidence
            row[2] += line.voiced
    return [(int(count), total / count, correct / count) if count else (0, 0.0, 0.0) for count, total, correct in table]


def calibration_error(lines: Sequence[Judged]) -> float:
    """Return the expected calibration error over ten equal bins."""
    table = bins(lines)
    total = sum(count for count, _, _ in table)
    return sum(count * abs(mean - right) for count, mean, right in table) / total if total else 1.0


def figures(label: str, report: Report) -> str:
    """Return a novel's figures as one line."""
    lines = report.lines

    def share(rows: Sequence[Judged], attribute: str) -> str:
        return f"{100 * sum(getattr(row, attribute) for row in rows) / len(rows):5.1f}" if rows else "    -"

    wrong = sum(line.speaker is not None and not line.voiced for line in lines)
    sorts = " ".join(
        f"{sort[0].upper()} {share([line for line in lines if line.quote.sort == sort], 'voiced')}" for sort in ("explicit", "anaphoric", "implicit")
    )
    text = (
        f"{label:28} n={len(lines):5} name {share(lines, 'named')} voice {share(lines, 'voiced')} wrong {100 * wrong / max(len(lines), 1):5.1f} | {sorts} | "
        f"p95 {sure_share(lines):5.1f} ece {calibration_error(lines):.3f} | found {100 * report.found / max(report.pieces, 1):5.1f} "
        f"over {100 * report.over / max(report.spoken, 1):5.1f} spurious {report.spurious}/{report.segments} tiles {report.untiled}"
    )
    return text + (f" thoughts {report.thoughts_right}/{report.thoughts}" if report.thoughts else "")
