"""Where results go: a story never overwrites another's, and what is up to date is known."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.errors import OutputError
from audiobook.production.workspace import file_name, shelf


def story(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("Words.")
    return str(path)


def test_a_story_has_its_stem(tmp_path: Path) -> None:
    assert shelf(tmp_path, story(tmp_path / "lamp.txt"), None).folder == tmp_path / "output" / "lamp"


def test_the_same_story_has_the_same_folder_again(tmp_path: Path) -> None:
    path = story(tmp_path / "a" / "lamp.txt")
    assert shelf(tmp_path, path, None) == shelf(tmp_path, path, None)


def test_another_story_of_that_name_gets_its_parents_name_too(tmp_path: Path) -> None:
    one, other, third = (story(tmp_path / name / "lamp.txt") for name in ("a", "b", "c/b"))
    assert [shelf(tmp_path, path, None).folder.name for path in (one, other, third, one)] == ["lamp", "b lamp", "b lamp 2", "lamp"]


def test_a_moved_story_keeps_its_folder(tmp_path: Path) -> None:
    path = Path(story(tmp_path / "a" / "lamp.txt"))
    shelf(tmp_path, str(path), None)
    moved = tmp_path / "lamp.txt"
    path.replace(moved)
    assert shelf(tmp_path, str(moved), None).folder.name == "lamp"


def test_a_folder_of_ones_own(tmp_path: Path) -> None:
    assert shelf(tmp_path, story(tmp_path / "lamp.txt"), tmp_path / "here").folder == tmp_path / "here"


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("in the way")
    with pytest.raises(OutputError, match="-o FOLDER"):
        shelf(tmp_path, story(tmp_path / "lamp.txt"), None)


def test_a_file_is_up_to_date_until_it_or_its_recipe_changes(tmp_path: Path) -> None:
    place = shelf(tmp_path, story(tmp_path / "lamp.txt"), None)
    path = place.folder / "Lamp.m4b"
    assert place.recipe(path.name) is None
    path.write_bytes(b"sound")
    place.note(path.name, "abc")
    assert place.recipe(path.name) == "abc"
    os.utime(path, ns=(1, 1))
    assert place.recipe(path.name) is None
    place.note(path.name, "abc")
    path.write_bytes(b"other sound")
    assert place.recipe(path.name) is None
    path.unlink()
    assert place.recipe(path.name) is None


def test_two_stories_in_one_folder_of_ones_own_keep_their_files(tmp_path: Path) -> None:
    here = tmp_path / "here"
    one, other = (story(tmp_path / name / "lamp.txt") for name in ("a", "b"))
    first, second = shelf(tmp_path / "a", one, here), shelf(tmp_path / "b", other, here)
    for place, name in ((first, "Lamp.m4b"), (second, "Wick.m4b")):
        (here / name).write_bytes(b"sound")
        place.note(name, "abc")
    assert (first.names(), second.names()) == (["Lamp.m4b"], ["Wick.m4b"])
    assert (first.recipe("Lamp.m4b"), first.recipe("Wick.m4b")) == ("abc", None)
    first.guard("Lamp.m4b")
    with pytest.raises(OutputError, match=r"Lamp\.m4b: was made of .*a/lamp\.txt, and stays; another -o FOLDER would work"):
        second.guard("Lamp.m4b")


def test_what_was_made_of_a_story_that_is_gone_is_nobodys(tmp_path: Path) -> None:
    here = tmp_path / "here"
    one, other = (story(tmp_path / name / "lamp.txt") for name in ("a", "b"))
    first, second = shelf(tmp_path, one, here), shelf(tmp_path, other, here)
    (here / "Lamp.m4b").write_bytes(b"sound")
    first.note("Lamp.m4b", "abc")
    Path(one).unlink()
    second.guard("Lamp.m4b")
    second.note("Lamp.m4b", "def")
    assert (first.recipe("Lamp.m4b"), second.recipe("Lamp.m4b")) == (None, "def")


def test_notes_of_an_earlier_version_are_the_folders_owners(tmp_path: Path) -> None:
    path = story(tmp_path / "lamp.txt")
    place = shelf(tmp_path, path, None)
    (place.folder / "Lamp.m4b").write_bytes(b"sound")
    found = (place.folder / "Lamp.m4b").stat()
    made = {"recipe": "abc", "size": found.st_size, "written": found.st_mtime_ns}
    (place.folder / ".audiobook.json").write_text(json.dumps({"story": place.owner, "files": {"Lamp.m4b": made}}))
    assert shelf(tmp_path, path, None).recipe("Lamp.m4b") == "abc"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Lamp", "The Lamp"),
        ("a/b\\c: d?", "a b c d"),
        ('"Quoted"', "Quoted"),
        ("...", "book"),
        ("", "book"),
        ("con", "con book"),
        ("😀", "😀"),
        ("../../etc/passwd", "etc passwd"),
        ("line\nbreak", "line break"),
    ],
)
def test_a_title_is_a_file_name_everywhere(title: str, name: str) -> None:
    assert file_name(title) == name


@given(st.text(max_size=400))
def test_file_names_are_short_and_safe(title: str) -> None:
    name = file_name(title)
    assert name
    assert len(name.encode()) <= 125
    assert not set(name) & set('<>:"/\\|?*\n\0')
    assert name not in {".", ".."}
