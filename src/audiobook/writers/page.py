"""A picture of the book: one page of HTML that needs nothing else. It is read without JavaScript, and plays the sound where that lies beside it."""

import base64
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import quote

from audiobook.document import BlockKind
from audiobook.script import Kind, Script, Segment
from audiobook.words import meant, words
from audiobook.writers.colours import hexadecimal, hue, speaker_hue, speakers
from audiobook.writers.reading import Paragraph, Piece, chapters
from audiobook.writers.strip import Scene, scenes, strip
from audiobook.writers.tags import line
from audiobook.writers.times import Times, fingerprint

SURE = 0.7
"""Lines of less confidence are marked, and listed."""
_BANDS = ((0.3, "q3"), (0.5, "q2"), (SURE, "q1"))  # confidence under which a line has that class; the page tells them too
_MOST_ROWS = 14  # of the cast that are shown at once
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'; media-src 'self' file:; img-src data:; base-uri 'none'; form-action 'none'"
_TYPES = {".m4b": "audio/mp4", ".mp3": "audio/mpeg", ".opus": "audio/ogg", ".flac": "audio/flac", ".wav": "audio/wav"}
_SPEECH = (Kind.DIALOGUE, Kind.THOUGHT)


@dataclass(frozen=True, slots=True)
class Sound:
    """What was rendered of the story."""

    times: Times
    sources: tuple[str, ...]
    """Files, as paths from the page's folder with slashes; all have the same times. Empty: there is none any more, and only the times are known."""


def light(own: float, place: int) -> str:
    """Return a speaker's colour on a light page, from the book's hue and the speaker's place."""
    return hexadecimal(0.49 - 0.05 * (place % 2), 0.15, speaker_hue(own, place))


def dark(own: float, place: int) -> str:
    """Return a speaker's colour on a dark page."""
    return hexadecimal(0.80 - 0.04 * (place % 2), 0.12, speaker_hue(own, place))


def page(script: Script, title: str, author: str, sound: Sound | None = None) -> str:
    """Return the page; the same arguments give the same page."""
    return _Page(script, title, author, sound).text()


