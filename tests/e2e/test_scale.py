"""What the program tells of a long run, what it does about lines that cannot be spoken, and workers elsewhere."""

import json
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audiobook.engines import tone
from audiobook.errors import EngineError
from audiobook.events import Event, Mixed, Notice, Recorded
from audiobook.executors import InlineExecutor, LocalExecutor
from audiobook.production.order import Gaps, Order, Outcome
from audiobook.production.rendering import render
from audiobook.recording import record
from audiobook.store import Store
from audiobook.store.pruning import holdings, prune
from tests.e2e.stage import STORY, command, heard, ordered, sound, written

FAULTY = "tests.faulty:open_faulty"


def events(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def faulty(folder: Path, faults: str, gaps: Gaps, **wishes: object) -> Outcome:
    """Render with an engine that fails at some words."""
    story = written(folder)
    (folder / "voices.yaml").write_text(f"engine: '{FAULTY}'\nengines:\n  '{FAULTY}': {{faults: '{faults}'}}\n")
    return render(Order(str(story), workspace=folder, gaps=gaps, **wishes), executor=InlineExecutor())  # type: ignore[arg-type]


# What is told


def test_events_come_as_json_one_a_line(tmp_path: Path) -> None:
    done = command("render", written(tmp_path), "--engine", "tone", "--workspace", tmp_path, "--jobs", "1", "--json-events")
    told = events(done.out)
    kinds = [each["event"] for each in told]
    assert done.code == 0, done.err
    assert kinds[:2] == ["read", "attributed"]
    assert kinds[-2:] == ["written", "made"]
    recorded = [each for each in told if each["event"] == "recorded"]
    assert recorded[-1]["done"] == recorded[-1]["total"] == told[-1]["takes"]
    assert recorded[-1]["left"] == 0
    assert told[-1]["exit_code"] == 0


def test_a_story_that_fails_is_an_event_too(tmp_path: Path) -> None:
    done = command("render", tmp_path / "nowhere.txt", "--workspace", tmp_path, "--json-events")
    assert (done.code, events(done.out)[-1]["event"]) == (1, "failed")


def test_time_left_shrinks_to_nothing(tmp_path: Path) -> None:
    told: list[Event] = []
    render(ordered(written(tmp_path), tmp_path, jobs=1), told.append, executor=InlineExecutor())
    left = [event.left for event in told if isinstance(event, Recorded) and event.left is not None]
    assert left
    assert left[-1] == 0


def test_a_dry_run_after_a_first_one_knows_time_and_size(tmp_path: Path) -> None:
    story = written(tmp_path)
    before = render(ordered(story, tmp_path, dry_run=True), executor=InlineExecutor())
    made = render(ordered(story, tmp_path, jobs=1), executor=InlineExecutor())
    after = render(ordered(written(tmp_path, STORY + "\nAnd so they went home.\n"), tmp_path, dry_run=True, jobs=1), executor=InlineExecutor())
    assert before.time is None
    assert before.size > 0
    assert after.time is not None
    assert 0 < after.time < 60
    assert after.recorded == 1
    assert after.seconds == pytest.approx(made.seconds, rel=0.4)


def test_a_dry_run_knows_what_need_not_be_encoded_again(tmp_path: Path) -> None:
    grown = STORY + "\nAnd so they went home.\n"
    render(ordered(written(tmp_path), tmp_path, jobs=1), executor=InlineExecutor())
    kept = render(ordered(written(tmp_path), tmp_path, dry_run=True, jobs=1), executor=InlineExecutor()).time
    little = render(ordered(written(tmp_path, grown), tmp_path, dry_run=True, jobs=1), executor=InlineExecutor()).time
    for path in (tmp_path / ".audiobook").rglob("*.press"):
        path.unlink()
    whole = render(ordered(written(tmp_path, grown), tmp_path, dry_run=True, jobs=1), executor=InlineExecutor()).time
    assert kept == 0
    assert little is not None
    assert whole is not None
    assert 0 < little < 0.3 * whole


# What cannot be spoken


def test_without_leave_a_line_that_cannot_be_spoken_stops_the_book(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="Listen"):
        faulty(tmp_path, "silence:Listen", Gaps.STOP)
    assert not list(tmp_path.rglob("*.m4b"))


def test_a_gap_is_left_where_it_is_wished_and_told(tmp_path: Path) -> None:
    outcome = faulty(tmp_path, "silence:Listen", Gaps.SILENCE)
    assert outcome.exit_code == 3
    assert [lost.text for lost in outcome.lost] == ["Listen."]
    assert "silence" in outcome.lost[0].why
    assert tone.text_digest("Listen.") not in {text for text, _ in heard(outcome.files[0])}
    assert np.abs(sound(outcome.files[0]).samples).max() > 0.1


def test_the_narrator_stands_in_where_it_is_wished(tmp_path: Path) -> None:
    story = written(tmp_path)
    cast = f"engine: tone\nnarrator: tenor-2\ncharacters:\n  Joss: '{FAULTY}:bass-1'\nengines:\n  '{FAULTY}': {{faults: 'silence:Listen'}}\n"
    (tmp_path / "voices.yaml").write_text(cast)
    outcome = render(Order(str(story), workspace=tmp_path, gaps=Gaps.NARRATOR), executor=InlineExecutor())
    assert outcome.exit_code == 3
    assert (tone.text_digest("Listen."), tone.voice_digest("tenor-2")) in heard(outcome.files[0])


# Workers


def children(family: str) -> Iterator[int]:
    """Yield this process's workers of a family."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parent = (entry / "stat").read_text().rsplit(")", 1)[1].split()[1]
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except (OSError, IndexError):
                continue
            if parent == str(os.getpid()) and family.encode() in words:
                yield int(entry.name)


def test_what_is_mixed_from_rushes_is_what_is_mixed_from_takes(tmp_path: Path) -> None:
    rushes = tmp_path / "rushes"
    fresh = render(ordered(written(rushes), rushes, jobs=1), executor=InlineExecutor())
    takes = tmp_path / "takes"
    stored = render(ordered(written(takes), takes, jobs=1), executor=InlineExecutor(), speakers=InlineExecutor())  # elsewhere: no rushes
    assert [path.read_bytes() for path in fresh.files] == [path.read_bytes() for path in stored.files]


def test_rushes_go_with_their_chapter(tmp_path: Path) -> None:
    left, seen = list[int](), set[Path]()

    def report(event: Event) -> None:
        if isinstance(event, Mixed) and event.done == event.total:
            left.append(len(list(tmp_path.rglob("*.rushes"))))
        elif isinstance(event, Recorded) and event.done:
            seen.update(tmp_path.rglob("*.rushes"))

    render(ordered(written(tmp_path), tmp_path, jobs=1), report, executor=InlineExecutor())
    assert seen
    assert left[-1] == 0


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="/proc")
def test_workers_that_are_killed_cost_nothing_but_time(tmp_path: Path) -> None:
    whole = render(ordered(written(tmp_path), tmp_path, jobs=1), executor=InlineExecutor())
    other, told, dead = tmp_path / "other", list[Event](), list[int]()

    def report(event: Event) -> None:
        told.append(event)
        if isinstance(event, Recorded) and len(dead) < 3:
            for pid in (*children("tone"), *children("mix")):
                os.kill(pid, signal.SIGKILL)
                dead.append(pid)

    with LocalExecutor(2) as executor:
        made = render(ordered(written(other), other, jobs=2), report, executor=executor)
    assert len(dead) >= 3
    assert [path.read_bytes() for path in made.files] == [path.read_bytes() for path in whole.files]
    assert made.recorded == whole.recorded
    assert all("again" in event.message for event in told if isinstance(event, Notice))


def test_workers_that_exit_hang_leak_or_print_junk_cost_nothing_but_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "_STARTING", 8.0)
    monkeypatch.setattr(record, "_PER_LETTER", 0.02)
    marks = tmp_path / "marks"
    marks.mkdir()
    cast = f"engine: '{FAULTY}'\nengines:\n  '{FAULTY}': {{faults: 'exit:forget leak:wind junk:harbour hang:Listen crash:sill', once: '{marks}'}}\n"
    made: list[Outcome] = []
    told: list[Event] = []
    for name in ("disturbed", "undisturbed"):  # each fault befalls each line once, so never the second run
        (tmp_path / name).mkdir()
        (tmp_path / name / "voices.yaml").write_text(cast)
        with LocalExecutor(2) as executor:
            made.append(render(Order(str(written(tmp_path / name)), workspace=tmp_path / name, jobs=2), told.append, executor=executor))
        if name == "disturbed":
            assert len(list(marks.iterdir())) >= 5
    assert made[0].recorded == made[1].recorded
    assert not made[0].lost
    assert [path.read_bytes() for path in made[0].files] == [path.read_bytes() for path in made[1].files]


_DASK = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


@_DASK
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_cluster_that_loses_a_worker_in_the_middle_makes_the_same_bytes(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    from audiobook.executors import DaskExecutor

    here = render(ordered(written(tmp_path), tmp_path, jobs=1), executor=InlineExecutor())
    away, dead = tmp_path / "away", list[int]()
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None, silence_logs=50) as cluster,
        DaskExecutor(cluster.scheduler_address, patience=30) as speakers,
    ):

        def report(event: Event) -> None:
            if isinstance(event, Recorded) and not dead:  # the first lines are on their way
                dead.append(min(speakers._client.run(os.getpid).values()))
                os.kill(dead[0], signal.SIGKILL)

        there = render(ordered(written(away), away, jobs=1), report, executor=InlineExecutor(), speakers=speakers)
    assert dead
    assert [path.read_bytes() for path in there.files] == [path.read_bytes() for path in here.files]
    assert there.recorded == here.recorded


@_DASK
@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_scheduler_that_goes_away_in_the_middle_is_told_and_the_next_run_goes_on(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    from audiobook.executors import DaskExecutor
    from tests.test_cluster import scheduler, worker

    here = render(ordered(written(tmp_path / "here"), tmp_path / "here", jobs=1), executor=InlineExecutor())
    away = tmp_path / "away"
    with scheduler(tmp_path) as (address, process), worker(address), DaskExecutor(address, patience=30) as speakers:
        speakers._client._timeout = 2  # seconds that it looks for its scheduler

        def report(event: Event) -> None:
            if isinstance(event, Recorded):
                process.kill()

        with pytest.raises(EngineError, match="the Dask "):
            render(ordered(written(away), away, jobs=1), report, executor=InlineExecutor(), speakers=speakers)
    there = render(ordered(written(away), away, jobs=1), executor=InlineExecutor())
    assert [path.read_bytes() for path in there.files] == [path.read_bytes() for path in here.files]
    assert there.recorded <= here.recorded


@_DASK
def test_a_cluster_makes_the_same_bytes(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    from audiobook.executors import DaskExecutor

    here = render(ordered(written(tmp_path), tmp_path, jobs=2))
    away = tmp_path / "away"
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None, silence_logs=50) as cluster,
        DaskExecutor(cluster.scheduler_address, patience=30) as speakers,
    ):
        there = render(ordered(written(away), away, jobs=1), speakers=speakers)
    assert [path.read_bytes() for path in there.files] == [path.read_bytes() for path in here.files]
    assert there.recorded == here.recorded


def test_a_cluster_that_nobody_answers_for_is_named(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    done = command("render", written(tmp_path), "--engine", "tone", "--workspace", tmp_path, "--executor", "dask=tcp://127.0.0.1:9")
    assert done.code == 1
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in done.err


# The store


def test_pruning_leaves_what_current_stories_need(tmp_path: Path) -> None:
    story, other = written(tmp_path), written(tmp_path, STORY.replace("wet", "dry"), "other.txt")
    for each in (story, other):
        render(ordered(each, tmp_path, jobs=1), executor=InlineExecutor())
    with Store(tmp_path / ".audiobook") as store:
        assert prune(store) == ()
        other.unlink()
        loose = holdings(store).loose
        assert {file.kind for file in loose} == {"take", "chapter"}
        assert prune(store, dry=True) == prune(store, older_than=0)
        assert not holdings(store).loose
    assert render(replace(ordered(story, tmp_path, jobs=1), formats=("m4b", "mp3")), executor=InlineExecutor()).recorded == 0


def test_nothing_is_pruned_while_somebody_renders(tmp_path: Path) -> None:
    render(ordered(written(tmp_path), tmp_path, jobs=1), executor=InlineExecutor())
    with Store(tmp_path / ".audiobook"):
        done = command("store", "--workspace", tmp_path, "prune")
    assert done.code == 1
    assert "a render is running" in done.err


def test_pruning_down_to_a_size_takes_the_oldest_first(tmp_path: Path) -> None:
    story = written(tmp_path)
    render(ordered(story, tmp_path, jobs=1), executor=InlineExecutor())
    story.unlink()
    with Store(tmp_path / ".audiobook") as store:
        there = holdings(store)
        oldest = min(there.loose, key=lambda file: (file.written, file.key))
        gone = prune(store, down_to=there.size - 1)
    assert [file.key for file in gone] == [oldest.key]


def test_the_store_is_shown_story_by_story(tmp_path: Path) -> None:
    assert "no store here" in command("store", "--workspace", tmp_path).out
    render(ordered(written(tmp_path), tmp_path, jobs=1), executor=InlineExecutor())
    said = command("store", "--workspace", tmp_path).out
    assert "The Lamp" in said
    assert "needed by no story: 0 files" in said
    assert "removed 0 files" in command("store", "--workspace", tmp_path, "prune", "--older-than", "30d").out
