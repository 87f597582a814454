"""What is asked: uncertain lines with what stands round them, cut into requests of bounded size. Equal passages make equal questions, wherever they stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audiobook.consulting.wording import TASK, paragraph, roster
from audiobook.script import Kind, Script, Segment

CONTEXT = 4
"""Paragraphs of the same scene before and after a line."""
LARGEST = 6000
"""Characters of a passage in one request."""
MOST_LINES = 20
"""Lines asked about in one request."""
_SPEECH = (Kind.DIALOGUE, Kind.THOUGHT)
_ROOM = 400  # tokens of an answer for what some models say before the JSON
_A_LINE = 20  # tokens of an answer

Scene = list[list[int]]
"""Paragraphs, each the indices of its segments."""


@dataclass(frozen=True, slots=True)
class Question:
    """One request."""

    messages: tuple[dict[str, str], ...]
    lines: tuple[tuple[int, ...], ...]
    """For each number, from 1: the segments of the script that are asked about."""

    @property
    def most_tokens(self) -> int:
        """How long an answer may be."""
        return _ROOM + _A_LINE * len(self.lines)


def tokens(question: Question) -> int:
    """Return about how many tokens a question and its answer take: a token is about four bytes."""
    return sum(len(message["content"].encode()) for message in question.messages) // 4 + _A_LINE // 2 * len(question.lines)


def questions(script: Script, below: float, most: int) -> tuple[list[Question], int]:
    """Return the questions about lines of less confidence than `below`, the least certain ones if they are too many; and how many such lines there are."""
    scenes = list(_scenes(script))
    doubtful = [line for scene in scenes for place in scene for line in _lines(script, place) if sureness(script.segments[line[0]]) < below]
    chosen = sorted(doubtful, key=lambda line: (sureness(script.segments[line[0]]), line))[:most]
    wanted = {index: line for line in chosen for index in line}
    return [question for scene in scenes for question in _of_scene(script, scene, wanted, below)], len(doubtful)


def sureness(segment: Segment) -> float:
    """Return how sure a line is, 0 to 1; one without a speaker is not."""
    return segment.confidence if segment.speaker is not None or segment.confidence == 1.0 else 0.0


def _scenes(script: Script) -> Iterator[Scene]:
    for _, blocks in script.chapters():
        scene: Scene = []
        for _, indices in blocks:
            kinds = {script.segments[index].kind for index in indices}
            if kinds & {Kind.BREAK, Kind.HEADING}:
                yield scene
                scene = []
            elif told := [index for index in indices if script.segments[index].kind is not Kind.NOTE]:
                scene.append(told)
        yield scene


def _lines(script: Script, place: Sequence[int]) -> list[tuple[int, ...]]:
    """Return a paragraph's lines of speech; pieces that were decided together ("…", she said, "…") are one line."""
    lines: dict[tuple[Kind, str | None, float, str], list[int]] = {}
    for index in place:
        segment = script.segments[index]
        if segment.kind in _SPEECH:
            lines.setdefault((segment.kind, segment.speaker, segment.confidence, segment.reason), []).append(index)
    return [tuple(line) for line in lines.values()]


def _of_scene(script: Script, scene: Scene, wanted: Mapping[int, tuple[int, ...]], below: float) -> Iterator[Question]:
    """Yield a scene's questions: neighbours together, as long as they fit."""
    places = [number for number, place in enumerate(scene) if any(index in wanted for index in place)]
    run: list[int] = []
    for place in places:
        if run and (place - run[-1] > 2 * CONTEXT or _passage(script, scene, [*run, place], wanted, below, CONTEXT) is None):
            yield from _fitting(script, scene, run, wanted, below)
            run = []
        run.append(place)
    if run:
        yield from _fitting(script, scene, run, wanted, below)


def _fitting(script: Script, scene: Scene, run: list[int], wanted: Mapping[int, tuple[int, ...]], below: float) -> Iterator[Question]:
    """Yield the question about a run, with less round it where it would grow too large; a paragraph that is too large alone is not asked about."""
    for context in range(CONTEXT, -1, -1):
        passage = _passage(script, scene, run, wanted, below, context)
        if passage is not None:
            lines = _asked(scene, run, wanted)
            numbers = ", ".join(map(str, range(1, len(lines) + 1)))
            asked = f"Characters:\n{roster(script, _shown(scene, run, context), passage)}\n\nPassage:\n\n{passage}\n\nNumbers to answer: {numbers}"
            yield Question(({"role": "system", "content": TASK}, {"role": "user", "content": asked}), tuple(lines))
            return


def _passage(script: Script, scene: Scene, run: list[int], wanted: Mapping[int, tuple[int, ...]], below: float, context: int) -> str | None:
    """Return the paragraphs of a run with those round them; None where they are too many, or too long."""
    lines = _asked(scene, run, wanted)
    if len(lines) > MOST_LINES:
        return None
    numbers = {index: number for number, line in enumerate(lines, start=1) for index in line}
    passage = "\n\n".join(paragraph(script, place, numbers, below) for place in _shown(scene, run, context))
    return passage if len(passage) <= LARGEST else None


def _asked(scene: Scene, run: list[int], wanted: Mapping[int, tuple[int, ...]]) -> list[tuple[int, ...]]:
    return list(dict.fromkeys(wanted[index] for place in run for index in scene[place] if index in wanted))


def _shown(scene: Scene, run: list[int], context: int) -> Scene:
    return scene[max(run[0] - context, 0) : run[-1] + context + 1]
