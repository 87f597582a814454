"""--ask on the command line: refused when it is no address, and the key is never in what is printed or kept."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from audiobook.attribution import attribute
from audiobook.document import Document
from audiobook.script import Kind, Script
from tests.consulting.server import drips, echoes_the_key, says, serving
from tests.e2e.stage import command, written

STORY = 'Mira and Joss stood by the lamp. "Is it lit?" Mira asked.\n\n"It is."\n\n"Who lit it?"\n\n"Somebody."\n'
SECRET = "sk-very-secret-0123456789"


@pytest.fixture(autouse=True)
def doubts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every line uncertain, whatever attribution learns."""
    from audiobook.production import preparing

    def attributed(document: Document, *known: object) -> Script:
        made = attribute(document, *known)  # type: ignore[arg-type]
        return replace(made, segments=tuple(replace(segment, confidence=0.5) if segment.kind is Kind.DIALOGUE else segment for segment in made.segments))

    monkeypatch.setattr(preparing, "attribute", attributed)


def lines(out: str) -> list[tuple[str, str]]:
    return [(each["speaker"], each["reason"]) for each in json.loads(out)["segments"] if each["kind"] == "dialogue"]


@pytest.mark.parametrize("name", ["script", "cast", "render"])
def test_an_address_without_a_scheme_is_a_wrong_command_line(name: str, tmp_path: Path) -> None:
    ran = command(name, written(tmp_path, STORY), "--workspace", tmp_path, "--ask", "localhost:11434")
    assert ran.code == 2
    assert "http://localhost:11434" in ran.err


def test_a_model_without_an_address_is_a_wrong_command_line(tmp_path: Path) -> None:
    ran = command("script", written(tmp_path, STORY), "--workspace", tmp_path, "--ask-model", "llama3")
    assert ran.code == 2
    assert "--ask URL" in ran.err


def test_the_script_has_the_opinion_and_a_second_run_sends_nothing(tmp_path: Path) -> None:
    story = written(tmp_path, STORY)
    with serving(says('{"1": "Mira", "2": "Joss", "3": "Mira", "4": "Joss"}')) as server:
        wish = ("--workspace", tmp_path, "--format", "json", "--ask", server.base.removesuffix("/v1"), "--ask-model", "llama3")
        first, again = command("script", story, *wish), command("script", story, *wish)
    assert first.code == again.code == 0
    assert "note: second opinion on" in first.err
    assert "nothing is sent" in again.err
    assert len(server.asked) == 1
    assert first.out == again.out
    assert [speaker for speaker, _ in lines(first.out)] == ["Mira", "Joss", "Mira", "Joss"]
    assert all("second opinion: llama3" in reason for _, reason in lines(first.out))


def test_cast_and_render_go_by_the_opinion(tmp_path: Path) -> None:
    story = written(tmp_path, STORY)
    with serving(says('{"1": "Mira", "2": "Joss", "3": "Joss", "4": "Joss"}')) as server:
        wish = ("--workspace", tmp_path, "--engine", "tone", "--ask", server.base, "--ask-model", "m")
        ran = command("cast", story, *wish, "--no-save-cast")
        assert ran.code == 0, ran.err
        assert [row.split()[:2] for row in ran.out.splitlines()[1:3]] == [["Joss", "3"], ["Mira", "1"]]
        dry = command("render", story, *wish, "--dry-run")
        assert dry.code == 0, dry.err
        made = command("render", story, *wish, "--jobs", "1", "--to", "wav")
        assert made.code == 0, made.err
    assert len(server.asked) == 1


def test_a_dry_run_sends_nothing(tmp_path: Path) -> None:
    with serving(says("{}")) as server:
        ran = command("render", written(tmp_path, STORY), "--workspace", tmp_path, "--engine", "tone", "--dry-run", "--ask", server.base)
    assert ran.code == 0, ran.err
    assert "a run would send" in ran.err
    assert server.asked == []


def test_an_endpoint_that_refuses_does_not_stop_the_run_nor_learn_the_terminal_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOBOOK_ASK_KEY", SECRET)
    story = written(tmp_path, STORY)
    ours = command("script", story, "--workspace", tmp_path, "--format", "json")
    with serving(echoes_the_key) as server:
        ran = command("script", story, "--workspace", tmp_path, "--format", "json", "--ask", server.base, "--ask-model", "m")
    assert server.asked[0].headers["Authorization"] == f"Bearer {SECRET}"
    assert ran.code == 0
    assert ran.out == ours.out
    assert "wrong key" in ran.err
    assert SECRET not in ran.out + ran.err
    assert not any(SECRET.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_where_nothing_is_asked_nothing_that_speaks_http_is_loaded() -> None:
    import subprocess
    import sys

    code = "import sys; from audiobook.cli import run; run(['script', '--help']); print('http.client' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()[-1] == "False"


def test_an_answer_that_drips_is_over_in_time(tmp_path: Path) -> None:
    from audiobook.consulting.wire import exchange

    with serving(drips) as server, pytest.raises(TimeoutError, match=r"0\.2 seconds"):
        exchange(f"{server.base}/models", "GET", None, {}, connect=1, total=0.2)
