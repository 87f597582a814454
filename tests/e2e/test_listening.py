"""A listener's checks on books in the embedded default voices: what is understood, and whether characters can be told apart."""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audiobook.audio import Audio, Samples
from audiobook.book import Book
from audiobook.document import BlockKind
from audiobook.engines.timbre import median_f0, timbre
from audiobook.production.order import Order, Outcome
from audiobook.production.pieces import book_of
from audiobook.production.rendering import render
from audiobook.script import Script
from audiobook.store import read_take
from audiobook.timeline import Clip
from tests.conftest import SEEDS
from tests.e2e.stage import sound
from tests.recogniser import Recogniser, spoken, word_errors

pytestmark = [pytest.mark.real, pytest.mark.slow]

MARGIN = 0.1  # seconds heard before and after a line
LINES = 12  # narrator's lines that are read back


@dataclass(frozen=True)
class Heard:
    outcome: Outcome
    book: Book
    audio: Audio

    def clips(self) -> Iterator[tuple[Clip, str]]:
        """Yield the narrator's clips, and what is said in them."""
        script = self.book.script
        spoken_by = [clip for clip in self.book.timeline.clips if clip.segment is not None]
        alone = {index for index, group in itertools.groupby(spoken_by, key=lambda clip: clip.segment) if len(list(group)) == 1}
        for clip in spoken_by:
            assert clip.segment is not None
            text = script.text(script.segments[clip.segment])
            if clip.segment in alone and script.segments[clip.segment].speaker is None and 5 <= len(spoken(text)) <= 40:
                yield clip, text

    def piece(self, clip: Clip) -> Audio:
        margin = round(MARGIN * self.audio.rate)
        samples: Samples = self.audio.samples[max(clip.start - margin, 0) : clip.start + clip.length + margin]
        return Audio(samples, self.audio.rate)


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    """A seed, rendered with the default engine."""
    kept: list[Book] = []

    def keeping(*args: Any) -> Book:
        kept.append(book_of(*args))
        return kept[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("audiobook.production.rendering.book_of", keeping)
        outcome = render(Order(str(SEEDS / "dead-air.txt"), workspace=tmp_path_factory.mktemp("workspace"), jobs=1))
    return Heard(outcome, kept[0], sound(outcome.files[0]))


def test_the_narrator_is_understood(heard: Heard) -> None:
    lines = list(heard.clips())[:LINES]
    recogniser = Recogniser([text for _, text in heard.clips()])
    assert len(lines) == LINES
    errors = [(word_errors(spoken(text), recogniser.hear(heard.piece(clip))), len(spoken(text))) for clip, text in lines]
    assert sum(rate * count for rate, count in errors) / sum(count for _, count in errors) < 0.12


def test_a_line_that_was_cut_or_swapped_is_found(heard: Heard) -> None:
    lines = sorted(heard.clips(), key=lambda pair: -len(pair[1]))[:3]
    recogniser = Recogniser([text for _, text in heard.clips()])
    for (clip, text), (_, other) in itertools.pairwise(lines):
        piece = heard.piece(clip)
        cut = piece.samples.copy()
        cut[int(0.6 * len(cut)) :] = 0
        assert word_errors(spoken(text), recogniser.hear(Audio(cut, piece.rate))) > 0.25
        assert word_errors(spoken(other), recogniser.hear(piece)) > 0.6


def scenes(script: Script) -> Iterator[set[str]]:
    """Yield who speaks in each scene."""
    for _, blocks in script.chapters():
        present: set[str] = set()
        for block, indices in blocks:
            if block.kind is BlockKind.BREAK:
                yield present
                present = set()
            present |= {speaker for index in indices if (speaker := script.segments[index].speaker) is not None}
        yield present


def test_characters_who_meet_can_be_told_apart(heard: Heard) -> None:
    script = heard.book.script
    takes: dict[str, list[Samples]] = defaultdict(list)
    for clip in heard.book.timeline.clips:
        speaker = script.segments[clip.segment].speaker if clip.segment is not None else None
        if speaker is not None:
            takes[speaker].append(read_take(clip.take).samples)
    rate = heard.book.timeline.clips[0].take.rate
    voices = {name: Audio(np.concatenate(pieces), rate) for name, pieces in takes.items()}
    pairs = {pair for present in scenes(script) for pair in itertools.combinations(sorted(present & set(voices)), 2)}
    assert len(pairs) >= 3
    for one, other in pairs:
        pitches = median_f0(voices[one]), median_f0(voices[other])
        semitones = abs(12 * math.log2(pitches[0] / pitches[1])) if all(pitches) else 0.0
        assert semitones >= 3 or math.dist(timbre(voices[one]), timbre(voices[other])) >= 3, (one, other)


def test_the_book_is_not_silent_and_not_clipped(heard: Heard) -> None:
    peak = float(np.abs(heard.audio.samples).max())
    assert 0.1 < peak < 1.0


def test_the_file_is_named_for_the_book(heard: Heard) -> None:
    assert heard.outcome.files == (Path(heard.outcome.folder) / "Dead Air.m4b",)