class _Page:
    """What the parts of one page share."""

    def __init__(self, script: Script, title: str, author: str, sound: Sound | None) -> None:
        self.script, self.title, self.author, self.sound = script, line(title), line(author), sound
        self.names = speakers(script)
        self.places = {name: place for place, name in enumerate(self.names)}
        self.times: Mapping[int, tuple[float, float]] = {}
        if sound:
            found = ((index, sound.times.lines.get(segment.span)) for index, segment in enumerate(script.segments))
            self.times = {index: time for index, time in found if time}

    def text(self) -> str:
        """Return the whole page."""
        styles, code = _file("page.css"), _file("page.js")
        check = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        story = [(line(chapter.title) or str(number), found) for number, (chapter, found) in enumerate(chapters(self.script), 1) if found]
        parted = [(title, scenes(number, title, found)) for number, (title, found) in enumerate(story, 1)]
        return Template(_file("page.html")).substitute(
            language=escape(self.script.document.language),
            policy=_POLICY.format(check),
            title=escape(self.title),
            byline=f'<p class="by">{escape(self.author)}</p>' if self.author else "",
            facts=escape(self._facts(len(story))),
            styles=f"{styles}\n{self._colours()}",
            strip=strip(parted, self._weight, self._colour),
            cast=self._cast(),
            contents="\n".join(f'<li><a href="#ch{number}">{escape(title)}</a></li>' for number, (title, _) in enumerate(story, 1)),
            **self._unsure(),
            story="\n".join(self._chapter(number, found, parted[number - 1][1]) for number, (_, found) in enumerate(story, 1)),
            audio=self._audio(),
            data=self._data(),
            code=code,
        )

    def _facts(self, count: int) -> str:
        spoken = sum(segment.kind in _SPEECH for segment in self.script.segments)
        told = [_many(count, "chapter"), _many(sum(len(words(self.script.text(each))) for each in self.script.segments), "word")]
        told += [_many(spoken, "line") + " of speech", _many(len(self.names), "speaker")]
        return " · ".join([*told, clock(self.sound.times.seconds)] if self.sound else told)

    def _colours(self) -> str:
        """Return the speakers' colours as CSS: custom properties, and a class for each."""
        own = hue(self.title, self.author)
        days = "".join(f"--c{place}:{light(own, place)};" for place in range(len(self.names)))
        nights = "".join(f"--c{place}:{dark(own, place)};" for place in range(len(self.names)))
        rules = "".join(f".c{place}{{--c:var(--c{place})}}" for place in range(len(self.names)))
        return f":root{{{days}}}\n@media (prefers-color-scheme:dark){{:root{{{nights}}}}}\n{rules}"

    def _weight(self, index: int) -> float:
        """Return how long a segment is: in seconds, or in letters where there is no sound."""
        if not self.times:
            return float(len(self.script.segments[index].span))
        begin, end = self.times.get(index, (0.0, 0.0))
        return end - begin

    def _colour(self, index: int) -> str:
        place = self._place(self.script.segments[index])
        return "var(--told)" if place is None else f"var(--c{place})"

    def _place(self, segment: Segment) -> int | None:
        return self.places.get(segment.speaker) if segment.speaker and segment.kind in _SPEECH else None

    def _cast(self) -> str:
        """Return a table of everybody, the narrator first, with bars; who speaks least is folded away where there are many."""
        counts: Counter[str | None] = Counter()
        seconds: defaultdict[str | None, float] = defaultdict(float)
        for index, segment in enumerate(self.script.segments):
            if segment.kind in (Kind.NOTE, Kind.BREAK):
                continue
            who = segment.speaker if self._place(segment) is not None else None
            counts[who] += 1
            begin, end = self.times.get(index, (0.0, 0.0))
            seconds[who] += end - begin
        most, longest = max(counts.values(), default=1), max(seconds.values(), default=0.0) or 1.0
        rows = [self._row(name, counts[name], most, seconds[name], longest) for name in (None, *self.names)]
        head = '<tr><th scope="col">Who</th><th scope="col">Lines</th>' + ('<th scope="col">Time</th>' if self.sound else "") + "</tr>"
        tables = [rows[:_MOST_ROWS], rows[_MOST_ROWS:]]
        shown, folded = ("<table><thead>" + head + "</thead><tbody>" + "".join(part) + "</tbody></table>" for part in tables)
        return shown + (f"<details><summary>and {len(tables[1])} more</summary>{folded}</details>" if tables[1] else "")

    def _row(self, name: str | None, count: int, most: int, seconds: float, longest: float) -> str:
        kind = "told" if name is None else f"c{self.places[name]}"
        time = f'<td style="--w:{seconds / longest:.3f}">{clock(seconds)}</td>' if self.sound else ""
        return (
            f'<tr class="{kind}"><th scope="row"><i class="dot"></i><bdi>{escape(name or "Narration")}</bdi></th>'
            f'<td style="--w:{count / most:.3f}">{count}</td>{time}</tr>'
        )

    def _unsure(self) -> dict[str, str]:
        """Return the number and the list of lines to look at, the least certain first."""
        found = sorted((sureness(segment), index) for index, segment in enumerate(self.script.segments) if segment.kind in _SPEECH)
        doubtful = [index for sure, index in found if sure < SURE]
        rows = (
            f'<li><a href="#l{index + 1}">{escape(_short(self.script.text(self.script.segments[index])))}</a><small>{escape(self._told(index))}</small></li>'
            for index in doubtful
        )
        return {"unsure": str(len(doubtful)), "unsure_rows": "\n".join(rows) or "<li>No line of speech is uncertain.</li>"}

    def _told(self, index: int) -> str:
        """Return who says a line, how sure that is, and why."""
        segment = self.script.segments[index]
        who = (segment.speaker or "nobody known; the narrator reads it") + (" thinks" if segment.kind is Kind.THOUGHT else "")
        return f"{who}, {sureness(segment):.2f}" + (f": {segment.reason}" if segment.reason else "")

    def _chapter(self, number: int, paragraphs: Sequence[Paragraph], parts: Sequence[Scene]) -> str:
        starts = {scene.segments[0]: scene.name for scene in parts}
        rows = "\n".join(self._paragraph(paragraph, starts) for paragraph in paragraphs)
        return f'<section id="ch{number}" class="chapter">\n{rows}\n</section>'

    def _paragraph(self, paragraph: Paragraph, starts: Mapping[int, str]) -> str:
        text = "".join(self._piece(piece) for piece in paragraph.pieces).strip()
        first = next((starts[piece.segment] for piece in paragraph.pieces if piece.segment is not None and piece.segment in starts), "")
        anchor = f' id="{first}"' if first else ""
        match paragraph.kind:
            case BlockKind.BREAK:
                return "<hr>"
            case BlockKind.HEADING:
                return f'<h2{anchor} dir="auto">{text}</h2>'
            case BlockKind.NOTE:
                return f'<p{anchor} class="note" dir="auto">{text}</p>'
            case BlockKind.PROSE:
                return f'<p{anchor} dir="auto">{text}</p>'

    def _piece(self, piece: Piece) -> str:
        text = "".join(f"<em>{escape(run.text)}</em>" if run.stressed else escape(run.text) for run in piece.runs)
        if piece.segment is None:
            return text
        segment = self.script.segments[piece.segment]
        if segment.kind not in _SPEECH:
            kind = "s note" if segment.kind is Kind.NOTE else "s"
            return f'<span class="{kind}" id="l{piece.segment + 1}">{text}</span>'
        place, sure = self._place(segment), sureness(segment)
        band = next((name for limit, name in _BANDS if sure < limit), "")
        kinds = ("s", "nobody" if place is None else f"c{place}", "thought" if segment.kind is Kind.THOUGHT else "", band)
        told, who = escape(self._told(piece.segment)), escape(segment.speaker or "?")
        return f'<span class="{" ".join(filter(None, kinds))}" id="l{piece.segment + 1}" title="{told}" data-who="{who}">{text}</span>'

    def _audio(self) -> str:
        if not self.sound or not self.sound.sources:
            return ""
        sources = "".join(f'<source src="{escape(_address(source))}"{_typed(source)}>' for source in self.sound.sources)
        return f'<audio preload="metadata">{sources}</audio>'

    def _data(self) -> str:
        """Return what the code needs, safe inside a script element."""
        told = {
            "key": hashlib.sha256(f"{self.title}\x1f{self.author}\x1f{fingerprint(self.script.document)}".encode()).hexdigest()[:16],
            "seconds": self.sound.times.seconds if self.sound else 0,
            "times": [[index + 1, *time] for index, time in self.times.items()],
            "unsure": SURE,
        }
        return json.dumps(told, separators=(",", ":")).replace("<", "\\u003c")


def sureness(segment: Segment) -> float:
    """Return how sure a line's speaker is; a line without one is the least sure."""
    return segment.confidence if segment.speaker is not None else 0.0


def clock(seconds: float) -> str:
    """Return a length as people read it: "1:02:03", "2:03"."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}" if minutes >= 60 else f"{minutes}:{rest:02d}"


def _file(name: str) -> str:
    return (files("audiobook.writers") / name).read_text(encoding="utf-8")


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def _short(text: str, most: int = 80) -> str:
    told = line(meant(text))
    return told if len(told) <= most else told[: most - 1] + "…"


def _address(path: str) -> str:
    """Return a path as an address relative to the page; one that begins like a scheme is told from one."""
    address = quote(path)
    return address if address.startswith(("/", ".")) else f"./{address}"


def _typed(source: str) -> str:
    kind = next((kind for suffix, kind in _TYPES.items() if source.endswith(suffix)), "")
    return f' type="{kind}"' if kind else ""
