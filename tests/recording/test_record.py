"""Only what is missing is recorded; what goes wrong is tried again, by itself, then reported."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from audiobook.audio import Audio
from audiobook.cast import EngineSpec, Voice
from audiobook.errors import EngineError
from audiobook.events import Event, Notice
from audiobook.executors import InlineExecutor
from audiobook.recording.gates import Facts
from audiobook.recording.perform import Performance, Refusal
from audiobook.recording.record import ATTEMPTS, Recording
from audiobook.sound.flac import encode_take
from audiobook.store import Store, read_take
from audiobook.store.rushes import read_rush
from audiobook.take import Utterance
from tests.recording.stage import NARRATOR, TONE

SOUND = Audio((np.sin(np.arange(22050) / 9) * 0.5).astype(np.float32), 22050)
GOOD = Performance(encode_take(SOUND), Facts(22050, 22050, 0, 0, 0.5, 0.0))
SILENT = Performance(GOOD.flac, replace(GOOD.facts, peak=0.0))
LINES = [Utterance(f"This is line number {number}.", NARRATOR, "en") for number in range(5)]

Act = Callable[[Utterance, int], Performance | Refusal]


class Stage:
    """An executor that plays a script: what comes of an utterance at its n-th attempt."""

    def __init__(self, act: Act, dies: Callable[[tuple[Utterance, ...]], bool] = lambda _: False) -> None:
        self.act = act
        self.dies = dies
        self.attempts: dict[str, int] = {}
        self.batches: list[int] = []

    def submit(self, function: str, *args: object, family: str, timeout: float, priority: int) -> "Future[object]":
        utterances = args[1]
        assert isinstance(utterances, tuple)
        assert timeout > 0
        future: Future[object] = Future()
        self.batches.append(len(utterances))
        for utterance in utterances:
            self.attempts[utterance.text] = self.attempts.get(utterance.text, 0) + 1
        if self.dies(utterances):
            future.set_exception(EngineError("the child died: signal 11"))
        else:
            future.set_result([self.act(utterance, self.attempts[utterance.text]) for utterance in utterances])
        return future


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path) as opened:
        yield opened


def run(store: Store, stage: Stage, utterances: list[Utterance], heard: list[Event] | None = None) -> Recording:
    recording = Recording(store, stage, {TONE: "1"}, (heard if heard is not None else []).append)
    recording.ask(recording.missing(utterances), priority=1)
    while futures := recording.feed():
        for future in futures:
            recording.accept(future)
    return recording


def good(_: Utterance, __: int) -> Performance:
    return GOOD


def test_what_is_missing_is_recorded_once(store: Store) -> None:
    recording = run(store, Stage(good), [*LINES, *LINES])
    assert recording.recorded == len(LINES) == len(recording.takes)


def test_what_is_there_is_not_recorded_again(store: Store) -> None:
    run(store, Stage(good), LINES[:3])
    assert run(store, Stage(good), LINES).recorded == 2
    assert run(store, Stage(good), LINES).recorded == 0


def test_another_volume_is_the_same_take(store: Store) -> None:
    run(store, Stage(good), LINES)
    assert run(store, Stage(good), [replace(line, voice=replace(NARRATOR, volume=0.5)) for line in LINES]).recorded == 0


@pytest.mark.parametrize("change", [{"name": "other"}, {"rate": 1.2}, {"pitch": 2.0}])
def test_another_voice_is_another_take(store: Store, change: dict[str, float | str]) -> None:
    run(store, Stage(good), LINES)
    assert run(store, Stage(good), [replace(line, voice=replace(NARRATOR, **change)) for line in LINES]).recorded == len(LINES)  # type: ignore[arg-type]


def test_a_damaged_take_is_recorded_again_with_a_notice(store: Store) -> None:
    take = next(iter(run(store, Stage(good), LINES[:1]).takes.values()))
    take.path.write_bytes(take.path.read_bytes()[:50])
    heard: list[Event] = []
    assert run(store, Stage(good), LINES[:1], heard).recorded == 1
    assert any(isinstance(event, Notice) and "damaged" in event.message for event in heard)


def test_a_flawed_take_is_tried_again(store: Store) -> None:
    stage = Stage(lambda line, attempt: SILENT if line is LINES[2] and attempt == 1 else GOOD)
    recording = run(store, stage, LINES)
    assert recording.holes == {}
    assert stage.attempts == {**dict.fromkeys((line.text for line in LINES), 1), LINES[2].text: 2}


def test_a_death_costs_its_batch_a_retry_line_by_line(store: Store) -> None:
    stage = Stage(good, dies=lambda batch: len(batch) > 1)
    recording = run(store, stage, LINES)
    assert recording.recorded == len(LINES)
    assert stage.batches == [5, 1, 1, 1, 1, 1]


def test_a_line_that_always_fails_is_a_hole_and_the_others_are_there(store: Store) -> None:
    stage = Stage(lambda line, _: Refusal("no such phoneme") if line is LINES[1] else GOOD)
    recording = run(store, stage, LINES)
    assert [(hole.utterance, hole.why) for hole in recording.holes.values()] == [(LINES[1], "no such phoneme")]
    assert recording.recorded == len(LINES) - 1
    assert stage.attempts[LINES[1].text] == ATTEMPTS


def test_batches_under_way_are_bounded(store: Store) -> None:
    many = [replace(LINES[0], text=f"{'word ' * 200}{number}.") for number in range(60)]
    recording = Recording(store, Stage(good), {TONE: "1"}, lambda _: None, window=4)
    recording.ask(recording.missing(many), priority=1)
    assert len(recording.feed()) == 4


def test_each_take_finds_its_own_sound_in_the_rushes_whatever_went_wrong_beside_it(store: Store, tmp_path: Path) -> None:
    spec = EngineSpec("tests.faulty:open_faulty", (("faults", "silence:silent fail:failing"), ("once", str(tmp_path))))
    words = ("First of all.", "A silent one, of some length.", "The failing one.", "The last one of them.")
    lines = [Utterance(text, Voice(spec, "tenor-2"), "en") for text in words]
    recording = Recording(store, InlineExecutor(), {spec: "1"}, lambda _: None, lambda: store.scratch(".rushes"))
    recording.ask(recording.missing(lines), priority=1)
    while futures := recording.feed():
        for future in futures:
            recording.accept(future)
    assert (len(recording.takes), [hole.why for hole in recording.holes.values()]) == (len(lines), [])
    for take in recording.takes.values():
        rush = read_rush(take)
        assert rush is not None
        assert np.array_equal(rush.samples, read_take(replace(take, rush=None)).samples)
