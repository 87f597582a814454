"""What the documentation says is so: examples are read by the program, commands and options exist, tables are complete."""

import re
import shlex
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[list[str]]:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    called = [line.split("&& audiobook", 1)[1] if "&& audiobook" in line else line.removeprefix("audiobook") for line in lines if "audiobook" in line]
    return [shlex.split(line, comments=True) for line in called]


@pytest.mark.parametrize("arguments", commands(), ids=" ".join)
def test_a_command_of_the_readme_has_these_options(arguments: list[str]) -> None:
    from audiobook.cli import audiobook

    command = audiobook.get_command(click.Context(audiobook), arguments[0])
    assert command is not None
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in arguments[1:] if word.startswith("-")} <= options


def test_the_readme_names_every_command() -> None:
    from audiobook.cli import audiobook

    for name in audiobook.list_commands(click.Context(audiobook)):
        assert f"| `audiobook {name}" in README, name


def test_both_commands_stand_on_the_first_screen_where_ci_finds_them() -> None:
    first = README.splitlines()[:24]
    assert "<!-- render -->" in first
    assert "<!-- test -->" in first
    assert sum(line.startswith("```sh") for line in first) == 2


def test_the_readmes_voices_are_read_without_a_mistake(tmp_path: Path) -> None:
    from audiobook.casting import read_sheet
    from audiobook.sheet import Gender

    path = tmp_path / "voices.yaml"
    path.write_text(blocks("yaml")[0], encoding="utf-8")
    sheet = read_sheet(path)
    gus = sheet.known("Augustus")
    assert gus is not None
    assert (gus.name, gus.gender, gus.direction.pitch) == ("Gus Fairweather", Gender.MALE, -2)


def test_the_readmes_corrections_are_read_without_a_mistake(tmp_path: Path) -> None:
    from audiobook.readers.sidecar import read_sidecar

    path = tmp_path / "story.audiobook.yaml"
    path.write_text(blocks("yaml")[1], encoding="utf-8")
    sidecar = read_sidecar(path)
    assert sidecar.tags.title == "The Long Way"
    assert [(fix.text, fix.name) for fix in sidecar.fixes.lines] == [("Mind the step", "Mr Pym"), ("No voice", "")]


def test_the_readmes_engine_keeps_the_protocol() -> None:
    from audiobook.engines import Engine
    from audiobook.errors import EngineError
    from audiobook.take import Utterance

    names: dict[str, object] = {}
    exec(compile(blocks("python")[0], "README.md", "exec"), names)
    opened = names["open_parrot"]
    assert callable(opened)
    engine = opened()
    assert {name for name in vars(Engine) if not name.startswith("_")} <= set(dir(engine))
    assert engine.ready() is None
    assert engine.voices()[0].name == "polly"
    with pytest.raises(EngineError, match="asleep"):
        engine.synthesize(Utterance("Hello.", None, "en"))  # type: ignore[arg-type]


def test_the_readmes_way_from_python_imports_what_there_is() -> None:
    imports = [line for line in blocks("python")[1].splitlines() if line.startswith("from ")]
    assert imports
    exec("\n".join(imports), {})


def test_the_readme_lists_the_formats_there_are() -> None:
    from audiobook.readers import READERS
    from audiobook.writers import COMPANIONS, WRITERS

    assert set(re.findall(r"^\| `\.(\w+)` \| out \|", README, re.MULTILINE)) == {*WRITERS, *COMPANIONS}
    documented = re.findall(r"^\| `(\.\w+)` \| in \|", README, re.MULTILINE)
    assert {READERS[suffix] for suffix in documented if suffix != ".md"} == set(READERS.values())


def test_the_architecture_names_every_part_of_the_house() -> None:
    parts = {path.stem for path in (ROOT / "src" / "audiobook").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert {part for part in parts - {"__init__"} if f"`{part}`" not in ARCHITECTURE} == set()


def test_links_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
