"""File names are read as people mean them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobook.readers.naming import natural, title_from


@pytest.mark.parametrize(
    ("stem", "title"),
    [
        ("the_lantern-maker", "The Lantern Maker"),
        ("TheFerryBell", "The Ferry Bell"),
        ("The Ferry-Bell", "The Ferry-Bell"),
        ("ch.1.fog", "Ch 1 Fog"),
        ("bell of the quay", "Bell of the Quay"),
        ("___", "Untitled"),
        ("夜", "夜"),
    ],
)
def test_a_name_makes_a_title(stem: str, title: str) -> None:
    assert title_from(stem) == title


def test_numbers_count_in_names() -> None:
    assert sorted(["ch10", "ch2", "Ch1", "ch2b", "intro"], key=natural) == ["Ch1", "ch2", "ch2b", "ch10", "intro"]


@given(st.lists(st.text(max_size=8)))
def test_any_names_can_be_ordered(names: list[str]) -> None:
    assert len(sorted(names, key=natural)) == len(names)
