"""The tools beside the package: the changelog is gathered by kind, gold is found again, help pages follow their commands."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TOOLS = Path(__file__).resolve().parent.parent / "tools"


@pytest.fixture
def load() -> Callable[[str], dict[str, Any]]:
    return lambda name: runpy.run_path(str(TOOLS / name), run_name=name)


def test_the_changelog_is_gathered_by_kind(load: Callable[[str], dict[str, Any]], tmp_path: Path) -> None:
    for name, text in {"b.added.md": "Whales\nsing.", "a.fixed.md": "Rain stops.", "a.added.md": "Bells ring."}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert load("changelog")["gathered"](sorted(tmp_path.iterdir())) == "### Added\n\n- Bells ring.\n- Whales sing.\n\n### Fixed\n\n- Rain stops.\n"


@pytest.mark.parametrize(("name", "text"), [("bells.md", "Bells ring."), ("bells.new.md", "Bells ring."), ("bells.added.txt", "Bells ring.")])
def test_a_note_of_an_unknown_kind_is_a_mistake(load: Callable[[str], dict[str, Any]], tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert "its name should end in .added" in load("changelog")["mistakes"](tmp_path / name)[0]


@pytest.mark.parametrize("text", ["", "Bells ring", "Bells ring.\n\nAnd ring."])
def test_a_note_is_one_paragraph_that_ends(load: Callable[[str], dict[str, Any]], tmp_path: Path, text: str) -> None:
    (tmp_path / "bells.added.md").write_text(text, encoding="utf-8")
    assert "ends in a full stop would work" in load("changelog")["mistakes"](tmp_path / "bells.added.md")[0]


def test_gold_is_found_again_in_order_after_an_edit(load: Callable[[str], dict[str, Any]]) -> None:
    rows = [{"id": "1", "start": 0, "end": 4, "text": '"No"'}, {"id": "2", "start": 5, "end": 9, "text": '"No"'}]
    found = load("make_gold")["realigned"]('Well. "No" and "No"', rows)
    assert [(row["start"], row["end"]) for row in found] == [(6, 10), (15, 19)]


def test_a_quotation_that_is_gone_is_named(load: Callable[[str], dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="7 is not in the story"):
        load("make_gold")["realigned"]("Nothing.", [{"id": "7", "text": '"No"'}])


def test_commands_are_read_from_help(load: Callable[[str], dict[str, Any]]) -> None:
    assert load("help_pages")["subcommands"]("Usage\n\nCommands:\n  one-two  Does it.\n  three    Does\n           more.\n") == ["one-two", "three"]


def test_every_python_tool_is_checked(load: Callable[[str], dict[str, Any]]) -> None:
    assert {"tools/check", "tools/changelog", "tools/make_gold", "tools/help_pages"} <= set(load("check")["scripts"]())
