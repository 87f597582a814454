"""The commands: what they print, and how they exit."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from audiobook.cli import COMMANDS, Commands, audiobook
from tests.e2e.stage import command, written


def test_each_commands_line_in_the_list_is_its_own_first_line() -> None:
    for name, (_, line) in COMMANDS.items():
        found = audiobook.get_command(None, name) if isinstance(audiobook, Commands) else None  # type: ignore[arg-type]
        assert found is not None
        assert found.short_help == line


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_help_teaches_by_example(name: str) -> None:
    ran = command(*filter(None, [name]), "--help")
    assert ran.code == 0
    assert "audiobook" in ran.out


def test_help_loads_nothing_heavy() -> None:
    heavy = {"av", "numpy", "rich", "PIL", "mutagen", "ruamel.yaml", "pyttsx3"}
    code = f"import sys; from audiobook.cli import run; run(['--help']); print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_python_m_audiobook_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "audiobook", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("audiobook ")


def test_a_misspelt_command_is_named() -> None:
    ran = command("rendr", "x.txt")
    assert ran.code == 2
    assert "render" in ran.err


def test_the_script_as_json_is_the_documented_format(tmp_path: Path) -> None:
    ran = command("script", written(tmp_path), "--workspace", tmp_path, "--format", "json")
    made = json.loads(ran.out)
    assert made["format"] == "audiobook-script/1"
    assert {segment["speaker"] for segment in made["segments"]} >= {"Mira", "Joss"}


@pytest.mark.parametrize("form", ["text", "terminal"])
def test_the_script_names_speakers(form: str, tmp_path: Path) -> None:
    ran = command("script", written(tmp_path), "--workspace", tmp_path, "--format", form, "--why")
    assert ran.code == 0
    assert "Mira" in ran.out
    assert "because:" in ran.out


def test_strict_lists_what_is_less_certain(tmp_path: Path) -> None:
    story = written(tmp_path, 'The door was shut.\n\n"Who is there?"\n')
    ran = command("script", story, "--workspace", tmp_path, "--strict", "0.999")
    assert ran.code == 1
    assert "Who is there?" in ran.out
    assert command("script", story, "--workspace", tmp_path, "--strict", "0").code == 0


def test_unsure_is_one_page(tmp_path: Path) -> None:
    story = written(tmp_path, "\n\n".join(f'"Line {number}."' for number in range(60)))
    ran = command("script", story, "--workspace", tmp_path, "--unsure")
    assert ran.code == 0
    assert len(ran.out.splitlines()) < 70


def test_cast_tells_who_speaks_and_appends_them(tmp_path: Path) -> None:
    ran = command("cast", written(tmp_path), "--workspace", tmp_path, "--engine", "tone")
    assert ran.code == 0, ran.err
    assert "Mira" in ran.out
    assert "Mira:" in (tmp_path / "voices.yaml").read_text()


def test_cast_leaves_the_sheet_alone_when_asked(tmp_path: Path) -> None:
    command("cast", written(tmp_path), "--workspace", tmp_path, "--engine", "tone", "--no-save-cast")
    assert not (tmp_path / "voices.yaml").exists()


def test_cast_saves_a_characters_own_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = command("cast", written(tmp_path), "--engine", "tone", "--save", "joss")
    assert ran.code == 0, ran.err
    assert (tmp_path / "joss.wav").read_bytes().startswith(b"RIFF")


def test_cast_names_those_there_are(tmp_path: Path) -> None:
    ran = command("cast", written(tmp_path), "--workspace", tmp_path, "--engine", "tone", "--save", "Myra")
    assert ran.code == 1
    assert "Mira" in ran.err


def test_a_voice_that_this_machine_lacks_names_the_way_out(tmp_path: Path) -> None:
    sheet = tmp_path / "voices.yaml"
    sheet.write_text("engine: tone\ncharacters:\n  Mira: soprano-9  # mine\n")
    story = written(tmp_path)
    ran = command("render", story, "--workspace", tmp_path, "--jobs", "1")
    assert ran.code == 1
    assert "soprano-1" in ran.err
    assert "recast-missing" in ran.err
    assert command("cast", story, "--workspace", tmp_path, "--recast-missing").code == 0
    assert "soprano-9" not in sheet.read_text()
    assert "# mine" in sheet.read_text()
    assert command("render", story, "--workspace", tmp_path, "--jobs", "1").code == 0


def test_voices_lists_the_engines_voices() -> None:
    ran = command("voices", "--engine", "tone")
    assert ran.code == 0
    assert "alto-1" in ran.out
    assert {row["engine"] for row in json.loads(command("voices", "--engine", "tone", "--json").out)} == {"tone"}


def test_a_voice_can_be_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert command("voices", "--save", "tone:alto-1").code == 0
    assert len(list(tmp_path.glob("*.wav"))) == 1
    assert "alto-1" in command("voices", "--save", "tone:alto-11").err


def test_the_doctor_finds_this_machine_well(tmp_path: Path) -> None:
    ran = command("doctor", "--workspace", tmp_path)
    assert ran.code == 0, ran.out
    assert "ready" in ran.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete(shell: str) -> None:
    assert "_AUDIOBOOK_COMPLETE" in command("completion", shell).out


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_an_interrupt_is_130_and_the_run_goes_on(tmp_path: Path) -> None:
    import signal
    import time

    story = written(tmp_path, "\n\n".join(f"Line number {number} of a long story is said here." for number in range(120)))
    args = [sys.executable, "-m", "audiobook", "render", str(story), "--engine", "tone", "--workspace", str(tmp_path), "--jobs", "1"]
    process = subprocess.Popen(args, stderr=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ})
    deadline = time.monotonic() + 60
    while not list(tmp_path.rglob("*.take")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"goes on from there" in err
    kept = len(list(tmp_path.rglob("*.take")))
    assert kept > 0
    ran = command("render", story, "--engine", "tone", "--workspace", tmp_path, "--jobs", "2")
    assert ran.code == 0, ran.err


def test_an_empty_name_is_no_story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path)
    for name in ("render", "script", "cast", "fix"):
        assert command(name, "").code == 2


@pytest.mark.parametrize("length", ["nan", "inf", "0"])
def test_minutes_are_a_length_of_time(length: str, tmp_path: Path) -> None:
    assert command("render", written(tmp_path), "--minutes", length, "--workspace", tmp_path, "--engine", "tone").code == 2


def test_two_stories_of_one_name_do_not_share_a_folder_of_results(tmp_path: Path) -> None:
    stories = [written(tmp_path / name, f"{name} speaks here.", "tale.txt") for name in ("one", "two", "three")]
    ran = command("render", *stories, "-o", tmp_path / "out", "--workspace", tmp_path, "--engine", "tone", "-j", "1")
    assert ran.code == 0, ran.err
    assert len(list((tmp_path / "out").rglob("*.m4b"))) == 3


def test_a_dry_run_makes_nothing(tmp_path: Path) -> None:
    story = written(tmp_path / "stories")
    ran = command("render", story, "--workspace", tmp_path / "place", "--engine", "tone", "--dry-run")
    assert ran.code == 0, ran.err
    assert not (tmp_path / "place").exists()


def test_one_is_counted_as_one(tmp_path: Path) -> None:
    story = written(tmp_path, 'The door was shut.\n\n"Who is there?"\n')
    told = command("render", story, "--workspace", tmp_path, "--engine", "tone", "--dry-run").out
    assert "1 chapter," in told
    assert "1 line of speech has no known speaker; the narrator reads it" in told
    assert "(s)" not in told


def test_who_tells_the_story_is_counted_once(tmp_path: Path) -> None:
    told = command(
        "render", written(tmp_path, '"I am here," I said.\n\nI went to the door.\n\n"And I am there," I said.\n'), "--workspace", tmp_path, "--dry-run"
    ).out
    assert told.count("Narrator ") == 1
