"""Books that the writers' tests share: pressing them once saves most of the time."""

import pytest

from audiobook.book import Book
from tests.writers.making import book, codings, pressed


@pytest.fixture(scope="session")
def short_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """Three chapters, pressed for every format."""
    return book(pressed(tmp_path_factory.mktemp("short"), codings(), 3), ["One", "Two – “Ünder”", "Three"])
