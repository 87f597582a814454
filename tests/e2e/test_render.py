"""From a story to files, and what is done again when something changes."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from audiobook.production.order import Outcome
from tests.e2e.stage import STORY, asked, command, heard, made, prepared, written

FORMATS = ("m4b", "mp3")


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """One story, rendered once for the tests that only look at it."""
    folder = tmp_path_factory.mktemp("workspace")
    return folder, made(written(folder), folder, formats=FORMATS)


def test_every_line_is_heard_in_order_in_its_voice(rendered: tuple[Path, Outcome]) -> None:
    folder, outcome = rendered
    ready = prepared(folder / "lamp.txt", folder)
    assert [path.suffix for path in outcome.files] == [".m4b", ".mp3"]
    for path in outcome.files:
        assert heard(path) == asked(ready)
    assert len({voice for _, voice in asked(ready)}) == 3


def test_a_seed_is_heard_whole(seed: Path, tmp_path: Path) -> None:
    outcome = made(seed, tmp_path, formats=FORMATS)
    ready = prepared(seed, tmp_path)
    for path in outcome.files:
        assert heard(path) == asked(ready)


def test_one_worker_and_two_make_the_same_bytes(rendered: tuple[Path, Outcome], tmp_path: Path) -> None:
    _, outcome = rendered
    other = made(written(tmp_path), tmp_path, formats=FORMATS, jobs=2)
    assert [path.read_bytes() for path in outcome.files] == [path.read_bytes() for path in other.files]


def test_what_is_up_to_date_is_left_alone(tmp_path: Path) -> None:
    story = written(tmp_path)
    first = made(story, tmp_path, formats=FORMATS)
    times = [path.stat().st_mtime_ns for path in first.files]
    second = made(story, tmp_path, formats=FORMATS)
    assert (second.recorded, second.kept) == (0, first.files)
    assert [path.stat().st_mtime_ns for path in second.files] == times


def test_recasting_a_character_records_that_characters_lines_alone(tmp_path: Path) -> None:
    story = written(tmp_path)
    made(story, tmp_path)
    before = prepared(story, tmp_path)
    sheet = tmp_path / "voices.yaml"
    spare = next(name for name in ("bass-3", "alto-3", "tenor-3") if name not in sheet.read_text())
    voice = before.cast.parts["Joss"].name
    lines = sheet.read_text().splitlines()
    sheet.write_text("\n".join(line.replace(voice, spare) if line.strip().startswith("Joss") else line for line in lines) + "\n")
    outcome = made(story, tmp_path)
    mine = {utterance.text for utterance in before.utterances if utterance.voice.name == voice}
    assert outcome.recorded == len(mine)
    assert heard(outcome.files[0]) == asked(prepared(story, tmp_path))


def test_inserting_a_narration_line_records_one_take(tmp_path: Path) -> None:
    story = written(tmp_path)
    made(story, tmp_path)
    written(tmp_path, STORY.replace("In the morning", "Rain fell until dawn.\n\nIn the morning"))
    outcome = made(story, tmp_path)
    assert outcome.recorded == 1
    assert heard(outcome.files[0]) == asked(prepared(story, tmp_path))


def test_changing_a_pause_records_nothing_and_moves_the_chapter(tmp_path: Path) -> None:
    story = written(tmp_path)
    first = made(story, tmp_path)
    sheet = tmp_path / "voices.yaml"
    sheet.write_text(
        sheet.read_text() + "\npauses:\n  paragraph: 3\n"
        if "\npauses:" not in sheet.read_text()
        else sheet.read_text().replace("\npauses:", "\npauses:\n  paragraph: 3")
    )
    second = made(story, tmp_path)
    assert second.recorded == 0
    assert second.seconds > first.seconds + 2


def test_changing_a_volume_records_nothing(tmp_path: Path) -> None:
    story = written(tmp_path)
    made(story, tmp_path)
    voice = prepared(story, tmp_path).cast.parts["Joss"].name
    sheet = tmp_path / "voices.yaml"
    lines = [line if not line.strip().startswith("Joss") else f"  Joss: {{voice: {voice}, volume: 0.5}}" for line in sheet.read_text().splitlines()]
    sheet.write_text("\n".join(lines) + "\n")
    assert made(story, tmp_path).recorded == 0


def test_a_new_title_records_nothing_but_its_announcement(tmp_path: Path) -> None:
    from audiobook.sidecar import BookTags

    story = written(tmp_path)
    made(story, tmp_path)
    assert made(story, tmp_path, tags=BookTags(title="The Other Lamp")).recorded == 1


def test_a_dry_run_says_what_would_be_done_and_does_nothing(tmp_path: Path) -> None:
    story = written(tmp_path)
    outcome = made(story, tmp_path, dry_run=True)
    assert outcome.dry
    assert outcome.recorded == outcome.takes > 0
    assert outcome.files == ()
    assert not (tmp_path / "voices.yaml").exists()
    assert not list(tmp_path.rglob("*.take"))


def test_one_chapter_and_the_first_minutes_have_names_of_their_own(tmp_path: Path) -> None:
    story = written(tmp_path)
    whole, one, first = made(story, tmp_path), made(story, tmp_path, chapter=2), made(story, tmp_path, minutes=0.1)
    assert len({path.name for outcome in (whole, one, first) for path in outcome.files}) == 3
    assert one.chapters == ("Chapter Two",)
    assert first.seconds < whole.seconds
    assert (one.recorded, first.recorded) == (0, 0)


def test_one_voice_reads_everything(tmp_path: Path) -> None:
    story = written(tmp_path)
    outcome = made(story, tmp_path, one_voice=True)
    assert len({voice for _, voice in heard(outcome.files[0])}) == 1
    assert not (tmp_path / "voices.yaml").exists()


def test_the_command_line_tells_what_it_made(tmp_path: Path) -> None:
    ran = command("render", written(tmp_path), "--engine", "tone", "--workspace", tmp_path, "--to", "mp3", "--jobs", "1")
    assert ran.code == 0, ran.err
    for told in ("The Lamp", "2 chapters", "Mira", "Joss", "Narrator", "words read", "The Lamp.mp3", "voices.yaml"):
        assert told in ran.out
    assert (tmp_path / "output" / "lamp" / "The Lamp.mp3").exists()


def test_two_stories_of_one_name_do_not_share_results(tmp_path: Path) -> None:
    one, other = written(tmp_path / "a"), written(tmp_path / "b", STORY.replace("wet", "dry"))
    ran = command("render", one, other, "--engine", "tone", "--workspace", tmp_path, "--jobs", "1")
    assert ran.code == 0, ran.err
    assert {path.parent.name for path in (tmp_path / "output").rglob("*.m4b")} == {"lamp", "b lamp"}


def test_many_stories_over_the_same_workers_come_out_as_each_by_itself(tmp_path: Path) -> None:
    names = ("a", "b", "c")
    texts = [STORY, STORY.replace("wet", "dry"), STORY.replace("Joss", "Ruth")]
    together = [written(tmp_path / "together", text, f"{name}.txt") for name, text in zip(names, texts, strict=True)]
    ran = command("render", *together, "--engine", "tone", "--workspace", tmp_path / "together", "--jobs", "2", "--json-events")
    assert ran.code == 0, ran.err
    told = [json.loads(line) for line in ran.out.splitlines()]
    assert [Path(event["source"]).stem for event in told if event["event"] == "read"] == list(names)
    marks = [event["event"] for event in told if event["event"] in ("read", "written")]
    assert marks == ["read", "written"] * 3  # one story's events behind another's
    for name, text in zip(names, texts, strict=True):
        alone = written(tmp_path / name, text, f"{name}.txt")
        shutil.copy(tmp_path / "together" / "voices.yaml", tmp_path / name)
        (path,) = made(alone, tmp_path / name).files
        assert path.read_bytes() == (tmp_path / "together" / "output" / name / path.name).read_bytes()


def test_a_second_run_into_one_folder_leaves_another_storys_book(tmp_path: Path) -> None:
    one, other = written(tmp_path / "a"), written(tmp_path / "b", STORY.replace("wet", "dry"))
    here, rest = tmp_path / "here", ("--engine", "tone", "--workspace", tmp_path, "--jobs", "1", "-o", tmp_path / "here")
    assert command("render", one, *rest).code == 0
    whole = (here / "The Lamp.m4b").read_bytes()
    refused = command("render", other, *rest)
    assert refused.code == 1
    assert "The Lamp.m4b: was made of" in refused.err
    assert (here / "The Lamp.m4b").read_bytes() == whole
    beside = command("render", other, *rest, "--title", "The Wick")
    assert beside.code == 0, beside.err
    assert "(up to date)" in command("render", one, *rest).out
    assert {path.name for path in here.glob("*.m4b")} == {"The Lamp.m4b", "The Wick.m4b"}


def test_one_bad_story_does_not_stop_the_others(tmp_path: Path) -> None:
    ran = command("render", tmp_path / "nowhere.txt", written(tmp_path), "--engine", "tone", "--workspace", tmp_path, "--jobs", "1")
    assert ran.code == 1
    assert "nowhere.txt" in ran.err
    assert (tmp_path / "output" / "lamp" / "The Lamp.m4b").exists()


def test_a_story_from_the_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path)
    with path.open("rb") as file:
        monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": file}))
        ran = command("render", "-", "--engine", "tone", "--workspace", tmp_path, "--jobs", "1")
    assert ran.code == 0, ran.err
    assert (tmp_path / "output" / "stdin" / "The Lamp.m4b").exists()
